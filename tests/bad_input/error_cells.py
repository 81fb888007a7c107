"""Errors, formulas that nobody calculated, and numbers that are none: one rule in every format."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from binary_workbooks import Cell, Error, Formula, written_xls, written_xlsb
from support import GOOD, good

from bad_input.making import HEADER, Bad, keeping, row, table, written

BAD: Bad = {}
bad = keeping(BAD)
COLUMNS = [*HEADER, "note"]
NOT_AVAILABLE = Error(0x2A)


def lines(*records: dict[str, Cell]) -> list[list[Cell]]:
    return [list(COLUMNS), *([record.get(name) for name in COLUMNS] for record in records)]


def record(number: int = 1, **changes: Cell) -> dict[str, Cell]:
    return {**good(number), **changes}


def ods_cell(attributes: str, text: str) -> str:
    begin = f"<table:table-cell office:value-type='string' {attributes}>"
    return f"{begin}<text:p>{escape(text)}</text:p></table:table-cell>"


def ods(folder: Path, note: str, sheet: str = "Records") -> Path:
    """Write an ODS workbook of one record; `note` is the XML of its last cell."""

    def texts(cells: Iterable[str]) -> str:
        return "".join(ods_cell("", text) for text in cells)

    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f"<?xml version='1.0'?><office:document-content xmlns:office='{space}office:1.0' "
        f"xmlns:table='{space}table:1.0' xmlns:text='{space}text:1.0' xmlns:calcext='urn:calcext'>"
        f"<office:body><office:spreadsheet><table:table table:name='{escape(sheet)}'>"
        f"<table:table-row>{texts(COLUMNS)}</table:table-row>"
        f"<table:table-row>{texts(GOOD.values())}{note}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "book.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def xlsx_with(folder: Path, change: Callable[[str], str], **cells: str) -> Path:
    """Write an XLSX workbook of one record, and change the XML of its sheet."""
    whole, path = folder / "whole.xlsx", folder / "book.xlsx"
    with xlsxwriter.Workbook(whole) as book:
        sheet = book.add_worksheet("Records")
        sheet.write_row(0, 0, COLUMNS)
        for at, name in enumerate(COLUMNS):
            sheet.write_string(1, at, str((good() | {"note": "n"} | cells)[name]))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info).decode()
            is_sheet = info.filename.endswith("sheet1.xml")
            new.writestr(info.filename, change(content) if is_sheet else content)
    return path


def note_as(cell: str) -> Callable[[str], str]:
    """Return a change that puts other XML in the place of the cell of the note."""

    def change(content: str) -> str:
        begins = content.index('<c r="P2"')
        ends = content.index("</c>", begins) + len("</c>")
        return content[:begins] + cell + content[ends:]

    return change


WORDS = ("#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "Err:502")
LOCALISED = ("#BEZUG!", "#NOM?", "#¡VALOR!", "#Н/Д", "#ЗНАЧ!", "#WAARDE!", "#NV", "########")


@bad("row 2", "publisher holds an error (#REF!)", "row 10", "publisher holds an error (Err:502)")
def errors_as_text(folder: Path) -> Path:
    rows = [row(at, publisher=word) for at, word in enumerate(WORDS, start=1)]
    return written(folder, "errors.csv", table(*rows))


@bad("row 2", "publisher holds an error (#BEZUG!)", "row 9", "publisher holds an error (########)")
def errors_as_text_in_other_languages(folder: Path) -> Path:
    rows = [row(at, publisher=word) for at, word in enumerate(LOCALISED, start=1)]
    return written(folder, "errors.tsv", table(*rows))


@bad("publisher holds an error (#n/a)", "publisher holds no value (NaN)", "(<NA>)", "(-inf)")
def no_values_as_text(folder: Path) -> Path:
    words = ("#n/a", "NaN", "nan", "NaT", "<NA>", "-inf", "Infinity")
    return written(folder, "none.csv", table(*(row(i, publisher=w) for i, w in enumerate(words))))


@bad("row 2", "value", '"NaN" is not a number')
def not_a_number_as_a_value(folder: Path) -> Path:
    return written(folder, "value.csv", table(row(1, value="NaN"), row(2, value="inf")))


@bad("record 1", "publisher holds no value (NaN)", "note holds no value (-Infinity)")
def not_a_number_in_texts_of_json(folder: Path) -> Path:
    record = good() | {"publisher": float("nan"), "note": float("-inf")}
    return written(folder, "texts.json", json.dumps([record]))


@bad("line 2", "publisher holds an error (#VALUE!)")
def error_in_json_lines(folder: Path) -> Path:
    texts = [json.dumps(good(1)), json.dumps(good(2, publisher="#VALUE!"))]
    return written(folder, "lines.jsonl", "\n".join(texts))


@bad("row 1", "publisher holds no value (nan)", "note holds no value (inf)")
def not_a_number_in_texts_of_parquet(folder: Path) -> Path:
    values = {name: [text] for name, text in good().items()}
    values |= {"publisher": [float("nan")], "note": pa.array([float("inf")], pa.float32())}
    pq.write_table(pa.table(values), folder / "nan.parquet")
    return folder / "nan.parquet"


@bad("b.csv, row 3", "publisher holds an error (#N/A)")
def error_in_the_second_file_of_a_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        archive.writestr("a.csv", table(row(1)))
        archive.writestr("b.csv", table(row(2), row(3, publisher="#N/A")))
    return folder / "two.zip"


@bad("row 2", "cell P2 holds an error (#N/A)")
def error_in_single_quotes(folder: Path) -> Path:
    return xlsx_with(folder, note_as("<c r='P2' t='e'><v>#N/A</v></c>"))


@bad("row 2", "cell P2 holds an error (#N/A)")
def error_over_two_lines(folder: Path) -> Path:
    return xlsx_with(folder, note_as('<c\nr="P2"\nt="e"\n><v>#N/A</v></c>'))


@bad("row 2", "cell P2 holds an error (#N/A)")
def error_in_a_namespace_with_a_prefix(folder: Path) -> Path:
    def change(content: str) -> str:
        content = note_as('<c r="P2" t="e"><v>#N/A</v></c>')(content)
        for tag in ("worksheet", "sheetData", "row", "c", "v"):
            for end in (" ", ">", "/"):
                content = content.replace(f"<{tag}{end}", f"<x:{tag}{end}")
            content = content.replace(f"</{tag}>", f"</x:{tag}>")
        return content.replace(" xmlns=", " xmlns:x=")

    return xlsx_with(folder, change)


@bad("row 2", "cell P2 (note) holds an error (#REF!)")
def error_as_a_text_of_a_workbook(folder: Path) -> Path:
    return xlsx_with(folder, lambda content: content, note="#REF!")


@bad("row 2", "cell P2 holds a formula without a result")
def formula_of_no_value(folder: Path) -> Path:
    return xlsx_with(folder, note_as('<c r="P2"><f>A1</f></c>'))


@bad("row 2", "cell P2 holds a formula without a result")
def formula_of_a_text_without_a_value(folder: Path) -> Path:
    return xlsx_with(folder, note_as('<c r="P2" t="str"><f>A1</f></c>'))


@bad("row 2", "cell I2 holds a formula without a result", "save it")
def formula_that_a_program_wrote(folder: Path) -> Path:
    """xlsxwriter can't calculate: it writes 0, and asks the spreadsheet to calculate."""
    path = folder / "zero.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, list(good().values()), None)
        sheet.write_formula(1, HEADER.index("value"), "=500+500")
    return path


