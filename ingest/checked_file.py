"""Read one delivered file and check its rows. Only temporary tables are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from ingest.errors import RefusedError, ReviewFileError, first_line
from ingest.fetch import fetch_value
from ingest.normalise import normalised_rows
from ingest.normalise.normaliser import Normaliser
from ingest.readers import delivered_file
from ingest.readers.header import ACCEPT
from ingest.readers.reading import Reading
from ingest.readers.reading_limits import ReadingLimits
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.record import validation
from ingest.sources.mapping import map_rows
from ingest.sources.source import mapping_of
from ingest.sql_quoting import literal


@dataclass(frozen=True)
class Loaded:
    """How many rows of one delivered file were read, loaded and rejected."""

    rows_read: int
    rows_loaded: int
    rows_rejected: int
    reading: Reading
    """How the file was read, and where its rows are, in words."""
    rows_as_read: int = 0
    """How many of the loaded rows were typed in another form than the record's."""
    unread_because: str | None = None
    """Why a landed file can no longer be read. It then has no rows."""


def read_delivery(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    landed_on: date,
    choices: ReadingChoices = PLAIN,
    limits: ReadingLimits | None = None,
    normaliser: Normaliser | None = None,
) -> Loaded:
    """Read and check one file into temporary tables, within `limits`; write nothing else.

    Afterwards `delivered` holds its regular rows, `bad_rows` those of them that break a rule, and
    `ragged_rows` (_row_number, record_id, reasons, record) the rows that can't be read as records,
    and `own_cells` (_row_number, own) the cells of people's own columns as JSON. With a
    `normaliser`, cells in other forms are read too, unless the choices are strict. The good rows of
    `delivered` then have the values as read. Raises RefusedError for a file that is not a table of
    records, ReviewFileError for a review.
    """
    reading = delivered_file.read(con, path, name, choices, limits)
    if ACCEPT in reading.columns:
        raise ReviewFileError(
            f"{name}: the column '{ACCEPT}' says that these rows need a review. Deliver the file "
            "with `raidbook add`, which takes only accepted rows."
        )
    if mapping := mapping_of(choices.source):
        map_rows(con, mapping, reading)
    if choices.is_strict:
        normaliser = None
    unusual = normalised_rows.UNUSUAL if normaliser else ""
    characters = normalised_rows.UNUSUAL_CHARACTERS if normaliser else ""
    found = validation.find_rows(con, "delivered", landed_on, unusual, characters)
    if normaliser and found:
        normalised_rows.read_rows(con, normaliser)
    bad = validation.list_reasons(con, landed_on)
    as_read = normalised_rows.take_over(con) if normaliser and found else 0
    regular = int(fetch_value(con, "select count(*) from delivered"))
    if regular + reading.ragged == 0:
        raise RefusedError(f"{name}: the file has a header but no row. Deliver it with its rows.")
    return Loaded(regular + reading.ragged, regular - bad, bad + reading.ragged, reading, as_read)


def check_file(
    path: Path,
    landed_on: date,
    memory_limit: str,
    room: Path,
    choices: ReadingChoices = PLAIN,
    limits: ReadingLimits | None = None,
    normaliser: Normaliser | None = None,
) -> Loaded:
    """Read and check one file in memory, as `load_delivery` will; write nothing.

    Data beyond `memory_limit` (in DuckDB's notation, such as 4GB) goes to the folder `room`. Raises
    RefusedError for a file that is not a table of records, and OSError if the disk is full.
    """
    with duckdb.connect(":memory:") as con:
        con.execute(f"set memory_limit = {literal(memory_limit)}")
        con.execute(f"set temp_directory = {literal(room)}")
        try:
            return read_delivery(con, path, path.name, landed_on, choices, limits, normaliser)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise OSError(
                f"there is not enough room in memory or in {room.name}: {first_line(error)}"
            ) from None


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables that `read_delivery` made."""
    delivered_file.forget(con)
    normalised_rows.forget(con)
    for table in ("bad_rows", "broken_checks", validation.CHECKED):
        con.execute(f"drop table if exists temp.{table}")
