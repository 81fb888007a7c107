"""The rule for rows that aren't records: totals, notes, and a repeated header."""

from __future__ import annotations

import duckdb

from ingest.fetch import fetch_rows
from ingest.readers.delivered_table import reject_rows
from ingest.readers.header import required
from ingest.readers.reading import Reading
from ingest.reading_choices import PLAIN
from ingest.record import definition

MAX_SHOWN = 3  # cells that a reason names
MAX_CELL = 40  # characters of each
HEADER = "the row repeats the header. Delete it"
_NEEDED = [name for name in required(PLAIN) if name != "value"]


def reject_no_records(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Move rows of `delivered` that aren't records to `ragged_rows`, with one reason each.

    These are rows without any required cell but the value, and rows that repeat the header.
    """
    names = ", ".join(definition.NAMES)
    is_empty = " and ".join(f"{name} is null" for name in _NEEDED)
    is_header = " and ".join(
        f"lower(replace({name}, ' ', '_')) = '{name}'" for name in ("measure", "publisher")
    )
    rows = fetch_rows(
        con,
        f"select _row_number, {names} from delivered where ({is_empty}) or ({is_header})",
    )
    if rows:
        reading.ragged += reject_rows(con, {number: _reason(cells) for number, *cells in rows})


def _reason(cells: list[str | None]) -> str:
    named = {name: cell for name, cell in zip(definition.NAMES, cells, strict=True) if cell}
    if named.keys() & set(_NEEDED):
        return HEADER
    shown = [f'{name} "{cell[:MAX_CELL]}"' for name, cell in named.items()][:MAX_SHOWN]
    more = "" if len(named) <= MAX_SHOWN else " and more"
    return (
        f"the row has only {', '.join(shown)}{more}: a total, a note or a heading is not a record. "
        "Delete the row, or fill in its other cells"
    )
