"""The tables into which every reader writes rows as text.

A reader fills three temporary tables: `delivered_cells` (number, and one column for each column of
the record), `ragged_rows` (_row_number, record_id, reasons, record as JSON of its cells), and
`own_cells` (_row_number, own as JSON) with the cells of a person's own columns, by their names, of
rows that have such cells. The view `delivered` shows the first one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from ingest.fetch import fetch_rows
from ingest.readers.cell_text import BLANKS, trimmed_sql
from ingest.record import definition
from ingest.sql_quoting import literal

TABLES = ("delivered_cells", "ragged_rows", "own_cells")
BATCH_ROWS = 20_000
BATCH_CHARACTERS = 32_000_000
BATCH_BYTES = 64_000_000
MAX_MORE_CELLS = 1_000  # surplus cells of a row that is too long, kept beside the reason


def select_columns(columns: dict[str, str]) -> str:
    """Return the select list of all columns of the record.

    `columns` maps the columns that the file has to their SQL; the others are NULL.
    """
    return ",\n".join(
        f"{trimmed_sql(columns[name])} as {name}"
        if name in columns
        else f"cast(null as varchar) as {name}"
        for name in definition.NAMES
    )


def show_delivered(con: duckdb.DuckDBPyConnection, row_number: str) -> None:
    """Create the view `delivered` over `delivered_cells`, without rows of nothing but blanks."""
    names = ", ".join(definition.NAMES)
    is_blank = f"record_id is null and coalesce({names}) is null"
    blank = fetch_rows(con, f"select 1 from delivered_cells where {is_blank} limit 1")
    # Filter only if a row is blank: a filter over all columns makes every narrow query read them.
    but_blank = f"where coalesce({names}) is not null" if blank else ""
    con.execute(f"""
        create or replace temporary view delivered as
        select {row_number} as _row_number, {names} from delivered_cells {but_blank}
    """)


def create_beside(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables of rows that can't be read as records, and of people's own cells."""
    con.execute("""
        create or replace temporary table ragged_rows
            (_row_number bigint, record_id varchar, reasons varchar, record varchar);
        create or replace temporary table own_cells (_row_number bigint, own varchar)
    """)


