"""Decide whether a row of a CSV file lacks only empty cells at its end.

Spreadsheets leave out the delimiters after the last cell of some rows. A row with too few cells may
also lack a cell in its middle, and then every later cell is in the column before its own. The
forms of the cells show this: a web address, a day or a code doesn't fit the column before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.cell_text import BLANKS
from ingest.record import definition

_COLUMNS = {column.name: column for column in definition.COLUMNS}
# Wider than the checks of a record, so that a row with a typing error keeps its own reason.
_FORMS = {
    "date": re.compile(r".*[0-9]{4}.*|[0-9]{1,2}[./-].*"),
    "number": re.compile(r"[^A-Za-z]*[0-9][^A-Za-z]*"),
    "url": re.compile(r"https?://.*", re.IGNORECASE),
    "code": re.compile(r"[A-Za-z-]{2,7}|foreign"),
}


def is_cut_short(header: Sequence[str], cells: Sequence[str]) -> bool:
    """Return whether a row with fewer cells than the header has lost only empty ones at its end.

    It is certain if the lost columns are optional, every required column has a cell, each cell fits
    the form of its column, and no optional cell follows the last one with a form.
    """
    last = -1  # the last required column whose form shows that no cell before it is missing
    for at, name in enumerate(header):
        column = _COLUMNS.get(name)
        if at >= len(cells):
            if column is not None and _needs_a_cell(column):
                return False
            continue
        cell = cells[at].strip(BLANKS)
        if column is None:
            continue
        if _needs_a_cell(column) and not cell:
            return False
        if column.kind in _FORMS:
            if cell and not _fits(column, cell):
                return False
            if cell and column.is_required:
                last = at
    return last >= 0 and not any(cell.strip(BLANKS) for cell in cells[last + 1 :])


def _needs_a_cell(column: definition.Column) -> bool:
    return column.is_required and not column.has_default


def _fits(column: definition.Column, cell: str) -> bool:
    if column.vocabulary:
        return cell.lower().replace(" ", "_") in column.vocabulary
    return _FORMS[column.kind].fullmatch(cell) is not None
