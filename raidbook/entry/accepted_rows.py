"""Take the accepted rows from a reviewed file. `raidbook add` delivers only these rows.

A file of any format is a review if its header has the column `_accept`, which `raidbook read`
writes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest.errors import RefusedError
from ingest.fetch import fetch_rows, fetch_value
from ingest.readers import delivered_file
from ingest.readers.cell_text import visible
from ingest.readers.header import ACCEPT
from ingest.readers.reading import Reading
from ingest.readers.reading_limits import ReadingLimits
from ingest.reading_choices import ReadingChoices
from ingest.record import definition
from ingest.sql_quoting import literal, literals
from raidbook.entry.review_rows import DECISIONS

YES, NO, _ = DECISIONS
MAX_SHOWN = 5  # rows that a message names
_DECISION = f"lower(trim(coalesce(json_extract_string({{}}, {literal(f'$.{ACCEPT}')}), '')))"


@contextmanager
def accepted(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    choices: ReadingChoices,
    limits: ReadingLimits | None = None,
) -> Iterator[Path]:
    """Yield a CSV file with the accepted rows of a reviewed file, which is read within `limits`.

    Raises RefusedError if a row has no decision or can't be read, or if no row was accepted.
    """
    name = visible(path.name)
    with tempfile.TemporaryDirectory(prefix="raidbook-") as folder:
        target = Path(folder) / f"{path.stem}-accepted.csv"
        try:
            _write_accepted(
                con, name, delivered_file.read(con, path, name, choices, limits), target
            )
        finally:
            delivered_file.forget(con)
        yield target


def _write_accepted(
    con: duckdb.DuckDBPyConnection, name: str, reading: Reading, target: Path
) -> None:
    """Write the accepted rows of the file that was read last, if every row has a decision."""
    reviewed = f"""
        (select delivered.*, {_DECISION.format("own")} as decision
        from delivered left join own_cells using (_row_number))
    """
    is_open = f"decision not in ({literals(DECISIONS)})"
    if count := int(fetch_value(con, f"select count(*) from {reviewed} where {is_open}")):
        rows = fetch_rows(
            con,
            f"select _row_number from {reviewed} where {is_open} order by all limit {MAX_SHOWN}",
        )
        shown = ", ".join(reading.place(number) for (number,) in rows)
        more = f" and {count - MAX_SHOWN:,} more" if count > MAX_SHOWN else ""
        raise RefusedError(
            f"{name}: nobody has reviewed {shown}{more}. Write {', '.join(DECISIONS)} in {ACCEPT}, "
            "or use `raidbook review`."
        )
    unread = fetch_rows(
        con,
        f"""
        select _row_number, reasons from ragged_rows left join own_cells using (_row_number)
        where {_DECISION.format("coalesce(own, record)")} <> '{NO}' order by _row_number limit 1
        """,
    )
    for number, reasons in unread:
        raise RefusedError(
            f"{name}: {reading.place(number)} can't be read: {reasons}. Correct it, or write {NO} "
            f"in {ACCEPT}."
        )
    is_accepted = f"decision = {literal(YES)}"
    if not fetch_value(con, f"select count(*) from {reviewed} where {is_accepted}"):
        raise RefusedError(f"{name}: no row was accepted, so there is nothing to deliver.")
    con.execute(f"""
        copy (
            select {", ".join(definition.NAMES)} from {reviewed} where {is_accepted}
            order by _row_number
        ) to {literal(target)} (format csv, header true)
    """)
