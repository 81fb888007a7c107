"""Malformed XLSX, ODS and XLS."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

from bad_input.making import HEADER, Bad, cells, keeping, workbook, written

BAD: Bad = {}
bad = keeping(BAD)


def changed(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


@bad("damaged or cut off", "Save")
def workbook_cut_off(folder: Path) -> Path:
    path = workbook(folder, "cut.xlsx", [HEADER, cells()])
    path.write_bytes(path.read_bytes()[:-500])
    return path


@bad("damaged", "Save it again")
def workbook_with_broken_xml(folder: Path) -> Path:
    whole = workbook(folder, "whole.xlsx", [HEADER, cells()])
    path = folder / "broken.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            is_sheet = info.filename.endswith("sheet1.xml")
            new.writestr(info.filename, content[: len(content) // 2] if is_sheet else content)
    return path


@bad("protected with a password", "Remove the password")
def workbook_with_a_password(folder: Path) -> Path:
    from msoffcrypto.format.ooxml import OOXMLFile

    whole = workbook(folder, "whole.xlsx", [HEADER, cells()])
    path = folder / "secret.xlsx"
    with whole.open("rb") as stream, path.open("wb") as target:
        OOXMLFile(stream).encrypt("secret", target)
    return path


@bad("sheet 'Sheet'", "merged", "G3:G4", "Unmerge")
def merged_cells(folder: Path) -> Path:
    path = workbook(folder, "merged.xlsx", [HEADER, cells(1), cells(2), cells(3)])
    return changed(path, lambda book: book.active.merge_cells("G3:G4"))


@bad("row 3", "cell I3 holds a formula without a result")
def formula_never_calculated(folder: Path) -> Path:
    return workbook(folder, "formula.xlsx", [HEADER, cells(1), cells(2, value="=500+500")])


@bad("row 2", "cell I2 holds an error (#REF!)")
def error_in_a_cell(folder: Path) -> Path:
    path = workbook(folder, "error.xlsx", [HEADER, cells(1)])

    def change(book: openpyxl.Workbook) -> None:
        book.active["I2"].value = "#REF!"
        book.active["I2"].data_type = "e"

    return changed(path, change)


@bad("row 2", "cell Q2 is in a column without a name")
def cell_beside_the_table(folder: Path) -> Path:
    return workbook(folder, "beside.xlsx", [HEADER, [*cells(1), None, "see below"]])


@bad("column XFD", "almost empty", "Delete the cells")
def cell_in_the_last_corner(folder: Path) -> Path:
    path = workbook(folder, "corner.xlsx", [HEADER, cells(1)])
    return changed(path, lambda book: book.active.cell(1_048_576, 16_384, "x"))


@bad("no sheet has a header", "'Sheet'")
def workbook_without_a_header(folder: Path) -> Path:
    return workbook(folder, "other.xlsx", [["name", "age"], ["Ann", 3]])


@bad("sheet 'Sheet', row 3", "Did you mean 'publisher'?")
def workbook_column_misspelt(folder: Path) -> Path:
    header = ["publishr" if name == "publisher" else name for name in HEADER]
    return workbook(folder, "misspelt.xlsx", [["Records"], [], header, cells(1)])


@bad("no sheet has a header")
def empty_workbook(folder: Path) -> Path:
    return workbook(folder, "empty.xlsx", [])


@bad("row 2", "value", "2025-07-14")
def date_in_a_number(folder: Path) -> Path:
    return workbook(folder, "day.xlsx", [HEADER, cells(1, value=date(2025, 7, 14))])


@bad("is a document, not a workbook")
def text_document(folder: Path) -> Path:
    path = folder / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return path


@bad("almost empty")
def ods_repeated_without_end(folder: Path) -> Path:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    wide = cell.replace("cell ", 'cell table:number-columns-repeated="16384" ', 1)
    row_of = '<table:table-row table:number-rows-repeated="1048576">' + wide + "</table:table-row>"
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{row_of}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "repeated.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


@bad("damaged")
def old_workbook_of_noise(folder: Path) -> Path:
    noise = bytes(range(256)) * 40
    return written(folder, "noise.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise)
