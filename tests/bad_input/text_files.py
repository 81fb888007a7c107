"""Malformed CSV, and files that are not tables."""

from __future__ import annotations

from pathlib import Path

from bad_input.making import HEAD, Bad, keeping, row, table, written

BAD: Bad = {}
bad = keeping(BAD)


@bad("the file is empty")
def nothing(folder: Path) -> Path:
    return written(folder, "nothing.csv", b"")


@bad("not a header of incident records", "CODEBOOK.md")
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


@bad("row 2", "event_start", "2025-07-1O", "is not a date written YYYY-MM-DD")
def letter_in_a_date(folder: Path) -> Path:
    return written(folder, "letter.csv", table(row(1, event_start="2025-07-1O")))


@bad("row 2", "value", "1.000", "is not whole")
def count_that_may_be_a_thousand(folder: Path) -> Path:
    return written(folder, "thousand.csv", table(row(1, value="1.000")))


@bad("row 2", "nobody has reviewed", "_accept")
def review_that_nobody_reviewed(folder: Path) -> Path:
    return written(folder, "review.txt", table(row(1) + ",", head=HEAD + ",_accept"))


@bad("row 1", "'publisher' occurs twice", "Remove one")
def column_twice(folder: Path) -> Path:
    return written(folder, "column.csv", table(row(1) + ",P", head=HEAD + ",publisher"))


@bad("row 1", "'publishr' is unknown", "Did you mean 'publisher'?")
def column_misspelt(folder: Path) -> Path:
    text = table(row(1)).replace(",publisher,", ",publishr,", 1)
    return written(folder, "misspelt.csv", text)


@bad("row 1", "'colour' is unknown", "'_'")
def column_unknown(folder: Path) -> Path:
    return written(folder, "unknown.csv", table(row(1) + ",red", head=HEAD + ",colour"))


@bad("row 1", "the required column 'publisher' is missing", "Add it")
def column_missing(folder: Path) -> Path:
    return written(folder, "missing.csv", table(row(1)).replace("publisher,", "", 1))


@bad("row 1", "column 16 has no name")
def column_without_a_name(folder: Path) -> Path:
    return written(folder, "unnamed.csv", table(row(1) + ",x", head=HEAD + ","))


@bad("row 1", "column 16 has no name")
def a_million_empty_columns(folder: Path) -> Path:
    many = "," * 1_000_000
    return written(folder, "wide.csv", table(row(1) + many, head=HEAD + many))


@bad("row 1", "column 17 has no name", "row 3", "'x'")
def cell_below_the_empty_names(folder: Path) -> Path:
    rows = (row(1) + ",,,", row(2) + ",,x,")
    return written(folder, "below.csv", table(*rows, head=HEAD + ",,,"))


@bad("row 3", "the row has 15 cells, but the header has 16")
def cell_missing_in_the_middle(folder: Path) -> Path:
    """What stands after it looks like a row whose last, empty cell was left out."""
    rows = (row(1) + ",note", row(2).replace(",KH,", ",") + ",note")
    return written(folder, "middle.csv", table(*rows, head=HEAD + ",note"))


@bad("row 3", "the row has 16 cells, but the header has 17")
def cell_missing_among_optional_ones(folder: Path) -> Path:
    rows = (row(1) + ",note,scope", row(2) + ",which of the two?")
    return written(folder, "which.csv", table(*rows, head=HEAD + ",note,scope"))


@bad("not a header of incident records", "'Main ID, Date'")
def another_table_in_quotes(folder: Path) -> Path:
    return written(folder, "other.csv", '"Main ID","Date"\n1,2026-01-01\n')


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


@bad("encoding is unclear", "CSV UTF-8")
def cyrillic_without_a_mark(folder: Path) -> Path:
    text = table(row(1, publisher="Новости"))
    return written(folder, "cyrillic.csv", text.encode("cp1251"))


@bad("encoding is unclear")
def thai_without_a_mark(folder: Path) -> Path:
    return written(folder, "thai.csv", table(row(1, publisher="ไทยรัฐ")).encode("cp874"))


@bad("encoding is unclear")
def chinese_without_a_mark(folder: Path) -> Path:
    return written(folder, "chinese.csv", table(row(1, publisher="新华社")).encode("gbk"))


@bad("two encodings")
def two_encodings(folder: Path) -> Path:
    text = table(row(1, publisher="Café"), row(2)).encode() + b"Caf\xe9\n"
    return written(folder, "both.csv", text)


@bad("is NUL")
def utf16_without_a_mark(folder: Path) -> Path:
    return written(folder, "utf16.csv", table(row(1)).encode("utf-16-le"))


@bad("is not valid UTF-16")
def utf16_cut_off(folder: Path) -> Path:
    return written(folder, "utf16cut.csv", table(row(1)).encode("utf-16")[:-1])


@bad("last character is cut off", "Deliver it again")
def utf8_cut_off(folder: Path) -> Path:
    return written(folder, "cut.csv", (table(row(1)) + "é").encode()[:-1])


@bad("not a header of incident records")
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
