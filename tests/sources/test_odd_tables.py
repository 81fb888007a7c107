"""Tables as people keep them: totals, notes, hidden rows, merged headers, and other formats."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from office import NEEDS_OFFICE, save_as
from openpyxl.worksheet.worksheet import Worksheet
from support import GOOD, good, write_records

from ingest.errors import RefusedError
from ingest.readers import delivered_file
from ingest.readers.reading import letters

HEADER = list(GOOD)
VALUE = HEADER.index("value") + 1
NO_RECORD = (
    "a total, a note or a heading is not a record. Delete the row, or fill in its other cells"
)


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(HEADER)
    for number in (1, 2):
        page.append([good(number)[name] for name in HEADER])
    return page


def ragged(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    return con.execute("select _row_number, reasons from ragged_rows order by 1").fetchall()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"value": "1005"}, 'value "1005"'),
        ({"record_id": "Total", "value": "1005"}, 'record_id "Total", value "1005"'),
        ({"record_id": "* provisional"}, 'record_id "* provisional"'),
    ],
)
def test_a_total_or_a_note_below_the_table_is_no_record(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    path = write_records(tmp_path / "a.csv", [good(1), cells], HEADER)
    assert delivered_file.read(con, path, path.name).ragged == 1
    assert ragged(con) == [(3, f"the row has only {said}: {NO_RECORD}")]


def test_a_header_that_is_repeated_is_no_record(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    again = {name: name.replace("_", " ").title() for name in HEADER}
    path = write_records(tmp_path / "a.csv", [good(1), again, good(2)], HEADER)
    assert delivered_file.read(con, path, path.name).ragged == 1
    assert ragged(con) == [(3, "the row repeats the header. Delete it")]


def test_a_total_that_was_never_calculated_is_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The row has no value, so the reader of workbooks leaves it out."""
    book = openpyxl.Workbook()
    sheet_of(book).cell(4, VALUE, f"=SUM({letters(VALUE)}2:{letters(VALUE)}3)")
    book.save(tmp_path / "a.xlsx")
    assert delivered_file.read(con, tmp_path / "a.xlsx", "a.xlsx").ragged == 1
    [(row, reason)] = ragged(con)
    assert (row, f"cell {letters(VALUE)}4 holds a formula without a result" in reason) == (4, True)


def test_merged_cells_of_the_header_are_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet_of(book).merge_cells("A1:B1")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(RefusedError, match=r"merged \(A1:B1\), so it is unclear"):
        delivered_file.read(con, tmp_path / "a.xlsx", "a.xlsx")


def test_merged_headings_above_the_header_are_passed_over(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = sheet_of(book)
    page.insert_rows(1)
    page["A1"] = "Event"
    page.merge_cells("A1:F1")
    book.save(tmp_path / "a.xlsx")
    assert delivered_file.read(con, tmp_path / "a.xlsx", "a.xlsx").header_row == 2
    assert con.execute("select count(*) from delivered").fetchall() == [(2,)]


def filtered(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = sheet_of(book)
    page.auto_filter.ref = page.dimensions
    page.row_dimensions[3].hidden = True
    page.row_dimensions[9].hidden = True  # below the table
    book.save(path)
    return path


NOTE = "rows that are hidden or filtered out were read like the others (1: 3)"


def test_hidden_rows_are_read_and_told(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = filtered(tmp_path / "a.xlsx")
    assert delivered_file.read(con, path, path.name).notes == [NOTE]
    assert con.execute("select count(*) from delivered").fetchall() == [(2,)]


@NEEDS_OFFICE
@pytest.mark.parametrize("form", ["ods", "xls"])
def test_hidden_rows_of_other_workbooks_too(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, form: str
) -> None:
    path = save_as(filtered(tmp_path / "a.xlsx"), form, tmp_path / "saved")
    assert delivered_file.read(con, path, path.name).notes == [NOTE]


def tar(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"), io.BytesIO())


def packed_tar(path: Path) -> None:
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"), io.BytesIO())


def numbers(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Index/Document.iwa", b"x")


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (tar, "the file is a tar archive"),
        (packed_tar, "the file is a tar archive"),
        (numbers, "the file is a workbook of Numbers"),
        (lambda path: path.write_bytes(b"ORC\0"), "the file is an ORC file"),
        (lambda path: path.write_bytes(b"Obj\1"), "the file is an Avro file"),
    ],
)
def test_other_formats_are_named(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, write, said: str
) -> None:
    write(tmp_path / "a")
    with pytest.raises(RefusedError, match=said):
        delivered_file.read(con, tmp_path / "a", "a")
