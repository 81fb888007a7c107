"""How a file was read, and where its rows are, in words for the person who delivered it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.sql_quoting import literal


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