def own_cells_sql(columns: Mapping[str, str]) -> str:
    """Return SQL for the JSON of a row's own cells, NULL if all are empty.

    `columns` maps the names of the columns to their SQL.
    """
    cells = ", ".join(f"{literal(name)}, {trimmed_sql(cell)}" for name, cell in columns.items())
    return f"nullif(cast(json_merge_patch('{{}}', json_object({cells})) as varchar), '{{}}')"


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables and the view that a reader made."""
    con.execute("drop view if exists temp.delivered")
    con.execute("drop table if exists temp.delivered_cells")
    con.execute("drop table if exists temp.ragged_rows")
    con.execute("drop table if exists temp.own_cells")


def reject_rows(con: duckdb.DuckDBPyConnection, reasons: dict[int, str]) -> int:
    """Move rows of `delivered` to `ragged_rows`, with a reason for each; return how many.

    `reasons` are by _row_number.
    """
    import pyarrow as pa

    names = ", ".join(definition.NAMES)
    cells = ", ".join(f"'{name}', {name}" for name in definition.NAMES)
    numbers = pa.array(list(reasons), pa.int64())
    con.register("rejected", pa.table([numbers, list(reasons.values())], ["number", "reason"]))
    con.execute(f"""
        insert into ragged_rows
        select _row_number, record_id, reason,
            cast(json_merge_patch('{{}}', json_object({cells})) as varchar)
        from delivered inner join rejected on _row_number = number;
        create temporary table kept_cells as
        select _row_number as number, {names}
        from delivered anti join rejected on _row_number = number order by number
    """)
    con.unregister("rejected")
    con.execute("""
        drop view temp.delivered; drop table temp.delivered_cells;
        alter table temp.kept_cells rename to delivered_cells
    """)
    show_delivered(con, "number")
    return len(reasons)


_HALF = re.compile("[\ud800-\udfff]")  # a lone surrogate, which UTF-8 can't hold


def _json(cells: Mapping[str, Any]) -> str:
    as_json = json.dumps(cells, ensure_ascii=False, default=str)
    return json.dumps(cells, default=str) if _HALF.search(as_json) else as_json


class TextTable:
    """Writes the rows of one file into DuckDB, in batches of bounded size."""

    def __init__(self, con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> None:
        """Create both tables. `columns` are the record's columns in the file, in its order."""
        self._con = con
        self._columns = list(columns)
        self._rows: list[Sequence[str | None]] = []
        self._numbers: list[int] = []
        self._characters = 0
        self._names = [f"c{at}" for at in range(len(self._columns))]
        self._batches: list[Any] = []
        self._bytes = 0
        self._ragged: list[tuple[int, str | None, str, str]] = []
        self._own: list[tuple[int, str]] = []
        self.ragged = 0
        create_beside(con)
        names = ", ".join(f"{name} varchar" for name in definition.NAMES)
        con.execute(f"create or replace temporary table delivered_cells (number bigint, {names})")

    def add(self, number: int, cells: Sequence[str | None]) -> None:
        """Add one row, its cells in the order of `columns`."""
        self._rows.append(cells)
        self._numbers.append(number)
        self._characters += sum(map(len, filter(None, cells)))
        if len(self._rows) >= BATCH_ROWS or self._characters > BATCH_CHARACTERS:
            self._flush()

    def refuse_row(self, number: int, reason: str, cells: dict[str, Any]) -> None:
        """Add a row that can't be read as a record, with the cells that it has."""
        record_id = str(cells.get("record_id") or "").strip(BLANKS)
        as_json = _json(cells)
        if _HALF.search(record_id):
            record_id = ascii(record_id)[1:-1]
        self._ragged.append((number, record_id or None, reason, as_json))
        self._characters += len(as_json)
        self.ragged += 1
        if len(self._ragged) >= BATCH_ROWS or self._characters > BATCH_CHARACTERS:
            self._flush()

    def keep_own(self, number: int, cells: Mapping[str, str]) -> None:
        """Keep the cells of a person's own columns, by their names, beside the row."""
        filled = {name: text for name, cell in cells.items() if (text := cell.strip(BLANKS))}
        if filled:
            as_json = _json(filled)
            self._own.append((number, as_json))
            self._characters += len(as_json)
            if len(self._own) >= BATCH_ROWS or self._characters > BATCH_CHARACTERS:
                self._flush()

    def add_columns(self, numbers: Any, columns: Sequence[Any]) -> None:
        """Add rows as Arrow arrays: their numbers, and text for each of `columns`."""
        import pyarrow as pa

        batch = pa.table([numbers, *columns], ["number", *self._names])
        self._batches.append(batch)
        self._bytes += batch.nbytes
        if self._bytes > BATCH_BYTES:
            self._insert()

    def _insert(self) -> None:
        """Insert the gathered rows: few large statements cost less than many small ones."""
        import pyarrow as pa

        if self._batches:
            found = dict(zip(self._columns, self._names, strict=True))
            self._con.register("batch", pa.concat_tables(self._batches))
            self._con.execute(
                f"insert into delivered_cells select number, {select_columns(found)} from batch"
            )
            self._con.unregister("batch")
        self._batches, self._bytes = [], 0

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns = [pa.array(cells, pa.string()) for cells in zip(*self._rows, strict=True)]
            self.add_columns(pa.array(self._numbers, pa.int64()), columns)
        for table, rows in (("ragged_rows", self._ragged), ("own_cells", self._own)):
            if rows:
                number, *texts = zip(*rows, strict=True)
                columns = [pa.array(number, pa.int64()), *(pa.array(t, pa.string()) for t in texts)]
                self._con.register("batch", pa.table(columns, list("abcd"[: len(columns)])))
                self._con.execute(f"insert into {table} from batch")
                self._con.unregister("batch")
        self._rows, self._numbers, self._ragged, self._own = [], [], [], []
        self._characters = 0

    def finish(self) -> None:
        """Write the remaining rows, and create the view `delivered`."""
        self._flush()
        self._insert()
        show_delivered(self._con, "number")


def named_cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """Return the cells of a ragged row by the header's names, surplus cells in a list."""
    named: dict[str, Any] = {
        name: cell for name, cell in zip(header, cells, strict=False) if cell and name
    }
    if len(cells) > len(header):
        named["_more_cells"] = list(cells[len(header) : len(header) + MAX_MORE_CELLS])
    return named
