"""Malformed files, one small function each: what people, programs and attackers deliver.

A function makes its file in a folder and returns its path. BAD names for each the words that the
sentence must hold. The sentence names the file, the place and what to do.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from support import GOOD, good

Make = Callable[[Path], Path]
BAD: dict[str, tuple[Make, tuple[str, ...]]] = {}
HEADER = list(GOOD)
HEAD = ",".join(HEADER)


def bad(*words: str) -> Callable[[Make], Make]:
    """Keep a function as a kind of bad file, with words of the sentence that it must lead to."""

    def keep(make: Make) -> Make:
        BAD[make.__name__] = (make, words)
        return make

    return keep


def row(number: int = 1, **changes: str) -> str:
    return ",".join(good(number, **changes)[name] for name in HEADER)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(*rows: str, head: str = HEAD, end: str = "\n") -> str:
    return end.join([head, *rows, ""])


# ---- text


@bad("the file is empty")
def nothing(folder: Path) -> Path:
    return written(folder, "nothing.csv", b"")


@bad("no header of incident records", "CODEBOOK.md")
def blank_lines_only(folder: Path) -> Path:
    return written(folder, "blank.csv", "\n\n  \n\r\n")


@bad("the file has a header but no row", "Deliver it with its rows")
def header_alone(folder: Path) -> Path:
    return written(folder, "header.csv", HEAD)


@bad("row 3", "the row has 3 cells, but the header has 15", "comma or quotation mark")
def ragged_row(folder: Path) -> Path:
    return written(folder, "ragged.csv", table(row(1), "a,b,c", row(2)))


@bad("row 4", "the row has 2 cells")
def ragged_last_row(folder: Path) -> Path:
    return written(folder, "last.csv", table(row(1), row(2)) + "x,y")


@bad("row 2", "the row has 16 cells")
def one_cell_too_many(folder: Path) -> Path:
    return written(folder, "more.csv", table(row(1) + ",more"))


@bad("byte", "is NUL", "CSV UTF-8")
def nul_byte(folder: Path) -> Path:
    return written(folder, "nul.csv", table(row(1)).replace("Jacaranda", "Jaca\0randa"))


@bad("row 3", "control characters")
def bell_in_a_cell(folder: Path) -> Path:
    return written(folder, "bell.csv", table(row(1), row(2, publisher="Ding\x07")))


@bad("row 6", "dozens")
def mixed_line_ends(folder: Path) -> Path:
    text = f"{HEAD}\r\n{row(1)}\n{row(2)}\r{row(3)}\r\n\n{row(4, value='dozens')}\n"
    return written(folder, "ends.csv", text)


@bad("row 3", "record_id")
def header_in_the_middle(folder: Path) -> Path:
    return written(folder, "twice.csv", table(row(1), HEAD, row(2)))


@bad("row 1", "'publisher' stands there twice", "Remove one")
def column_twice(folder: Path) -> Path:
    return written(folder, "column.csv", table(row(1) + ",P", head=HEAD + ",publisher"))


@bad("row 1", "'publishr' is not known", "Did you mean 'publisher'?")
def column_misspelt(folder: Path) -> Path:
    text = table(row(1)).replace(",publisher,", ",publishr,", 1)
    return written(folder, "misspelt.csv", text)


@bad("row 1", "'colour' is not known", "'_'")
def column_unknown(folder: Path) -> Path:
    return written(folder, "unknown.csv", table(row(1) + ",red", head=HEAD + ",colour"))


@bad("row 1", "'publisher' is required and missing", "Add it")
def column_missing(folder: Path) -> Path:
    return written(folder, "missing.csv", table(row(1)).replace("publisher,", "", 1))


@bad("row 1", "column 16 has no name")
def column_without_a_name(folder: Path) -> Path:
    return written(folder, "unnamed.csv", table(row(1) + ",x", head=HEAD + ","))


@bad("row 1", "column 16 has no name")
def a_million_empty_columns(folder: Path) -> Path:
    many = "," * 1_000_000
    return written(folder, "wide.csv", table(row(1) + many, head=HEAD + many))


@bad("row 2", "the row has 1000015 cells")
def a_million_cells_in_a_row(folder: Path) -> Path:
    return written(folder, "cells.csv", table(row(1) + ",x" * 1_000_000, row(2)))


@bad("begins with byte", "more than 64 MB", "quotation mark")
def a_cell_of_100_mb(folder: Path) -> Path:
    path = folder / "large.csv"
    with path.open("wb") as stream:
        stream.write(f'{HEAD}\n"'.encode())
        for _ in range(100):
            stream.write(b"x" * (1 << 20))
        stream.write(b'"\n')
    return path


@bad("row that begins in line 2", "quotation mark", "field larger")
def a_quoted_cell_of_many_lines(folder: Path) -> Path:
    line = b"one more line of an article that was pasted\n"
    body = line * (30_000_000 // len(line))
    return written(folder, "article.csv", f'{HEAD}\n"'.encode() + body + b'"\n')


@bad("row 2", "longer than 10000 characters")
def a_cell_of_an_article(folder: Path) -> Path:
    return written(folder, "long.csv", table(row(1, publisher="word " * 3_000)))


@bad("row that begins in line 3", "quotation mark")
def quote_never_closed(folder: Path) -> Path:
    return written(folder, "quote.csv", table(row(1), '"' + row(2), row(3)))


@bad("row that begins in line 2", "quotation mark")
def text_after_a_quote(folder: Path) -> Path:
    return written(folder, "after.csv", table('"a"b,' + row(1)))


@bad("row 2", "record_id", "=cmd|")
def formula_that_runs_a_program(folder: Path) -> Path:
    return written(folder, "cmd.csv", table(row(1, record_id="=cmd|' /C calc'!A0")))


@bad("byte", "81", "Windows-1252", "CSV UTF-8")
def no_encoding_at_all(folder: Path) -> Path:
    text = table(row(1)).encode().replace(b"Jacaranda", b"Jaca\x81randa")
    return written(folder, "bytes.csv", text)


@bad("encoding can't be known", "CSV UTF-8")
def cyrillic_without_a_mark(folder: Path) -> Path:
    text = table(row(1, publisher="Новости"))
    return written(folder, "cyrillic.csv", text.encode("cp1251"))


@bad("encoding can't be known")
def thai_without_a_mark(folder: Path) -> Path:
    return written(folder, "thai.csv", table(row(1, publisher="ไทยรัฐ")).encode("cp874"))


@bad("encoding can't be known")
def chinese_without_a_mark(folder: Path) -> Path:
    return written(folder, "chinese.csv", table(row(1, publisher="新华社")).encode("gbk"))


@bad("two encodings")
def two_encodings(folder: Path) -> Path:
    text = table(row(1, publisher="Café"), row(2)).encode() + b"Caf\xe9\n"
    return written(folder, "both.csv", text)


@bad("is NUL")
def utf16_without_a_mark(folder: Path) -> Path:
    return written(folder, "utf16.csv", table(row(1)).encode("utf-16-le"))


@bad("is broken for UTF-16")
def utf16_cut_off(folder: Path) -> Path:
    return written(folder, "utf16cut.csv", table(row(1)).encode("utf-16")[:-1])


@bad("last character is cut off", "deliver it again")
def utf8_cut_off(folder: Path) -> Path:
    return written(folder, "cut.csv", (table(row(1)) + "é").encode()[:-1])


@bad("no header of incident records")
def another_table(folder: Path) -> Path:
    return written(folder, "people.csv", "name,age\nAnn,3\n")


@bad("markup")
def web_page(folder: Path) -> Path:
    return written(folder, "page.csv", "<!DOCTYPE html><html><table></table></html>")


@bad("a PDF document")
def pdf(folder: Path) -> Path:
    return written(folder, "report.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")


@bad("a picture")
def picture(folder: Path) -> Path:
    return written(folder, "photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100))


# ---- JSON


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@bad("after record 1", "the file ends before the array does")
def json_cut_off(folder: Path) -> Path:
    return written(folder, "cut.json", as_json([good(1), good(2)])[:-40])


@bad("after record 1", "comma")
def json_without_a_comma(folder: Path) -> Path:
    return written(folder, "comma.json", f"[{as_json(good(1))} {as_json(good(2))}]")


@bad("lists within lists")
def deep_json(folder: Path) -> Path:
    return written(folder, "deep.json", "[" * 200_000)


@bad("line 1", "lists within lists")
def deep_json_line(folder: Path) -> Path:
    return written(folder, "deep.jsonl", '{"note": ' + "[" * 200_000 + "\n")


@bad("record 2", "123456789012345678901234567890")
def json_number_beyond_64_bits(folder: Path) -> Path:
    value = as_json([good(1), good(2)]).rsplit('"1000"', 1)
    return written(folder, "number.json", "123456789012345678901234567890".join(value))


@bad("record 1", "value", "NaN")
def json_not_a_number(folder: Path) -> Path:
    return written(folder, "nan.json", as_json([good(1)]).replace('"1000"', "NaN"))


@bad("record 1", "publisher: the name stands there twice")
def json_key_twice(folder: Path) -> Path:
    text = as_json([good(1)]).replace('{"', '{"publisher": "One", "', 1)
    return written(folder, "key.json", text)


@bad("record 1", "publisher: is a list")
def json_list_in_a_cell(folder: Path) -> Path:
    return written(folder, "list.json", as_json([good(1) | {"publisher": ["A", "B"]}]))


@bad("record 2", "is no object")
def json_of_something_else(folder: Path) -> Path:
    return written(folder, "else.json", as_json([good(1), 7]))


@bad("record 2", "the column 'publishr' is not known", "Did you mean 'publisher'?")
def json_unknown_key(folder: Path) -> Path:
    return written(folder, "key.json", as_json([good(1), good(2) | {"publishr": "x"}]))


@bad("record 1", "half a character")
def json_half_a_character(folder: Path) -> Path:
    text = as_json([good(1)]).replace("Jacaranda", "\\ud83d")
    return written(folder, "half.json", text)


@bad("line 2", "no JSON")
def broken_json_line(folder: Path) -> Path:
    lines = [as_json(good(1)), as_json(good(2))[:-9], as_json(good(3))]
    return written(folder, "lines.jsonl", "\n".join(lines))


@bad("line 1", "Deliver an array of objects")
def json_object_over_lines(folder: Path) -> Path:
    return written(folder, "one.json", json.dumps({"records": [good(1)]}, indent=1))


@bad("a record has more than", "characters")
def json_record_without_end(folder: Path) -> Path:
    return written(folder, "endless.json", '[{"note": "' + "x" * 40_000_000)


@bad("after the closing bracket")
def json_with_a_tail(folder: Path) -> Path:
    return written(folder, "tail.json", as_json([good(1)]) + as_json([good(2)]))


# ---- workbooks


def workbook(folder: Path, name: str, rows: Iterable[Iterable[object]]) -> Path:
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(list(cells))
    book.save(folder / name)
    return folder / name


def cells(number: int = 1, **changes: object) -> list[object]:
    return [(good(number) | changes)[name] for name in HEADER]


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


@bad("protected with a password", "Take the password off")
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


@bad("row 2", "cell Q2 stands in a column without a name")
def cell_beside_the_table(folder: Path) -> Path:
    return workbook(folder, "beside.xlsx", [HEADER, [*cells(1), None, "see below"]])


@bad("column XFD", "almost empty", "Delete the cells")
def cell_in_the_last_corner(folder: Path) -> Path:
    path = workbook(folder, "corner.xlsx", [HEADER, cells(1)])
    return changed(path, lambda book: book.active.cell(1_048_576, 16_384, "x"))


@bad("no sheet has the header", "'Sheet'")
def workbook_without_a_header(folder: Path) -> Path:
    return workbook(folder, "other.xlsx", [["name", "age"], ["Ann", 3]])


@bad("sheet 'Sheet', row 3", "Did you mean 'publisher'?")
def workbook_column_misspelt(folder: Path) -> Path:
    header = ["publishr" if name == "publisher" else name for name in HEADER]
    return workbook(folder, "misspelt.xlsx", [["Records"], [], header, cells(1)])


@bad("no sheet has the header")
def empty_workbook(folder: Path) -> Path:
    return workbook(folder, "empty.xlsx", [])


@bad("row 2", "event_start", "2025-07-14 10:30:00")
def moment_in_a_date(folder: Path) -> Path:
    from datetime import datetime

    moment = datetime(2025, 7, 14, 10, 30)
    return workbook(folder, "moment.xlsx", [HEADER, cells(1, event_start=moment)])


@bad("row 2", "value", "2025-07-14")
def date_in_a_number(folder: Path) -> Path:
    return workbook(folder, "day.xlsx", [HEADER, cells(1, value=date(2025, 7, 14))])


@bad("is a document, no workbook")
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


# ---- Parquet


def parquet(folder: Path, name: str, columns: dict[str, object]) -> Path:
    pq.write_table(pa.table(columns), folder / name)
    return folder / name


def columns(**changes: object) -> dict[str, object]:
    return {name: [good()[name]] for name in HEADER} | changes


@bad("damaged or cut off", "Write it again")
def parquet_cut_off(folder: Path) -> Path:
    path = parquet(folder, "cut.parquet", columns())
    path.write_bytes(path.read_bytes()[:-100])
    return path


@bad("damaged or cut off")
def parquet_with_noise_inside(folder: Path) -> Path:
    path = parquet(folder, "noise.parquet", columns())
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    return path


@bad("the column 'publisher' has the type list", "Write it as text")
def parquet_of_lists(folder: Path) -> Path:
    return parquet(folder, "lists.parquet", columns(publisher=[["A", "B"]]))


@bad("the column 'publisher' has the type binary")
def parquet_of_bytes(folder: Path) -> Path:
    return parquet(folder, "bytes.parquet", columns(publisher=[b"\xff\xfe"]))


@bad("is not known", "Did you mean 'publisher'?")
def parquet_column_misspelt(folder: Path) -> Path:
    return parquet(folder, "misspelt.parquet", columns(publishr=["x"]))


@bad("row 1", "value", "control characters")
def parquet_with_nul(folder: Path) -> Path:
    return parquet(folder, "nul.parquet", columns(publisher=["a\0b"], value=["1\0"]))


# ---- archives


def packed(folder: Path, name: str, *files: tuple[str, str | bytes]) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files:
            archive.writestr(member, content)
    return folder / name


@bad("unpacks to more than 200 times its size", "Deliver it unpacked")
def zip_bomb(folder: Path) -> Path:
    return packed(folder, "bomb.zip", ("a.csv", b"x" * (100 << 20)))


@bad("damaged", "Pack it again")
def zip_bomb_that_lies(folder: Path) -> Path:
    """The list of members says 100 bytes; what is packed is a thousand times more."""
    path = zip_bomb(folder).rename(folder / "lies.zip")
    content = path.read_bytes()
    large = struct.pack("<I", 100 << 20)
    path.write_bytes(content.replace(large, struct.pack("<I", 100)))
    return path


@bad("unpacks to more than 200 times its size")
def gzip_bomb(folder: Path) -> Path:
    return written(folder, "bomb.csv.gz", gzip.compress(b"x" * (100 << 20), 9))


@bad("unpacks to more than 200 times its size")
def workbook_bomb(folder: Path) -> Path:
    whole = workbook(folder, "whole.xlsx", [HEADER, cells()])
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                content = content.replace(b"Jacaranda", b"J" * (100 << 20))
            new.writestr(info.filename, content)
    return path


@bad("'../../a.csv'", "leads out of the archive")
def path_that_climbs_out(folder: Path) -> Path:
    return packed(folder, "climbs.zip", ("../../a.csv", table(row(1))))


@bad("'/etc/a.csv'", "leads out of the archive")
def path_from_the_root(folder: Path) -> Path:
    return packed(folder, "root.zip", ("/etc/a.csv", table(row(1))))


@bad("'a.csv' is a symbolic link")
def link_in_an_archive(folder: Path) -> Path:
    info = zipfile.ZipInfo("a.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "link.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return folder / "link.zip"


@bad("inner.zip", "an archive stands within the archive")
def archive_in_an_archive(folder: Path) -> Path:
    inner = packed(folder, "inner.zip", ("a.csv", table(row(1))))
    return packed(folder, "outer.zip", ("inner.zip", inner.read_bytes()))


@bad("an archive stands within the archive")
def gzip_in_gzip(folder: Path) -> Path:
    return written(folder, "twice.gz", gzip.compress(gzip.compress(table(row(1)).encode())))


@bad("holds no file")
def empty_archive(folder: Path) -> Path:
    return packed(folder, "empty.zip")


@bad("b.csv", "row 1", "Did you mean 'publisher'?")
def one_bad_file_among_good_ones(folder: Path) -> Path:
    wrong = table(row(2)).replace(",publisher,", ",publishr,", 1)
    return packed(folder, "pair.zip", ("a.csv", table(row(1))), ("b.csv", wrong))


@bad("b.csv, row 3", "dozens")
def bad_row_in_the_second_file(folder: Path) -> Path:
    second = table(row(2), row(3, value="dozens"))
    return packed(folder, "rows.zip", ("a.csv", table(row(1))), ("b.csv", second))


@bad("notes.pdf", "a PDF document")
def archive_with_something_else(folder: Path) -> Path:
    return packed(folder, "mixed.zip", ("a.csv", table(row(1))), ("notes.pdf", b"%PDF-1.7"))


@bad("damaged")
def archive_with_a_wrong_sum(folder: Path) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", table(row(1)))
    return written(folder, "sum.zip", buffer.getvalue().replace(b"Jacaranda", b"Jacarandx"))


@bad("'a.csv' is protected with a password")
def archive_with_a_password(folder: Path) -> Path:
    path = packed(folder, "secret.zip", ("a.csv", table(row(1))))
    content = bytearray(path.read_bytes())
    listed = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[listed + 8] |= 1
    path.write_bytes(content)
    return path


@bad("damaged or cut off", "Pack it again")
def gzip_cut_off(folder: Path) -> Path:
    return written(folder, "cut.csv.gz", gzip.compress(table(row(1)).encode())[:-12])


@bad("the file inside is empty")
def gzip_of_nothing(folder: Path) -> Path:
    return written(folder, "nothing.csv.gz", gzip.compress(b""))


# ---- what is no file


@bad("there is no such file")
def link_to_nothing(folder: Path) -> Path:
    (folder / "dangling.csv").symlink_to(folder / "gone.csv")
    return folder / "dangling.csv"


@bad("loop.csv", "a symbolic link that leads round in a circle")
def link_to_itself(folder: Path) -> Path:
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    return folder / "loop.csv"


@bad("a device or a pipe")
def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


@bad("a device or a pipe")
def link_to_a_device(folder: Path) -> Path:
    (folder / "zero.csv").symlink_to(os.devnull)
    return folder / "zero.csv"
