"""Read from the records of an XLS or XLSB workbook what calamine doesn't report.

These are errors, formulas without a result, the first day of the calendar, and (XLSB) sheets that
would exhaust the memory: see `ingest.readers.workbook_xml`. A record is a number that says what it
is, a length, and as many bytes. [MS-XLS] and [MS-XLSB] describe them.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ingest.readers import xml_stream
from ingest.readers.reading import letters
from ingest.readers.workbook_xml import (
    DAY_0,
    DAY_0_OF_1904,
    NO_RESULT,
    Found,
    Sheets,
    link_targets,
    refuse_sparse,
)

MAX_RECORD = 16 << 20  # bytes
Record = tuple[int, int, int]
"""What a record is, and where its bytes begin and end."""
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
# XLS: the records that are read here
_EOF, _DATE_1904, _PASSWORD, _SHEET, _CALCULATED_BY = 0x0A, 0x22, 0x2F, 0x85, 0x01C1
_ROW_OF_XLS, _IS_HIDDEN = 0x0208, 0x20
_BOOL_OR_ERROR, _FORMULAS = 0x0205, (0x06, 0x0206, 0x0406)
# XLSB
_ROW, _ERROR, _FORMULA_TEXT, _FORMULA_ERROR, _LAST_CELL = 0, 3, 8, 11, 11
_BOOK, _BOOK_SHEET, _CALCULATION = 153, 156, 157


def _bad(found: Found, row: int, column: int, what: str) -> None:
    found.bad[row + 1].append(f"cell {letters(column + 1)}{row + 1} {what}")


def _error(code: int) -> str:
    return f"holds an error ({_ERRORS.get(code, code)})"


class XlsScan:
    """An XLS workbook: what was found in each sheet, and the day of number 0."""

    def __init__(self, path: Path) -> None:
        """Read the records of the workbook. Raises OSError or ValueError if they are damaged."""
        self.epoch: date = DAY_0
        self._begins: list[int] = []  # where the records of each sheet begin
        self._asks = True  # until the program that calculated it is named
        self._bytes = _stream_of_xls(path)
        for kind, at, end in self._records(0):
            if kind == _PASSWORD:
                self._begins.clear()
                return  # calamine says so
            if kind == _DATE_1904 and self._bytes[at:end] == b"\1\0":
                self.epoch = DAY_0_OF_1904
            elif kind == _CALCULATED_BY:
                self._asks = False
            elif kind == _SHEET and end - at > 6:
                self._begins.append(struct.unpack_from("<I", self._bytes, at)[0])

    def _records(self, at: int) -> Iterator[Record]:
        """Yield the records of a part of the stream, and of the parts inside of it."""
        depth = 0 if self._bytes[at : at + 1] == b"\x09" else 1
        while at + 4 <= len(self._bytes):
            kind, length = struct.unpack_from("<HH", self._bytes, at)
            at += 4
            yield kind, at, min(at + length, len(self._bytes))
            at += length
            depth += (kind & 0xFF == 0x09) - (kind == _EOF)
            if depth <= 0:
                return

    def sheet(self, position: int) -> Found:
        """Scan the sheet at a position in the workbook, counted from 0."""
        found = Found()
        if position >= len(self._begins):
            return found
        for kind, at, end in self._records(self._begins[position]):
            if kind == _BOOL_OR_ERROR and end - at >= 8 and self._bytes[at + 7]:
                row, column = struct.unpack_from("<HH", self._bytes, at)
                _bad(found, row, column, _error(self._bytes[at + 6]))
            elif kind == _ROW_OF_XLS and end - at >= 13 and self._bytes[at + 12] & _IS_HIDDEN:
                found.hidden.add(struct.unpack_from("<H", self._bytes, at)[0] + 1)
            elif kind in _FORMULAS and end - at >= 14:
                row, column = struct.unpack_from("<HH", self._bytes, at)
                result = self._bytes[at + 6 : at + 14]
                is_number = result[6:] != b"\xff\xff"
                if not is_number and result[0] == 2:
                    _bad(found, row, column, _error(result[2]))
                elif self._asks:
                    _bad(found, row, column, NO_RESULT)
        return found


def _stream_of_xls(path: Path) -> bytes:
    """Return the records of an XLS workbook; none if the file holds something else."""
    import olefile

    with olefile.OleFileIO(str(path)) as file:
        for stream in ("Workbook", "Book"):
            if file.exists(stream):
                return bytes(file.openstream(stream).read())
    return b""


def _records_of_xlsb(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of an XLSB workbook: what each is, and its bytes."""
    held = b""
    given = xml_stream.blocks(archive, part)
    for block in given:
        held += block
        at = 0
        while (head := _head(held, at)) and head[1] + head[2] <= len(held):
            kind, begins, length = head
            yield kind, held[begins : begins + length]
            at = begins + length
        if head and head[2] > MAX_RECORD:
            raise ValueError(f"{part} has a record of {head[2]} bytes")
        held = held[at:]


def _head(held: bytes, at: int) -> Record | None:
    """Return what the record at a place is, where its bytes begin, and how many they are.

    Both numbers have 7 bits in a byte: at most 2 bytes for the first, 4 for the second.
    """
    numbers = []
    for longest in (2, 4):
        number = 0
        for shift in range(0, 7 * longest, 7):
            if at >= len(held):
                return None
            byte = held[at]
            at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        numbers.append(number)
    return numbers[0], at, numbers[1]


def xlsb_sheets(archive: zipfile.ZipFile) -> Sheets:
    """Return where the sheets of a workbook are. Raises ValueError, KeyError, BadZipFile."""
    targets = link_targets(archive, "xl/_rels/workbook.bin.rels")
    parts: dict[str, str] = {}
    epoch, asks = DAY_0, False
    for kind, record in _records_of_xlsb(archive, "xl/workbook.bin"):
        if kind == _BOOK and record[:1] and record[0] & 1:
            epoch = DAY_0_OF_1904
        elif kind == _CALCULATION and len(record) > 24:
            asks = bool(record[24] & 0b10001)  # asks for it, or says that some are not done
        elif kind == _BOOK_SHEET:
            link, at = _wide(record, 8)
            parts[_wide(record, at)[0]] = targets.get(link, "")
    return Sheets(parts, epoch, asks)


def _wide(record: bytes, at: int) -> tuple[str, int]:
    """Return a text of a record, and where it ends."""
    (length,) = struct.unpack_from("<I", record, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le"), end


def scan_xlsb(
    archive: zipfile.ZipFile, part: str, name: str, sheet: str, *, asks_to_calculate: bool
) -> Found:
    """Scan one sheet of an XLSB workbook. Raises RefusedError, KeyError, BadZipFile."""
    found = Found()
    row = columns = size = 0
    for kind, record in _records_of_xlsb(archive, part):
        size += len(record)
        if kind > _LAST_CELL or len(record) < 4:
            continue
        (number,) = struct.unpack_from("<I", record)
        if kind == _ROW:
            row = number
            continue
        columns = max(columns, number + 1)
        if kind in (_ERROR, _FORMULA_ERROR):
            _bad(found, row, number, _error(record[8] if len(record) > 8 else 0))
        elif asks_to_calculate and kind >= _FORMULA_TEXT:
            _bad(found, row, number, NO_RESULT)
    refuse_sparse(name, sheet, row + 1, columns, size)
    return found
