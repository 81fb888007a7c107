"""Write XLS and XLSB workbooks of one sheet: no library does, and no spreadsheet writes XLSB.

A cell is text, a number (`float`), an `Error` or a `Formula` with its result.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass(frozen=True)
class Error:
    """An error value, by its number: 0x2A is #N/A, 0x17 is #REF!."""

    code: int


@dataclass(frozen=True)
class Formula:
    """A formula and its result."""

    result: float | Error


Cell = str | float | Error | Formula | None
Rows = Iterable[Iterable[Cell]]


def written_xls(rows: Rows, *, is_1904: bool = False, is_calculated: bool = True) -> bytes:
    """Return a workbook of Excel 97 to 2003."""

    def record(kind: int, *parts: bytes) -> bytes:
        content = b"".join(parts)
        return struct.pack("<HH", kind, len(content)) + content

    cells = b"".join(
        record(kind, struct.pack("<HHH", row, column, 0), content)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
        for kind, content in _cell_of_xls(cell)
    )
    sheet = record(0x809, struct.pack("<HHIIII", 0x600, 0x10, 0, 0, 0, 0)[:16])
    sheet += cells + record(0x0A)
    name = b"Records"

    def globals_with(at: int) -> bytes:
        return b"".join(
            (
                record(0x809, struct.pack("<HHIIII", 0x600, 0x05, 0, 0, 0, 0)[:16]),
                record(0x42, struct.pack("<H", 1200)),
                record(0x22, struct.pack("<H", is_1904)),
                record(0xE0, bytes(20)),
                record(0x85, struct.pack("<IBBBB", at, 0, 0, len(name), 0), name),
                record(0x1C1, struct.pack("<II", 0x1C1, 0x1EB1C)) if is_calculated else b"",
                record(0x0A),
            )
        )

    stream = globals_with(len(globals_with(0))) + sheet
    return _compound(stream.ljust(4096, b"\0"))


def _cell_of_xls(cell: Cell) -> list[tuple[int, bytes]]:
    if cell is None or cell == "":
        return []
    if isinstance(cell, str):
        text = cell.encode("utf-16-le", "surrogatepass")
        return [(0x204, struct.pack("<HB", len(text) // 2, 1) + text)]
    if isinstance(cell, Error):
        return [(0x205, bytes((cell.code, 1)))]
    if isinstance(cell, Formula):
        value = cell.result
        result = (
            struct.pack("<BBBBBBH", 2, 0, value.code, 0, 0, 0, 0xFFFF)
            if isinstance(value, Error)
            else struct.pack("<d", value)
        )
        return [(0x06, result + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00")]
    return [(0x203, struct.pack("<d", cell))]


def _compound(stream: bytes) -> bytes:
    """Return the file of Microsoft's compound format that holds the stream "Workbook"."""
    stream = stream.ljust(-(-len(stream) // SECTOR) * SECTOR, b"\0")
    count = len(stream) // SECTOR
    tables = 1
    while tables * 128 < tables + 1 + count:
        tables += 1
    first = tables + 1  # the directory comes before the stream
    table = [FAT] * tables + [END]
    table += [*range(first + 1, first + count), END]
    table += [FREE] * (tables * 128 - len(table))

    def entry(name: str, kind: int, child: int, begin: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
        head = text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links
        return head + bytes(36) + struct.pack("<IQ", begin, size)

    empty = bytes(68) + struct.pack("<III", FREE, FREE, FREE) + bytes(48)
    folder = entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, first, len(stream))
    folder += empty * 2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    return head + struct.pack(f"<{len(table)}I", *table) + folder + stream


def written_xlsb(rows: Rows, *, is_1904: bool = False, is_calculated: bool = True) -> bytes:
    """Return a binary workbook of Excel 2007 and later."""
    lines = [list(line) for line in rows]
    width = max(map(len, lines), default=1)
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(lines), 0, width))
    sheet += _record(145)
    for row, line in enumerate(lines):
        sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, cell in enumerate(line):
            for kind, content in _cell_of_xlsb(cell):
                sheet += _record(kind, struct.pack("<II", column, 0) + content)
    sheet += _record(146) + _record(130)
    asks = 0 if is_calculated else 1
    book = b"".join(
        (
            _record(131),
            _record(153, struct.pack("<II", is_1904, 0) + _wide("")),
            _record(143),
            _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Records")),
            _record(144),
            _record(157, struct.pack("<IIIdIH", 191029, 1, 100, 0.001, 1, asks)),
            _record(132),
        )
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{links}"><Relationship Id="rId1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return buffer.getvalue()


def _record(kind: int, content: bytes = b"") -> bytes:
    return _seven_bits(kind) + _seven_bits(len(content)) + content


def _seven_bits(number: int) -> bytes:
    held = bytearray()
    while number > 0x7F:
        held.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*held, number])


def _wide(text: str) -> bytes:
    content = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<I", len(content) // 2) + content


def _cell_of_xlsb(cell: Cell) -> list[tuple[int, bytes]]:
    if cell is None or cell == "":
        return []
    if isinstance(cell, str):
        return [(6, _wide(cell))]
    if isinstance(cell, Error):
        return [(3, bytes((cell.code,)))]
    if isinstance(cell, Formula):
        rest = struct.pack("<HI", 0, 3) + b"\x1e\x01\x00" + struct.pack("<I", 0)
        if isinstance(cell.result, Error):
            return [(11, bytes((cell.result.code,)) + rest)]
        return [(9, struct.pack("<d", cell.result) + rest)]
    return [(5, struct.pack("<d", cell))]
