"""Read from a workbook's XML what calamine doesn't report.

These are errors, formulas without a result, merged cells (ODS), the first day of the calendar, and
sheets that would exhaust the memory. calamine returns an empty text for a formula with an error and
for one that no program has calculated. It allocates a sheet from its first to its last used cell,
however far apart these are.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from ingest.errors import RefusedError

CHUNK = 1 << 20
MAX_EMPTY = 5_000_000  # empty cells that a sheet may have, whatever its size in bytes
MAX_CELLS = 400_000_000
SMALL = 16 << 20  # bytes of the lists of sheets

_SPANNED = re.compile(rb'number-(?:columns|rows)-spanned="(?:[2-9]|\d\d+)"')
# none of these reads on from one tag into the next: their time would grow with the square
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]*?)(/?)>")
_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
_ROWS_REPEATED = re.compile(rb'<table:table-row\b[^<>]*number-rows-repeated="(\d+)"')
_ODS_TABLE = re.compile(rb'<table:table\b[^<>]*? table:name="([^"]*)"')
_LARGE_REPEAT = re.compile(rb'repeated="\d{3,}"')


@dataclass
class Found:
    """Cells of one sheet without a readable value, by row with the reason; and merged cells."""

    bad: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    merged: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Sheets:
    """The parts of an XLSX workbook: the XML of each sheet, and the day of serial number 0."""

    parts: dict[str, str]
    epoch: date


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _small(archive: zipfile.ZipFile, member: str) -> ElementTree.Element:
    with archive.open(member) as stream:
        text = stream.read(SMALL + 1)
    if len(text) > SMALL or b"<!ENTITY" in text:
        raise ValueError(f"{member} is too large")
    return ElementTree.fromstring(text)


def xlsx_sheets(archive: zipfile.ZipFile) -> Sheets:
    """Return where the sheets of a workbook are. Raises ValueError, KeyError, ParseError."""
    targets: dict[str, str] = {}
    for link in _small(archive, "xl/_rels/workbook.xml.rels"):
        target = link.get("Target", "")
        targets[link.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    parts: dict[str, str] = {}
    epoch = date(1899, 12, 30)
    for element in _small(archive, "xl/workbook.xml").iter():
        if _local(element.tag) == "sheet":
            links = [value for key, value in element.items() if _local(key) == "id"]
            parts[element.get("name", "")] = targets.get(links[0], "") if links else ""
        elif _local(element.tag) == "workbookPr" and element.get("date1904") in ("1", "true"):
            epoch = date(1904, 1, 1)
    return Sheets(parts, epoch)


def _blocks(
    archive: zipfile.ZipFile, member: str, row_end: bytes
) -> Iterator[tuple[bytes, list[bytes], int]]:
    """Yield the XML of a part: a block, the whole rows in it, and the bytes read so far."""
    held, size = b"", 0
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            block = held + chunk
            *rows, held = block.split(row_end)
            yield block, rows, size
    yield held, [held], size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def letters(column: int) -> str:
    """Return the letters of a spreadsheet column, counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def refuse_sparse(name: str, sheet: str, rows: int, columns: int, size: int) -> None:
    """Refuse a sheet whose used cells are so far apart that it would exhaust the memory."""
    cells = rows * columns
    if cells > MAX_CELLS or (cells > MAX_EMPTY and cells > size):
        raise RefusedError(
            f"{name}: sheet '{sheet}' reaches from its first cell to row {rows}, column "
            f"{letters(columns)}, and is almost empty. Delete the cells far outside of the table, "
            "save it and deliver it again."
        )


_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})\d+"')


def scan_xlsx(archive: zipfile.ZipFile, part: str, name: str, sheet: str) -> Found:
    """Scan one sheet of an XLSX workbook. Raises RefusedError, KeyError, BadZipFile."""
    with archive.open(part) as stream:
        start = re.search(rb"<(\w+:)?worksheet\b", stream.read(CHUNK))
    prefix = start[1] or b"" if start else b""
    cell, formula = b"<" + prefix + b"c ", b"<" + prefix + b"f"
    found = Found()
    # The reference of the last cell gives the width of a row. Few of them differ between rows.
    seen: set[bytes] = set()
    width = len(cell) + len(b'r="XFD')
    number = columns = read = 0
    for block, rows, size in _blocks(archive, part, b"</" + prefix + b"row>"):
        read = size
        is_warned = b't="e"' in block or formula in block
        for row in rows:
            if not (number_here := _row_number(row, b"<" + prefix + b"row", number)):
                continue
            number = number_here
            at = row.rfind(cell)
            if (last_cell := row[at : at + width]) not in seen:
                seen.add(last_cell)
                last = _REFERENCE.search(row, at)
                columns = max(columns, _column(last[1]) if last else row.count(cell))
            if is_warned and (reasons := _bad_cells(row, prefix, number)):
                found.bad[number] += reasons
    refuse_sparse(name, sheet, number, columns, read)
    return found