@bad("damaged", "has a document type")
def workbook_with_entities(folder: Path) -> Path:
    def change(content: str) -> str:
        kind = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        return content.replace("<worksheet", f"{kind}<worksheet", 1).replace("</v>", "&b;</v>", 1)

    return xlsx_with(folder, change)


@bad("damaged", "has a document type")
def workbook_with_an_outside_entity(folder: Path) -> Path:
    kind = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
    return xlsx_with(folder, lambda content: content.replace("<worksheet", f"{kind}<worksheet", 1))


@bad("two sheets have the name 'Records'", "Rename")
def two_sheets_of_one_name(folder: Path) -> Path:
    path = xlsx_with(folder, lambda content: content)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(folder / "two.xlsx", "w") as new:
        for info in old.infolist():
            content = old.read(info).decode()
            if info.filename == "xl/workbook.xml":
                begins = content.index("<sheet ")
                ends = content.index("/>", begins) + 2
                content = content[:ends] + content[begins:ends] + content[ends:]
            new.writestr(info.filename, content)
    return folder / "two.xlsx"


@bad("row 2", "cell P2 holds an error (#N/A)")
def error_on_a_sheet_with_a_sign_in_its_name(folder: Path) -> Path:
    cell = ods_cell("office:string-value='' calcext:value-type='error'", "#N/A")
    return ods(folder, cell, sheet="Raids & arrests")


