"""Read from the XML of an ODS workbook what calamine doesn't report.

These are errors, formulas without a result, merged cells, the first day of the calendar, and
sheets that would exhaust the memory: see `ingest.readers.workbook_xml`.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from ingest.errors import RefusedError
from ingest.readers import xml_stream
from ingest.readers.cell_text import printable
from ingest.readers.reading import letters
from ingest.readers.workbook_xml import (
    CDATA,
    CDATA_UNREAD,
    DAY_0,
    NO_RESULT,
    Found,
    refuse_sparse,
)

CONTENT = "content.xml"
VISIBLE = "visible"
MAX_REPEATED = 100_000  # rows for which one bad cell may stand
# As for XLSX: without these bytes, no cell is merged or has an error or a formula.
_SIGNS = (b"formula", b"spanned", b'"error"', b"'error'", b"&#", b"visibility", CDATA)
_ODD = ("formula", "number-columns-repeated", "number-columns-spanned", "number-rows-spanned")
_CELLS = frozenset(("table-cell", "covered-table-cell"))
# The attribute that holds a value of each type. A text may have none: it is in the element.
_VALUES = {
    "float": "value",
    "percentage": "value",
    "currency": "value",
    "date": "date-value",
    "time": "time-value",
    "boolean": "boolean-value",
}


def is_ods(archive: zipfile.ZipFile) -> bool:
    """Return whether a zip file is an OpenDocument spreadsheet."""
    return CONTENT in archive.namelist()


class OdsScan:
    """All sheets of an ODS workbook: what was found in each, and the day of number 0."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        """Scan the workbook. Raises RefusedError, ValueError, KeyError, BadZipFile.

        As for XLSX, the sheets are parsed alone first, and again only if it needs a look.
        """
        self.sheets: dict[str, Found] = defaultdict(Found)
        self.epoch = DAY_0
        self._name = name
        self._sheet = ""
        self._next_row = self._row = 1  # the row after the current ones, and the first of these
        self._used_rows = self._used_columns = 0
        self._column = 0  # columns of the row before the next cell
        self._began = 0  # bytes before the sheet
        self._unproven: int | None = None  # the column of a formula for which no result came yet
        self._error: list[str] | None = None  # the text of a cell with an error
        self._error_at = 0
        self._shapes: dict[tuple[str, ...], tuple[bool, bool]] = {}  # by names: is used, is odd
        self._local = xml_stream.Local()
        self._parser: Any = xml_stream.parser(CONTENT)
        self._parser.StartElementHandler = self._start_of_settings
        if xml_stream.needs_a_look(archive, CONTENT, self._parser, _SIGNS):
            self._parser = xml_stream.parser(CONTENT)
            self._parser.StartElementHandler = self._handler()
            self._parser.StartCdataSectionHandler = self._refuse_cdata
            self._end_sheet(xml_stream.parse(archive, CONTENT, self._parser))

    def _start_of_settings(self, name: str, attributes: list[str]) -> None:
        """Note the calendar, which is given before the first sheet."""
        kind = self._local[name]
        if kind == "null-date":
            with suppress(ValueError, KeyError):
                self.epoch = date.fromisoformat(self._named(attributes)["date-value"])
        elif kind == "table":
            self._parser.StartElementHandler = None

    def _handler(self) -> Callable[[str, list[str]], None]:
        """Return what is called for the start of each element; there are millions of them."""
        local = self._local

        def start(name: str, attributes: list[str]) -> None:
            kind = local[name]
            if kind == "p":
                self._unproven = None  # an empty text is a result too
                if self._error is not None:
                    self._parser.CharacterDataHandler = self._error.append
            elif kind in _CELLS:
                if attributes:
                    self._cell(attributes)
                else:
                    self._end_cell()
                    self._column += 1
            elif kind == "table-row":
                self._begin_row(attributes)
            elif kind == "table":
                self._end_sheet(self._parser.CurrentByteIndex)
                self._sheet = self._named(attributes).get("name", "")
            elif kind == "null-date":
                self._start_of_settings(name, attributes)

        return start

    def _refuse_cdata(self) -> None:
        """Keep the cell with a section that calamine leaves out."""
        self._keep(self._column, CDATA_UNREAD)

    def _named(self, attributes: list[str]) -> dict[str, str]:
        local = map(self._local.__getitem__, attributes[::2])
        return dict(zip(local, attributes[1::2], strict=True))

    def _begin_row(self, attributes: list[str]) -> None:
        self._end_cell()
        self._row = self._next_row
        named = self._named(attributes)
        self._next_row += _count(named.get("number-rows-repeated"))
        if named.get("visibility", VISIBLE) != VISIBLE:
            rows = range(self._row, min(self._next_row, self._row + MAX_REPEATED))
            self.sheets[self._sheet].hidden.update(rows)
        self._column = 0

    def _end_sheet(self, size: int) -> None:
        """End the sheet at a byte of the part; refuse it if it is almost empty."""
        self._end_cell()
        rows, columns = self._used_rows, self._used_columns
        refuse_sparse(self._name, self._sheet, rows, columns, size - self._began)
        self._began = size
        self._next_row = self._row = 1
        self._used_rows = self._used_columns = self._column = 0

    def _cell(self, attributes: list[str]) -> None:
        """Look at a cell with attributes."""
        if self._error is not None or self._unproven is not None:
            self._end_cell()
        names = tuple(attributes[::2])
        if names not in self._shapes:
            local = {self._local[name] for name in names}
            self._shapes[names] = ("value-type" in local, not local.isdisjoint(_ODD))
        is_used, is_odd = self._shapes[names]
        self._column += 1
        if is_odd or "error" in attributes:
            self._odd_cell(attributes)
        if is_used:
            self._used_rows = self._next_row - 1
            if self._column > self._used_columns:
                self._used_columns = self._column

    def _odd_cell(self, attributes: list[str]) -> None:
        """Keep a cell that is merged or has no readable value, and count the columns it fills."""
        named = self._named(attributes)
        types = [
            value
            for name, value in zip(attributes[::2], attributes[1::2], strict=True)
            if self._local[name] == "value-type"
        ]
        column = self._column
        self._column += _count(named.get("number-columns-repeated")) - 1
        if any(_count(named.get(f"number-{what}-spanned")) > 1 for what in ("columns", "rows")):
            place = f"{letters(column)}{self._row}"
            self.sheets[self._sheet].merged.append((self._next_row - 1, place))
        if "error" in types:
            self._error, self._error_at = [], column
        elif "formula" in named:
            if not types:
                self._unproven = column
            elif not all(_VALUES.get(kind, "formula") in named for kind in types):
                self._keep(column, NO_RESULT)

    def _end_cell(self) -> None:
        """Keep the cell that ends here, if it has no readable value."""
        if self._unproven is not None:
            self._keep(self._unproven, NO_RESULT)
            self._unproven = None
        if self._error is not None:
            self._parser.CharacterDataHandler = None
            text = printable("".join(self._error), 20)
            self._keep(self._error_at, f"holds an error ({text})" if text else "holds an error")
            self._error = None

    def _keep(self, column: int, what: str) -> None:
        """Keep a bad cell, for each row for which it stands."""
        if self._next_row - self._row > MAX_REPEATED:
            place = f"sheet '{printable(self._sheet)}': cell {letters(column)}{self._row}"
            raise RefusedError(
                f"{self._name}: {place} {what}, and its row is repeated "
                f"{self._next_row - self._row} times. Delete these rows, save it and deliver it "
                "again."
            )
        bad = self.sheets[self._sheet].bad
        for row in range(self._row, self._next_row):
            bad[row].append(f"cell {letters(column)}{row} {what}")


def _count(text: str | None) -> int:
    """Return how often an element is repeated, or how far it spans: 1 unless it says more."""
    if text is None or not (text.isascii() and text.isdigit()):
        return 1
    return max(1, int(text[:10]))