def _row_number(row: bytes, tag: bytes, before: int) -> int:
    """Return the number of the row that ends here, after row `before`; 0 if there is none."""
    at = row.find(tag)
    if at >= 0 and row[row.find(b">", at) - 1] == ord("/"):
        at = row.rfind(tag)  # empty rows come before it
    if at < 0:
        return 0
    named = row[at : row.find(b">", at)].partition(b' r="')[2].partition(b'"')[0]
    return max(before + 1, int(named)) if named.isdigit() else before + 1


def _bad_cells(row: bytes, prefix: bytes, number: int) -> list[str]:
    """Return the cells of a row without a readable value, with the reason."""
    reasons: list[str] = []
    for piece in row.split(b"</" + prefix + b"c>")[:-1]:
        at = piece.rfind(b"<" + prefix + b"c ")  # the cell that ends here; others are empty
        attributes, _, inside = piece[at:].partition(b">")
        if at < 0 or attributes.endswith(b"/"):
            continue
        named = _REFERENCE.search(attributes)
        where = (named[1].decode() if named else "?") + str(number)
        if b't="e"' in attributes:
            shown = re.sub(rb"<[^<>]*>", b"", inside[-1_000:]).decode("ascii", "replace")[-20:]
            reasons.append(f"cell {where} holds an error ({shown})")
        elif (
            b"<" + prefix + b"f" in inside
            and b't="str"' not in attributes
            and not re.search(rb"<" + prefix + rb"v[^/<>]*>[^<]", inside)
        ):
            reasons.append(f"cell {where} holds a formula without a result")
    return reasons


def scan_ods(archive: zipfile.ZipFile, name: str) -> dict[str, Found]:
    """Scan all sheets of an ODS workbook. Raises RefusedError, KeyError, BadZipFile."""
    found: dict[str, Found] = defaultdict(Found)
    sheet, rows, used_rows, columns, size, begun = "", 0, 0, 0, 0, 0
    blocks = _blocks(archive, "content.xml", b"</table:table-row>")
    for row, size in ((row, size) for _, rows_of, size in blocks for row in rows_of):
        if tables := _ODS_TABLE.findall(row):
            refuse_sparse(name, sheet, used_rows, columns, size - begun)
            sheet = tables[-1].decode("utf-8", "replace")
            rows, used_rows, columns, begun = 0, 0, 0, size
        repeated = _ROWS_REPEATED.search(row)
        first, rows = rows + 1, rows + (int(repeated[1]) if repeated else 1)
        if b"office:value" not in row and b"<text:p" not in row:
            continue
        used_rows = rows
        kept = row[: row.rfind(b"<table:table-cell")] if row.endswith(b"/>") else row
        if _LARGE_REPEAT.search(kept):
            columns = max(columns, sum(width for width, _ in _ods_cells(kept)))
        else:
            columns = max(columns, kept.count(b"table-cell"))
        if b'value-type="error"' in row:
            at = 1
            for width, attributes in _ods_cells(row):
                if b'value-type="error"' in attributes:
                    found[sheet].bad[first].append(f"cell {letters(at)}{first} holds an error")
                at += width
        if _SPANNED.search(row):
            found[sheet].merged.append((first, f"row {first}"))
    refuse_sparse(name, sheet, used_rows, columns, size - begun)
    return found


def _ods_cells(row: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each cell's width in columns, and its attributes."""
    for attributes, _ in _ODS_CELL.findall(row):
        repeated = _REPEATED.search(attributes)
        yield int(repeated[1]) if repeated else 1, attributes


def is_ods(path: Path) -> bool:
    """Return whether a zip file is an OpenDocument spreadsheet."""
    with zipfile.ZipFile(path) as archive:
        return "content.xml" in archive.namelist()