@bad("row 2", "cell P2 holds a formula without a result")
def ods_formula_of_nothing(folder: Path) -> Path:
    return ods(folder, "<table:table-cell table:formula='of:=20+20'/>")


@bad("row 2", "cell P2 holds a formula without a result")
def ods_formula_of_no_number(folder: Path) -> Path:
    return ods(folder, "<table:table-cell table:formula='of:=20+20' office:value-type='float'/>")


@bad("row 2", "cell P2 (note) holds an error (Err:508)")
def ods_error_as_text(folder: Path) -> Path:
    return ods(folder, ods_cell("", "Err:508"))


@bad("sheet 'Raids & arrests'", "merged", "P2")
def ods_merged_on_a_sheet_with_a_sign_in_its_name(folder: Path) -> Path:
    cell = ods_cell("table:number-rows-spanned='2'", "n")
    return ods(folder, cell, sheet="Raids & arrests")


@bad("damaged", "has a document type")
def ods_with_a_document_type(folder: Path) -> Path:
    path = ods(folder, "")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(folder / "typed.ods", "w") as new:
        for info in old.infolist():
            content = old.read(info).replace(
                b"<office:document", b"<!DOCTYPE a><office:document", 1
            )
            new.writestr(info.filename, content)
    return folder / "typed.ods"


@bad("row 2", "cell P2 holds an error (#N/A)", "row 3", "cell P3 holds an error (#N/A)")
def error_in_xls(folder: Path) -> Path:
    rows = lines(record(1, note=NOT_AVAILABLE), record(2, note=Formula(NOT_AVAILABLE)))
    return written(folder, "book.xls", written_xls(rows))


@bad("row 2", "cell I2 holds a formula without a result")
def formula_in_xls_that_a_program_wrote(folder: Path) -> Path:
    rows = lines(record(1, value=Formula(0.0)))
    return written(folder, "book.xls", written_xls(rows, is_calculated=False))


@bad("row 2", "cell P2 holds an error (#N/A)", "row 3", "cell P3 holds an error (#N/A)")
def error_in_xlsb(folder: Path) -> Path:
    rows = lines(record(1, note=NOT_AVAILABLE), record(2, note=Formula(NOT_AVAILABLE)))
    return written(folder, "book.xlsb", written_xlsb(rows))


@bad("row 2", "cell I2 holds a formula without a result")
def formula_in_xlsb_that_asks_for_its_result(folder: Path) -> Path:
    rows = lines(record(1, value=Formula(0.0)))
    return written(folder, "book.xlsb", written_xlsb(rows, is_calculated=False))


@bad("row 2", "cell P2 (note) holds an error (#REF!)")
def error_as_text_in_xlsb(folder: Path) -> Path:
    return written(folder, "book.xlsb", written_xlsb(lines(record(1, note="#REF!"))))
