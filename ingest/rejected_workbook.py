"""The workbook of rejected rows: the rows as delivered, with the reasons beside each.

It has the delivered columns, in their order, on a sheet of the same name. A column of reasons comes
first, and is ignored when the file is delivered again. A cell to correct is red. A cell that a rule
compares it with is yellow. Rows that still break a rule are rejected again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.file_report import RejectedRow
from ingest.record import definition
from ingest.record.entry_book import HEAD_COLOUR, RED, YELLOW, column_format, entry_book

REASONS = "_reasons"  # readers ignore columns that begin with an underscore
SHEET = "Records"
MAX_SHEET_NAME = 31
MAX_ROWS = 1_000_000  # a sheet has 1,048,576
MAX_CELL = 32_760  # characters; Excel refuses a file with a cell over 32,767
CUT = " […]"
KINDS = {column.name: column.kind for column in definition.COLUMNS}
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile("(0|[1-9][0-9]{0,14})([.][0-9]{1,4})?")


def write_rejected(
    path: Path, rows: Iterable[RejectedRow], columns: Sequence[str], sheet: str | None
) -> int:
    """Write rejected rows to `path`; return how many, at most a million.

    `columns` are the header's names as delivered. `sheet` is the name of the sheet, if the file was
    a workbook. The same rows give the same bytes. Raises OSError if the file can't be written.
    """
    names = [name for name in columns if name != REASONS] or list(definition.NAMES)
    count = 0
    with entry_book(path, is_streamed=True) as book:
        writer = _Writer(book, book.add_worksheet(_sheet_name(sheet)), names)
        for row in islice(rows, MAX_ROWS):
            count += 1
            writer.write(count, row)
    return count


class _Writer:
    """Writes the rows of the sheet. Formats are kept by kind of column and colour."""

    def __init__(self, book: Any, page: Any, names: list[str]) -> None:
        self._book, self._page, self._names = book, page, names
        self._formats: dict[tuple[str, str], Any] = {}
        self._wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        head = book.add_format({"bold": True, "font_color": "white", "bg_color": HEAD_COLOUR})
        page.freeze_panes(1, 1)
        page.set_column(0, 0, 60)
        for at, name in enumerate([REASONS, *names]):
            page.write_string(0, at, name, head)
            if at:
                page.set_column(at, at, max(14, len(name) + 2), self._format(name, ""))

    def _format(self, name: str, colour: str) -> Any:
        kind = KINDS.get(name, "text")
        if (kind, colour) not in self._formats:
            shown = column_format(kind) | ({"bg_color": colour} if colour else {})
            self._formats[kind, colour] = self._book.add_format(shown | {"valign": "top"})
        return self._formats[kind, colour]

    def write(self, at: int, row: RejectedRow) -> None:
        """Write one row below the header, with its reasons first."""
        self._page.write_string(at, 0, _cut(row.reasons), self._wrap)
        for place, name in enumerate(self._names, start=1):
            colour = RED if name in row.wrong else YELLOW if name in row.beside else ""
            self._cell(at, place, name, row.cells.get(name), colour)
        beyond = len(self._names) + 1
        for place, cell in enumerate(row.more_cells, start=beyond):
            self._page.write_string(at, place, _cut(cell), self._format("", RED))

    def _cell(self, at: int, place: int, name: str, cell: str | None, colour: str) -> None:
        """Write a valid date as a date, an exact number as a number, and the rest as text."""
        shown = self._format(name, colour)
        if cell is None:
            if colour:
                self._page.write_blank(at, place, None, shown)
        elif KINDS.get(name) == "date" and (day := _day(cell)):
            self._page.write_datetime(at, place, day, shown)
        elif KINDS.get(name) == "number" and NUMBER.fullmatch(cell) and _is_exact(cell):
            self._page.write_number(at, place, float(cell), shown)
        else:
            self._page.write_string(at, place, _cut(cell), shown)


def _day(cell: str) -> date | None:
    """Return the date that a cell holds, if a spreadsheet can hold it too."""
    if not DAY.fullmatch(cell):
        return None
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        return None
    return day if day >= date(1900, 3, 1) else None


def _is_exact(cell: str) -> bool:
    """Return whether a spreadsheet, which keeps 15 digits of a number, can hold this one."""
    return sum(letter.isdigit() for letter in cell) <= 15


def _sheet_name(name: str | None) -> str:
    """Return a name that Excel allows: other programs allow longer ones, and other characters."""
    shown = "".join(c if c.isprintable() and c not in "[]:*?/\\" else " " for c in name or "")
    shown = shown.strip().strip("'")[:MAX_SHEET_NAME].rstrip().rstrip("'")
    return SHEET if not shown or shown.casefold() == "history" else shown


def _cut(cell: str) -> str:
    cell = cell.encode("utf-8", "backslashreplace").decode("utf-8")  # half of a character
    return cell if len(cell) <= MAX_CELL else cell[: MAX_CELL - len(CUT)] + CUT
