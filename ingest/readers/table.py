"""What all readers share: the header's names, and the tables into which rows are written as text.

A reader fills two temporary tables: `delivered_cells` (number, one column for each of the record's
columns) and `ragged_rows` (_row_number, record_id, reasons, record as JSON of its cells), and shows
the first one as the view `delivered`.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import duckdb

from ingest import record
from ingest.errors import RefusedError
from ingest.literal import literal
from ingest.sources import incident_records

BATCH_ROWS = 20_000
BATCH_CHARACTERS = 32_000_000
BATCH_BYTES = 64_000_000
MOST_MORE_CELLS = 1_000  # of a row that is too long, so many are kept beside the reason
BLANKS = " \t\n\r\N{NO-BREAK SPACE}"


@dataclass
class Reading:
    """How a file was read, and where its rows stand.

    `columns` are the header's names as delivered, in order, "" where there is none (a spreadsheet's
    first column is the first that is used, `first_column` cells from the left); `header_row` is
    None where a format has no header; `counted` is what a row is called in sentences.
    """

    format: str  # csv, json, jsonl, spreadsheet or parquet
    form: str  # in words, such as "CSV in UTF-8, separated by commas"
    columns: list[str]
    ragged: int = 0
    counted: str = "row"
    header_row: int | None = 1
    sheet: str | None = None
    first_column: int = 0
    parts: list[tuple[int, str]] = field(default_factory=list)
    """Of an archive of several files: for each the number before its first row, and the words
    before the row's own number, such as "july.csv, row"."""
    notes: list[str] = field(default_factory=list)
    """Sentences for whoever delivered the file, about what was not read."""

    def place(self, row_number: int) -> str:
        """Return in words where a row stands: "row 12", "line 3", "july.csv, row 12"."""
        before, words = max((p for p in self.parts if p[0] < row_number), default=(0, self.counted))
        return f"{words} {row_number - before}"

    def place_sql(self) -> str:
        """Return SQL over `_row_number` for what `place` says."""
        if self.parts:
            return self.member_sql()
        return f"'{self.counted} ' || _row_number"

    def member_sql(self) -> str:
        """Return SQL over `_row_number` for the member and the row in it; NULL of a lone file."""
        if not self.parts:
            return "cast(null as varchar)"
        cases = "".join(
            f" when _row_number > {before} then {literal(f'{words} ')} || (_row_number - {before})"
            for before, words in reversed(self.parts)
        )
        return f"case{cases} end"


def check_header(header: Sequence[str], place: str) -> None:
    """Refuse names that are no header of records; `place` begins the sentence.

    Empty names and those that the source declares as ignored are passed over. Raises RefusedError.
    """
    known = set(record.NAMES)
    seen: set[str] = set()
    for column in header:
        if not column or is_ignored(column):
            continue
        if column not in known:
            near = difflib.get_close_matches(column.lower()[:80], record.NAMES, 1, 0.6)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise RefusedError(
                f"{place}: the column '{shown(column)}' is not known.{hint} Name it as the "
                "codebook does, remove it, or begin its name with '_' to have it passed over."
            )
        if column in seen:
            raise RefusedError(
                f"{place}: the column '{column}' stands there twice. Remove one of them."
            )
        seen.add(column)
    for wanted in record.COLUMNS:
        if wanted.is_required and wanted.name not in seen:
            raise RefusedError(
                f"{place}: the column '{wanted.name}' is required and missing. Add it."
            )


def is_ignored(column: str) -> bool:
    """Say whether the source declares a column as one that is passed over."""
    patterns = incident_records.source().ignored_columns.split()
    return any(fnmatchcase(column, pattern) for pattern in patterns)


def used_columns(header: Sequence[str]) -> dict[str, int]:
    """Return the place in the header of each column that is read."""
    return {name: at for at, name in enumerate(header) if name and not is_ignored(name)}


def shown(text: str, longest: int = 80) -> str:
    """Return text as it may stand in a sentence: on one line, cut, without control characters."""
    printable = "".join(c if c.isprintable() else " " for c in text[: longest * 4])
    return " ".join(printable.split())[:longest]


