"""Open and style the workbooks in which people type records: template, review, rejected rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlsxwriter

MADE_ON = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so that the same rows give the same bytes
HEAD_COLOUR, OPTIONAL_COLOUR = "#1F3A5F", "#6B7F99"
GREEN, YELLOW, RED = "#C6EFCE", "#FFEB9C", "#FFC7CE"
WIDTHS = {"text": 24, "code": 14, "date": 13, "number": 13, "url": 40}


@contextmanager
def entry_book(
    path: Path, title: str = "", *, is_streamed: bool = False
) -> Iterator[xlsxwriter.Workbook]:
    """Yield a new workbook, and write it to `path` at the end. Raises OSError where it can't.

    Text stays text, whatever it looks like. With `is_streamed`, rows are written in their order and
    leave the memory at once.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": is_streamed,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "created": MADE_ON.replace(tzinfo=None)})
    yield book
    try:
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise OSError(f"{path.name}: {error}") from error


def column_format(kind: str) -> dict[str, Any]:
    """Return the cell format of a column: date, number or, for any other kind, text."""
    if kind == "date":
        return {"num_format": "yyyy-mm-dd", "align": "left"}
    return {"num_format": "General" if kind == "number" else "@"}


def header_formats(book: xlsxwriter.Workbook) -> tuple[Any, Any]:
    """Return the formats of a column's name: of a required column, and of an optional one."""
    shown = {"bold": True, "font_color": "white", "border": 1}
    return (
        book.add_format(shown | {"bg_color": HEAD_COLOUR}),
        book.add_format(shown | {"bg_color": OPTIONAL_COLOUR}),
    )
