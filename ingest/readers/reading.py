"""How a file was read, and where its rows stand, in words for the person who delivered it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.sql_quoting import literal


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