def clean(column: str) -> str:
    """Return SQL for a cell without the blanks around it, NULL where nothing is left.

    Looking at both ends first makes this almost free; trimming every cell would double the time
    of reading.
    """
    no_break_space = f"chr({ord(BLANKS[-1])})"
    blanks = " || ".join(f"chr({ord(blank)})" for blank in BLANKS)
    last = " or ".join(f"ends_with({column}, chr({ord(blank)}))" for blank in BLANKS)
    return (
        f"case when {column} = '' then null "
        f"when {column} < '!' or starts_with({column}, {no_break_space}) or {last} "
        f"then nullif(trim({column}, {blanks}), '') else {column} end"
    )


def select_columns(columns: dict[str, str]) -> str:
    """Return the select list of all the record's columns from SQL for those that are there."""
    return ",\n".join(
        f"{clean(columns[name])} as {name}"
        if name in columns
        else f"cast(null as varchar) as {name}"
        for name in record.NAMES
    )


def show_delivered(con: duckdb.DuckDBPyConnection, row_number: str) -> None:
    """Make the view over `delivered_cells`, leaving out rows of nothing but blanks."""
    names = ", ".join(record.NAMES)
    is_blank = f"record_id is null and coalesce({names}) is null"
    blank = con.execute(f"select 1 from delivered_cells where {is_blank} limit 1").fetchone()
    # a filter over all columns, where none is needed, would make every narrow query read them all
    but_blank = f"where coalesce({names}) is not null" if blank else ""
    con.execute(f"""
        create or replace temporary view delivered as
        select {row_number} as _row_number, {names} from delivered_cells {but_blank}
    """)


def create_ragged(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty table of rows that can't be read as records."""
    con.execute("""
        create or replace temporary table ragged_rows
            (_row_number bigint, record_id varchar, reasons varchar, record varchar)
    """)


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what a reader made."""
    con.execute("drop view if exists temp.delivered")
    con.execute("drop table if exists temp.delivered_cells")
    con.execute("drop table if exists temp.ragged_rows")


class TextTable:
    """The rows of one file on their way into DuckDB, in batches of bounded size."""

    def __init__(self, con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> None:
        """Make both tables; `columns` are the record's columns that the file has, in its order."""
        self._con = con
        self._columns = list(columns)
        self._rows: list[Sequence[str | None]] = []
        self._numbers: list[int] = []
        self._characters = 0
        self._names = [f"c{at}" for at in range(len(self._columns))]
        self._batches: list[Any] = []
        self._bytes = 0
        self._ragged: list[tuple[int, str | None, str, str]] = []
        self.ragged = 0
        create_ragged(con)
        names = ", ".join(f"{name} varchar" for name in record.NAMES)
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
        said = json.dumps(cells, ensure_ascii=False, default=str)
        if not said.isascii() and re.search("[\ud800-\udfff]", said):
            said, record_id = json.dumps(cells, default=str), ascii(record_id)[1:-1]
        self._ragged.append((number, record_id or None, reason, said))
        self._characters += len(said)
        self.ragged += 1
        if len(self._ragged) >= BATCH_ROWS or self._characters > BATCH_CHARACTERS:
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
        """Hand DuckDB what has gathered: few large statements cost less than many small ones."""
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
        if self._ragged:
            ragged = [pa.array(column) for column in zip(*self._ragged, strict=True)]
            ragged[1] = ragged[1].cast(pa.string())
            self._con.register("batch", pa.table(ragged, ["a", "b", "c", "d"]))
            self._con.execute("insert into ragged_rows from batch")
            self._con.unregister("batch")
        self._rows, self._numbers, self._ragged, self._characters = [], [], [], 0

    def finish(self) -> None:
        """Write what is left, and show the table as `delivered`."""
        self._flush()
        self._insert()
        show_delivered(self._con, "number")


def named_cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """Return the cells of an irregular row under the header's names, what is more in a list."""
    named: dict[str, Any] = {
        name: cell for name, cell in zip(header, cells, strict=False) if cell and name
    }
    if len(cells) > len(header):
        named["_more_cells"] = list(cells[len(header) : len(header) + MOST_MORE_CELLS])
    return named
