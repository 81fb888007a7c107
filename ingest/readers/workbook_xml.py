"""Read from the XML of an XLSX workbook what calamine doesn't report.

These are errors, formulas without a result, the first day of the calendar, and sheets that would
exhaust the memory. calamine returns an empty text for a formula with an error and for one that no
program has calculated. It allocates a sheet from its first to its last used cell, however far apart
these are.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.errors import RefusedError
from ingest.readers import xml_stream
from ingest.readers.cell_text import printable
from ingest.readers.reading import letters

DAY_0 = date(1899, 12, 30)  # the day of serial number 0, for days after February 1900
DAY_0_OF_1904 = date(1904, 1, 1)
MAX_EMPTY = 5_000_000  # empty cells that a sheet may have, whatever its size in bytes
MAX_CELLS = 400_000_000
NO_RESULT = (
    "holds a formula without a result: open the workbook in a spreadsheet, which calculates it, "
    "and save it"
)
HIDDEN = b"hidden"
CDATA = b"<![CDATA["
CDATA_UNREAD = "holds its value as CDATA, which no spreadsheet writes: write it as plain text"
_PLACE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
# What an element `f` or an attribute's value `e` looks like. A sheet with none of these bytes has
# neither: only the value could be written otherwise, and then with a reference to a character.
_SIGNS = (b"<f", b":f", b'"e"', b"'e'", b"&#", CDATA, HIDDEN)


@dataclass
class Found:
    """Cells of one sheet without a readable value, by row with the reason; and merged cells."""

    bad: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    merged: list[tuple[int, str]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    """The numbers of rows that are hidden, by a person or by a filter."""


@dataclass(frozen=True)
class Sheets:
    """The parts of a workbook: its sheets, the day of number 0, and if it asks to be calculated."""

    parts: dict[str, str]
    epoch: date = DAY_0
    asks_to_calculate: bool = False
    """A program that can't calculate wrote the formulas, with an invented result or none."""


def xlsx_sheets(archive: zipfile.ZipFile) -> Sheets:
    """Return where the sheets of a workbook are. Raises ValueError, KeyError, BadZipFile."""
    targets = link_targets(archive, "xl/_rels/workbook.xml.rels")
    parts: dict[str, str] = {}
    epoch, asks = DAY_0, False
    for name, given in xml_stream.elements(archive, "xl/workbook.xml"):
        if name == "sheet":
            parts[given.get("name", "")] = targets.get(given.get("id", ""), "")
        elif name == "workbookPr" and is_true(given.get("date1904")):
            epoch = DAY_0_OF_1904
        elif name == "calcPr":
            is_done = is_true(given.get("calcCompleted", "1"))
            asks = is_true(given.get("fullCalcOnLoad")) or not is_done
    return Sheets(parts, epoch, asks)


def link_targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the members of the archive that a part of links names, by the link's identifier."""
    targets: dict[str, str] = {}
    for name, given in xml_stream.elements(archive, part):
        if name == "Relationship":
            target = given.get("Target", "")
            whole = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[given.get("Id", "")] = whole
    return targets


def is_true(text: str | None) -> bool:
    """Return whether an attribute is true, as XML Schema writes it."""
    return text is not None and text.strip() in ("1", "true")


def refuse_sparse(name: str, sheet: str, rows: int, columns: int, size: int) -> None:
    """Refuse a sheet whose used cells are so far apart that it would exhaust the memory."""
    cells = rows * columns
    if cells > MAX_CELLS or (cells > MAX_EMPTY and cells > size):
        raise RefusedError(
            f"{name}: sheet '{printable(sheet)}' reaches from its first cell to row {rows}, column "
            f"{letters(columns)}, and is almost empty. Delete the cells far outside of the table, "
            "save it and deliver it again."
        )


