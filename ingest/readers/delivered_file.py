"""Read a delivered file of any format, packed in .zip or .gz or not (see `ingest.readers`)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest.errors import RefusedError
from ingest.fetch import fetch_value
from ingest.readers import archive, csv_file, delivered_table, json_file, parquet_file, spreadsheet
from ingest.readers.bounded import read_bounded
from ingest.readers.cell_text import printable
from ingest.readers.error_cells import reject_error_cells
from ingest.readers.file_format import format_of
from ingest.readers.no_records import reject_no_records
from ingest.readers.reading import Reading
from ingest.readers.reading_limits import ReadingLimits
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.record import definition

__all__ = ["Reading", "forget", "format_of", "named_sheet", "read"]
Reader = Callable[[duckdb.DuckDBPyConnection, Path, str, Path, ReadingChoices], Reading]
READERS: dict[str, Reader] = {
    "csv": csv_file.read,
    "json": json_file.read,
    "spreadsheet": spreadsheet.read,
    "parquet": parquet_file.read,
}
ARCHIVES = ("gzip", "zip")
TEXTS = ("csv", "json")
LAST_ROW = """
    select greatest(coalesce((select max(number) from zip_cells), 1),
        coalesce((select max(_row_number) from zip_ragged), 1))
"""


def named_sheet(path: Path) -> tuple[Path, str | None]:
    """Split `file.xlsx#Sheet` into the file and the sheet; any other name has no sheet."""
    before, mark, sheet = path.name.rpartition("#")
    if mark and before and sheet and not path.exists() and path.with_name(before).exists():
        return path.with_name(before), sheet
    return path, None


def read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    choices: ReadingChoices = PLAIN,
    limits: ReadingLimits | None = None,
) -> Reading:
    """Read one delivered file into `delivered` and the tables beside it; messages call it `name`.

    With `limits`, a separate process reads whatever DuckDB doesn't read itself. Raises RefusedError
    for a file that can't be read as records; the message says where the problem is and what to do.
    Raises OSError if the file or a copy of it can't be read or written.
    """
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file is empty. Deliver a file with a header and rows.")
    with _scratch(con) as scratch:
        kind = format_of(path, name)
        if kind == "zip":
            reading = _read_zip(con, path, name, scratch, choices, limits)
        elif kind == "gzip":
            inner = archive.unpack_gzip(path, name, scratch)
            reading = _read_plain(con, inner, name, scratch, choices, limits)
        else:
            reading = _read_plain(con, path, name, scratch, choices, limits)
    reading.own_names = {slot: own for own, slot in choices.columns}
    reject_error_cells(con, reading)
    if not choices.columns:
        reject_no_records(con, reading)
    return reading


@contextmanager
def _scratch(con: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    """Yield a folder for copies, inside the connection's folder for temporary data.

    That folder has room for large files; /tmp is often a small disk.
    """
    room = Path(fetch_value(con, "select current_setting('temp_directory')") or "")
    is_set = room.name not in ("", ".tmp")
    is_new = is_set and not room.exists()
    if is_new:
        room.mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory(prefix="raidbook-", dir=room if is_set else None) as made:
            yield Path(made)
    finally:
        if is_new and not any(room.iterdir()):
            room.rmdir()


def _read_plain(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices,
    limits: ReadingLimits | None,
) -> Reading:
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file inside is empty. Pack the records into it.")
    kind = format_of(path, name)
    if kind in ARCHIVES:
        raise RefusedError(
            f"{name}: the archive contains another archive. Only one level is unpacked. Deliver "
            "the inner one."
        )
    if choices.sheet is not None and kind != "spreadsheet":
        raise RefusedError(
            f"{name}: the file is not a workbook, so it has no sheet '{choices.sheet}'. Name no "
            "sheet."
        )
    if choices.encoding is not None and kind not in TEXTS:
        raise RefusedError(
            f"{name}: the file is not text, so it has no encoding '{choices.encoding}'. Name none."
        )
    if limits is None:
        return READERS[kind](con, path, name, scratch, choices)
    if kind == "csv":  # DuckDB keeps to its own limits, and reads it several times faster here
        regular = csv_file.read_regular(con, path, name, scratch, choices)
        if regular is not None:
            return regular
    return read_bounded(con, kind, path, name, scratch, choices, limits)


def _read_zip(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices,
    limits: ReadingLimits | None,
) -> Reading:
    """Read every file of a .zip, one after the other, into one table."""
    names = ", ".join(definition.NAMES)
    readings: list[Reading] = []
    parts: list[tuple[int, str]] = []
    before = 0
    for member, inner in archive.members(path, name, scratch):
        called = f"{name}: {printable(member)}"
        reading = _read_plain(con, inner, called, scratch, choices, limits)
        readings.append(reading)
        parts.append((before, f"{printable(member)}, {reading.counted}"))
        if len(readings) == 1:
            con.execute(f"""
                create or replace temporary table zip_cells as
                select _row_number as number, {names} from delivered;
                create or replace temporary table zip_ragged as from ragged_rows;
                create or replace temporary table zip_own as from own_cells
            """)
        else:
            con.execute(f"""
                insert into zip_cells select {before} + _row_number, {names} from delivered;
                insert into zip_ragged
                select {before} + _row_number, record_id, reasons, record from ragged_rows;
                insert into zip_own select {before} + _row_number, own from own_cells
            """)
        before = int(fetch_value(con, LAST_ROW))
        delivered_table.forget(con)
    con.execute("""
        alter table temp.zip_cells rename to delivered_cells;
        alter table temp.zip_ragged rename to ragged_rows;
        alter table temp.zip_own rename to own_cells
    """)
    delivered_table.show_delivered(con, "number")
    whole = readings[0]
    whole.columns = list(dict.fromkeys(name for each in readings for name in each.columns))
    whole.ragged = sum(reading.ragged for reading in readings)
    whole.notes = [note for reading in readings for note in reading.notes]
    if len(readings) > 1:
        whole.parts = parts
        whole.form = f"{len(parts)} files in a .zip"
    else:
        whole.form = f"{whole.form}, in a .zip as {parts[0][1].rpartition(',')[0]}"
    return whole


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables and views that `read` made."""
    delivered_table.forget(con)
    for table in ("zip_cells", "zip_ragged", "zip_own"):
        con.execute(f"drop table if exists temp.{table}")
