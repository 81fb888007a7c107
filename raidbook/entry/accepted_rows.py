"""Take from a judged file what was accepted: `raidbook add` delivers only these rows.

A file of any format is judged if its header has the column `_accept`, as `raidbook read` writes it.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest.errors import RefusedError
from ingest.fetch import fetch_rows
from ingest.readers import delivered_file
from ingest.readers.cell_text import visible
from ingest.readers.header import JUDGED
from ingest.readers.reading import Reading
from ingest.readers.reading_limits import ReadingLimits
from ingest.reading_choices import ReadingChoices
from ingest.record import definition
from ingest.sql_quoting import literal
from raidbook.entry.review_rows import DECISIONS

YES, NO, _ = DECISIONS
MAX_SHOWN = 5  # rows that a message names
_DECISION = f"lower(trim(coalesce(json_extract_string({{}}, {literal(f'$.{JUDGED}')}), '')))"


@contextmanager
def accepted(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    choices: ReadingChoices,
    limits: ReadingLimits | None = None,
) -> Iterator[Path]:
    """Yield a CSV file with the accepted rows of a judged file, which is read within `limits`.

    Raises RefusedError if a row was not judged or can't be read, or if none was accepted.
    """
    name = visible(path.name)
    try:
        chosen = _chosen(con, name, delivered_file.read(con, path, name, choices, limits))
    finally:
        delivered_file.forget(con)
    with tempfile.TemporaryDirectory(prefix="raidbook-") as folder:
        target = Path(folder) / f"{path.stem}-accepted.csv"
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(definition.NAMES)
            writer.writerows(chosen)
        yield target


def _chosen(
    con: duckdb.DuckDBPyConnection, name: str, reading: Reading
) -> list[tuple[str | None, ...]]:
    """Return the accepted rows of the file that was read last, as cells of the record's columns."""
    names = ", ".join(definition.NAMES)
    rows = fetch_rows(
        con,
        f"""
        select _row_number, {_DECISION.format("own")}, {names}
        from delivered left join own_cells using (_row_number) order by _row_number
        """,
    )
    open_rows = [number for number, decision, *_ in rows if decision not in DECISIONS]
    if open_rows:
        raise RefusedError(
            f"{name}: nobody judged {_places(reading, open_rows)}. Write {', '.join(DECISIONS)} in "
            f"{JUDGED}, or use `raidbook review`."
        )
    unread = fetch_rows(
        con,
        f"""
        select _row_number, reasons from ragged_rows
        where {_DECISION.format("record")} <> '{NO}' order by _row_number limit 1
        """,
    )
    for number, reasons in unread:
        raise RefusedError(
            f"{name}: {reading.place(number)} can't be read: {reasons}. Correct it, or write {NO} "
            f"in {JUDGED}."
        )
    chosen = [tuple(cells) for _, decision, *cells in rows if decision == YES]
    if not chosen:
        raise RefusedError(f"{name}: no row was accepted, so there is nothing to deliver.")
    return chosen


def _places(reading: Reading, numbers: Sequence[int]) -> str:
    shown = ", ".join(reading.place(number) for number in numbers[:MAX_SHOWN])
    more = len(numbers) - MAX_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
