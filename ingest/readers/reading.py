"""How a file was read, and where its rows are, in words for the person who delivered it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.record import definition
from ingest.sql_quoting import literal


@dataclass(frozen=True)
class Told:
    """What is known of a file before it is read: the sheet, the encoding, and the columns.

    `columns` are those of a table in another shape, each with the column of the record as which it
    is read (`ingest.sources.mapping`). They are empty for a table of records.
    """

    sheet: str | None = None
    encoding: str | None = None
    columns: tuple[tuple[str, str], ...] = ()

    def renamed(self, header: Sequence[str]) -> list[str]:
        """Return the header with the record's names; those of columns to pass over begin with _.

        Names may differ from the record's in capitals, and in blanks for underscores.
        """
        if not self.columns:
            return [_BY_KEY.get(_key(name), name) for name in header]
        known = {_key(name): slot for name, slot in self.columns}
        return [known.get(_key(name), f"_{name}") if name else "" for name in header]

    @property
    def wanted(self) -> str:
        """The names that a header must hold, in words."""
        if self.columns:
            return "the columns of its source: " + ", ".join(name for name, _ in self.columns)
        return "the names of ingest/records/CODEBOOK.md"

    def as_delivered(self, header: Iterable[str]) -> str:
        """Return a renamed header as it was delivered, as a list in words."""
        own = {slot: name for name, slot in self.columns}
        names = (own.get(name, name.removeprefix("_")) for name in header)
        return ", ".join(names if self.columns else header)

    @property
    def required(self) -> dict[str, str]:
        """The columns without which a file is refused: as read, and by their own name."""
        if self.columns:
            return {slot: name for name, slot in self.columns}
        return {
            column.name: column.name
            for column in definition.COLUMNS
            if column.is_required and not column.has_default
        }


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


_BY_KEY = {_key(name): name for name in definition.NAMES}
NOTHING_TOLD = Told()


def letters(column: int) -> str:
    """Return the letters of a spreadsheet column, counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass
class Reading:
    """How a file was read, and where its rows are.

    `columns` are the header's names as delivered, in order, "" for a column without a name. In a
    spreadsheet they begin with the first used column, `first_column` cells from the left.
    `header_row` is None for a format without a header. `counted` is what messages call a row.
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
    """For each file of an archive: the number before its first row, and the words before the
    row's number in that file, such as "july.csv, row"."""
    own_names: dict[str, str] = field(default_factory=dict)
    """The names of the file's columns, by the column of the record as which each was read."""
    rows_per: int = 1
    """How many row numbers a row of the file has: one of another shape gives several records."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the person who delivered the file, about what was not read."""

    def place(self, row_number: int) -> str:
        """Return the place of a row in words: "row 12", "line 3", "july.csv, row 12"."""
        row = self.row(row_number)
        before, words = max((p for p in self.parts if p[0] < row), default=(0, self.counted))
        return f"{words} {row - before}"

    def row(self, row_number: int) -> int:
        """Return the row of the file that a row number means."""
        return row_number // self.rows_per

    def cell(self, column: str, row_number: int) -> str:
        """Return a cell in words: "publisher", in a workbook "cell AF2 (publisher)"."""
        called = self.own_names.get(column, column)
        if self.format != "spreadsheet" or self.parts or column not in self.columns:
            return called
        at = self.first_column + self.columns.index(column) + 1
        return f"cell {letters(at)}{self.row(row_number)} ({called})"

    def place_sql(self) -> str:
        """Return SQL over `_row_number` that gives the same text as `place`."""
        if self.parts:
            return self.member_sql()
        return f"'{self.counted} ' || (_row_number // {self.rows_per})"

    def member_sql(self) -> str:
        """Return SQL over `_row_number` for the member and its row; NULL outside an archive."""
        if not self.parts:
            return "cast(null as varchar)" if self.rows_per == 1 else self.place_sql()
        row = f"(_row_number // {self.rows_per})"
        cases = "".join(
            f" when {row} > {before} then {literal(f'{words} ')} || ({row} - {before})"
            for before, words in reversed(self.parts)
        )
        return f"case{cases} end"
