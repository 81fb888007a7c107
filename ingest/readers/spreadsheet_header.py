"""Find the header of records in a workbook: in the sheet that is named, or the first with one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from ingest.errors import RefusedError
from ingest.readers.cell_text import BLANKS, printable
from ingest.readers.header import record_names, required, source_hint, wanted
from ingest.readers.spreadsheet_cells import cell_text
from ingest.readers.workbook_scan import Scanner
from ingest.reading_choices import ReadingChoices
from ingest.record import definition

MAX_BEFORE = 200  # rows that are searched for the header


class Header(NamedTuple):
    """A row that may be the header: its sheet, its number from 1, and how well it matches."""

    sheet: Any
    number: int
    names: list[str]
    is_whole: bool
    fits: int
    before: list[list[Any]]  # the rows read so far
    rest: Iterator[list[Any]]


def find_header(book: Any, name: str, choices: ReadingChoices, scanner: Scanner) -> Header:
    """Return the header in the named sheet, or else in the first sheet that has one."""
    asked = choices.sheet
    if asked is not None and asked not in book.sheet_names:
        known = ", ".join(f"'{printable(sheet)}'" for sheet in book.sheet_names[:20])
        raise RefusedError(f"{name}: there is no sheet '{asked}'. It has {known}.")
    best: Header | None = None
    hint = ""
    for sheet in [asked] if asked is not None else _visible(book):
        scanner.scan(sheet, book.sheet_names.index(sheet))  # first, since it refuses large ones
        for header in _headers(book.get_sheet_by_name(sheet), choices):
            if header.is_whole:
                return header
            if best is None or header.fits > best.fits:
                best = header
        hint = hint or _source_hint(book.get_sheet_by_name(sheet), choices)
    if best is None:
        sheets = ", ".join(f"'{printable(sheet)}'" for sheet in book.sheet_names[:20])
        raise RefusedError(
            f"{name}: no sheet has a header of incident records in its first {MAX_BEFORE} rows "
            f"(searched {sheets}). One row must hold {wanted(choices)}.{hint}"
        )
    return best


def _source_hint(sheet: Any, choices: ReadingChoices) -> str:
    """Return a sentence that names the source whose header a sheet has; empty for none."""
    if sheet.start is None:
        return ""
    rows = islice(sheet.iter_rows(), MAX_BEFORE)
    hints = (source_hint(choices, [cell_text(cell) for cell in row]) for row in rows)
    return next(filter(None, hints), "")


def _visible(book: Any) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _headers(sheet: Any, choices: ReadingChoices) -> Iterator[Header]:
    """Yield the rows of a sheet that may be the header."""
    if sheet.start is None:
        return
    rows = iter(sheet.iter_rows())
    before = list(islice(rows, MAX_BEFORE))
    needed = set(required(choices))
    for number, cells in enumerate(before, start=1):
        typed = [cell.strip(BLANKS) if isinstance(cell, str) else cell_text(cell) for cell in cells]
        names = record_names(choices, typed)
        fits = len(set(names).intersection(definition.NAMES))
        if fits > 1:
            yield Header(sheet, number, names, set(names) >= needed, fits, before, rows)


def other_sheets(book: Any, header: Header, choices: ReadingChoices) -> list[str]:
    """Return a sentence for each other sheet that holds records and was not read."""
    if choices.sheet is not None:
        return []
    later = _visible(book)
    later = later[later.index(header.sheet.name) + 1 :]
    return [
        f"the sheet '{printable(other)}' has the header too and was not read: deliver it as "
        f"FILE#{other}"
        for other in later
        if any(found.is_whole for found in _headers(book.get_sheet_by_name(other), choices))
    ]
