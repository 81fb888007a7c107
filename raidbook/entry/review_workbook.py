"""The review workbook: the entry template, filled with proposals to review.

Each row shows the article's sentence with the figure marked. Each cell has a colour for its
confidence. Doubtful rows come first. `_accept` takes yes, no or later. `raidbook add` accepts the
workbook once every row has a decision.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.readers.header import ACCEPT
from ingest.record import definition
from ingest.record.entry_book import (
    GREEN,
    RED,
    WIDTHS,
    YELLOW,
    column_format,
    entry_book,
    header_formats,
)
from ingest.record.template import (
    COLUMNS,
    LISTS,
    RECORDS,
    validation,
    write_columns,
    write_lists,
)
from raidbook.entry.readings import Reading
from raidbook.entry.review_rows import (
    CONFIDENCE,
    DECISIONS,
    END,
    REASONS,
    SENTENCE,
    START,
    Row,
    review_rows,
)

if TYPE_CHECKING:
    import xlsxwriter

BESIDE = (ACCEPT, CONFIDENCE, SENTENCE)  # columns before those of the record
BESIDE_WIDTHS = {ACCEPT: 10, CONFIDENCE: 11, SENTENCE: 70}
MIN_GREEN, MIN_YELLOW = 0.85, 0.6  # confidence
FIGURE_COLOUR = "#C00000"
HEIGHT, SENTENCE_LINE = 15, 75  # points of a line, characters of a sentence on one


def write_review(path: Path, readings: list[Reading]) -> None:
    """Write the workbook to `path`. Raises OSError where it can't be written."""
    cells = {id(p.record): p.cells for reading in readings for p in reading.proposals}
    rows = [
        (row, _cells_of(row, reading, cells))
        for reading in readings
        for row in review_rows(reading)
    ]
    rows.sort(key=lambda pair: float(pair[0][CONFIDENCE]))
    with entry_book(path, "Proposed records") as book:
        sheet = _Sheet(book, book.add_worksheet(RECORDS))
        columns = book.add_worksheet(COLUMNS)
        sheet.write_head(write_lists(book, book.add_worksheet(LISTS)), len(rows))
        for number, (row, confidences) in enumerate(rows, start=1):
            sheet.write_row(number, row, confidences)
        write_columns(book, columns)


def _cells_of(row: Row, reading: Reading, cells: dict[int, dict[str, float]]) -> dict[str, float]:
    """Return the confidence of each cell of a row."""
    for proposal in reading.proposals:
        if all(row[name] == proposal.record[name] for name in definition.NAMES):
            return cells[id(proposal.record)]
    return {}


class _Sheet:
    """Writes the sheet of records, with one format for each kind of cell and colour."""

    def __init__(self, book: xlsxwriter.Workbook, page: Any) -> None:
        self._book, self._page = book, page
        self._formats: dict[tuple[str, str], Any] = {}
        self._figure = book.add_format({"bold": True, "font_color": FIGURE_COLOUR})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def write_head(self, words: dict[str, str], count: int) -> None:
        """Write the header, the lists of words, and the list of decisions."""
        required, optional = header_formats(self._book)
        self._page.freeze_panes(1, len(BESIDE))
        for at, name in enumerate(BESIDE):
            self._page.set_column(at, at, BESIDE_WIDTHS[name])
            self._page.write_string(0, at, name, required if name == ACCEPT else optional)
        self._page.data_validation(
            1,
            0,
            max(1, count),
            0,
            {
                "validate": "list",
                "source": list(DECISIONS),
                "input_title": ACCEPT,
                "input_message": "yes: accept it. no: reject it. later: decide another time.",
                "error_message": "Choose yes, no or later.",
            },
        )
        for at, column in enumerate(definition.COLUMNS, start=len(BESIDE)):
            self._page.set_column(at, at, WIDTHS[column.kind])
            self._page.write_string(
                0, at, column.name, required if column.is_required else optional
            )
            self._page.data_validation(1, at, max(1, count), at, validation(column, words))
        last = len(BESIDE) + len(definition.COLUMNS)
        self._page.set_column(last, last, 60)
        self._page.write_string(0, last, REASONS, optional)
        self._page.autofilter(0, 0, max(1, count), last)

    def write_row(self, number: int, row: Row, confidences: dict[str, float]) -> None:
        """Write one row."""
        page = self._page
        page.write_blank(number, 0, None, self._format("code", ""))
        page.write_number(number, 1, float(row[CONFIDENCE]), self._format("share", ""))
        self._write_sentence(number, row)
        for at, column in enumerate(definition.COLUMNS, start=len(BESIDE)):
            text = row[column.name]
            is_missing = column.is_required and not text
            colour = RED if is_missing else _colour(confidences.get(column.name), text)
            shown = self._format(column.kind, colour)
            if not text:
                page.write_blank(number, at, None, shown)
            elif column.kind == "date":
                page.write_datetime(number, at, date.fromisoformat(text), shown)
            elif column.kind == "number":
                page.write_number(number, at, float(text), shown)
            else:
                page.write_string(number, at, text, shown)
        page.write_string(number, len(BESIDE) + len(definition.COLUMNS), row[REASONS], self._wrap)
        lines = 1 + len(row[SENTENCE]) // SENTENCE_LINE
        page.set_row(number, HEIGHT * max(lines, 1 + row[REASONS].count("\n")))

    def _write_sentence(self, number: int, row: Row) -> None:
        """Write the sentence with the figure in bold and red."""
        text, start, end = row[SENTENCE], int(row[START]), int(row[END])
        pieces: list[Any] = []
        if text[:start]:
            pieces.append(text[:start])
        pieces += [self._figure, text[start:end] or " "]
        if text[end:]:
            pieces.append(text[end:])
        if len(pieces) < 3:  # a rich text needs two stretches
            self._page.write_string(number, 2, text, self._wrap)
        else:
            self._page.write_rich_string(number, 2, *pieces, self._wrap)

    def _format(self, kind: str, colour: str) -> Any:
        if (kind, colour) not in self._formats:
            shown = {"num_format": "0%"} if kind == "share" else column_format(kind)
            shown |= {"valign": "top"} | ({"bg_color": colour} if colour else {})
            self._formats[kind, colour] = self._book.add_format(shown)
        return self._formats[kind, colour]


def _colour(confidence: float | None, text: str) -> str:
    """Return the colour of a cell; none for a cell that the reader didn't fill by rules."""
    if confidence is None:
        return ""
    if not text:
        return "" if confidence >= MIN_GREEN else YELLOW
    if confidence >= MIN_GREEN:
        return GREEN
    return YELLOW if confidence >= MIN_YELLOW else RED