def scan_xlsx(
    archive: zipfile.ZipFile, part: str, name: str, sheet: str, *, asks_to_calculate: bool
) -> Found:
    """Scan one sheet of an XLSX workbook. Raises RefusedError, ValueError, KeyError, BadZipFile.

    To look at each element costs three times as much as to parse the sheet alone. So a large sheet
    is parsed alone first, which proves that it is XML without a document type. In such XML, an
    error or a formula has one of a few signs. Only a sheet with such a sign is parsed again, with a
    look at each element.
    """
    if not xml_stream.needs_a_look(archive, part, xml_stream.parser(part), _SIGNS):
        return Found()
    scan = _Scan(part, asks_to_calculate=asks_to_calculate)
    size = xml_stream.parse(archive, part, scan.parser)
    scan.end_cell()
    refuse_sparse(name, sheet, scan.rows, scan.columns, size)
    return scan.found


def _number(column: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Scan:
    """Finds the bad cells of a sheet, and how far its cells reach."""

    def __init__(self, part: str, *, asks_to_calculate: bool) -> None:
        self.found = Found()
        self.rows = self.columns = 0
        self.parser: Any = xml_stream.parser(part)
        self._asks = asks_to_calculate
        self._row = self._column = 0  # the row, and the cells in it so far
        self._cell: list[str] = []  # the attributes of the cell
        # an odd cell has an error, a formula or CDATA
        self._is_odd = self._has_value = self._has_cdata = False
        self._text: list[str] = []  # of an odd cell
        self.parser.StartElementHandler = self._handler()
        self.parser.StartCdataSectionHandler = self._begin_cdata

    def _handler(self) -> Callable[[str, list[str]], None]:
        """Return what is called for the start of each element; there are millions of them."""
        local, parser, text = xml_stream.Local(), self.parser, self._text

        def start(name: str, attributes: list[str]) -> None:
            kind = local[name]
            if kind == "c":
                if self._is_odd:
                    self.end_cell()
                self._cell = attributes
                self._column += 1
                self._is_odd = "e" in attributes
            elif kind == "v" or kind == "t":
                if self._is_odd:
                    self._has_value = True
                    parser.CharacterDataHandler = text.append
            elif kind == "f":
                self._is_odd = True
            elif kind == "row":
                self._begin_row(attributes)

        return start

    def _begin_cdata(self) -> None:
        """Find out in what the section stands: calamine reads it in a text and not in a value."""

        def end(name: str) -> None:
            self.parser.EndElementHandler = None
            if name.rpartition(":")[2] == "v":
                self._is_odd = self._has_cdata = True

        self.parser.EndElementHandler = end

    def _begin_row(self, attributes: list[str]) -> None:
        self.end_cell()
        row = _value(attributes, "r")
        is_number = row.isascii() and row.isdigit() and len(row) < 8
        self._row = int(row) if is_number else self._row + 1
        self._column, self._cell = 0, []
        if is_true(_value(attributes, "hidden")):
            self.found.hidden.add(self._row)

    def end_cell(self) -> None:
        """Take note of the cell that ends here: the last one of a row, or one that is odd."""
        place = _PLACE.fullmatch(_value(self._cell, "r"))
        if place:
            self._column, row = _number(place[1]), int(place[2])
        else:
            row = self._row
        if self._cell:
            self.rows, self.columns = max(self.rows, row), max(self.columns, self._column)
        if self._is_odd and (what := self._wrong()):
            self.found.bad[row].append(f"cell {letters(self._column)}{row} {what}")
        self.parser.CharacterDataHandler = None
        self._is_odd = self._has_value = self._has_cdata = False
        self._text.clear()

    def _wrong(self) -> str | None:
        """Return why an odd cell has no readable value, if it has none."""
        if self._has_cdata:
            return CDATA_UNREAD
        text, kind = "".join(self._text).strip(), _value(self._cell, "t")
        if kind == "e":
            return f"holds an error ({printable(text, 20)})"
        # a formula whose result is the empty text has a value, of no characters
        has_result = text or (kind == "str" and self._has_value)
        return NO_RESULT if self._asks or not has_result else None


def _value(attributes: list[str], name: str) -> str:
    """Return the value of an attribute without a prefix, "" if there is none."""
    for at in range(0, len(attributes), 2):
        if attributes[at] == name:
            return attributes[at + 1]
    return ""
