"""`add --errors`: rejected rows are written as delivered, corrected, delivered again and loaded."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from office import NEEDS_OFFICE, save_as
from openpyxl.worksheet.worksheet import Worksheet
from support import ended, good, write_records

from ingest.file_report import RejectedRow
from ingest.record import definition
from ingest.rejected_workbook import write_rejected
from raidbook.entry import add as adding
from raidbook.settings import Settings

SOME = ("note", *(column.name for column in definition.COLUMNS if column.is_required))
ROWS = [
    good(1),
    good(2, value="many", country="Atlantis", note="007"),
    good(3),
    good(4, event_end="2025-07-13", note="=1+1"),
    good(5, publisher=""),
]
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


def add(here: Settings, path: Path, errors: Path | None = None) -> int:
    return ended(adding.add, here, [path], again=False, is_dry=False, errors=errors)


def opened(path: Path) -> Worksheet:
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 1
    return book.worksheets[0]


def values(page: Worksheet) -> list[list[object]]:
    return [list(row) for row in page.iter_rows(values_only=True)]


def coloured(page: Worksheet, colour: str) -> set[tuple[int, str]]:
    """Return the row and the column's name of each cell of a colour, below the header."""
    return {
        (cell.row, str(page.cell(1, cell.column).value))
        for row in page.iter_rows(min_row=2)
        for cell in row
        if cell.fill.fgColor.rgb == colour
    }


def test_rejected_rows_come_back_as_they_were_delivered(here: Settings, tmp_path: Path) -> None:
    errors = tmp_path / "errors.xlsx"
    assert add(here, write_records(tmp_path / "july.csv", ROWS, SOME), errors) == 1
    page = opened(errors)
    header, *rows = values(page)
    assert header == ["_reasons", *SOME]
    assert [row[2] for row in rows] == [ROWS[at]["record_id"] for at in (1, 3, 4)]
    assert 'value: "many" is not a number' in str(rows[0][0])
    assert 'country: "Atlantis" is not' in str(rows[0][0])
    assert coloured(page, RED) == {
        *((2, "value"), (2, "country"), (3, "event_end"), (4, "publisher"))
    }
    assert coloured(page, YELLOW) == {(3, "event_start")}
    cells = {name: page.cell(2, at) for at, name in enumerate(header, start=1)}
    assert (cells["note"].value, cells["note"].data_type) == ("007", "s")
    assert cells["event_start"].is_date
    assert page.cell(3, 2).value == "=1+1"
    assert page.cell(3, 2).data_type == "s", "text is never a formula"
    assert page.freeze_panes == "B2"


def test_the_same_rows_give_the_same_bytes(here: Settings, tmp_path: Path) -> None:
    path, errors = write_records(tmp_path / "july.csv", ROWS), tmp_path / "errors.xlsx"
    for _ in range(2):
        assert ended(adding.add, here, [path], again=False, is_dry=True, errors=errors) == 1
    assert len(values(opened(errors))) == 4


def test_what_is_corrected_is_loaded_and_only_that(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = tmp_path / "errors.xlsx"
    add(here, write_records(tmp_path / "july.csv", ROWS, SOME), errors)
    book = openpyxl.load_workbook(errors)
    page = book.worksheets[0]
    at = {cell.value: cell.column for cell in page[1]}
    page.cell(2, at["value"], 1200)
    page.cell(2, at["country"], "KH")
    page.cell(4, at["publisher"], "Jacaranda FM")
    book.save(errors)
    capsys.readouterr()
    again = tmp_path / "again.xlsx"
    assert add(here, errors, again) == 1
    printed = capsys.readouterr().out
    assert "errors.xlsx: 3 rows read, 2 loaded, 1 rejected, 0 corrected, 0 unchanged" in printed
    header, *rows = values(opened(again))
    assert header == ["_reasons", *SOME], "one column of reasons, however often it is delivered"
    assert [row[2] for row in rows] == [ROWS[3]["record_id"]]


def test_a_workbook_comes_back_with_its_sheet_and_columns(here: Settings, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Raids of July"
    columns = ["_checked by", *reversed(SOME)]
    page.append(["Coded by hand"])
    page.append(columns)
    for row in ROWS:
        page.append([row.get(name) or None for name in columns])
    book.save(tmp_path / "july.xlsx")
    errors = tmp_path / "errors.xlsx"
    assert add(here, tmp_path / "july.xlsx", errors) == 1
    page = opened(errors)
    assert page.title == "Raids of July"
    assert values(page)[0] == ["_reasons", *columns]
    assert len(values(page)) == 4


def test_rows_that_are_no_records_come_back_too(here: Settings, tmp_path: Path) -> None:
    path = write_records(tmp_path / "july.csv", [good(1)], SOME)
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow([*good(2).values(), "one", "two", "too many"])
        csv.writer(stream).writerow(["a note alone"])
    errors = tmp_path / "errors.xlsx"
    assert add(here, path, errors) == 1
    _, more, less = values(opened(errors))
    assert "but the header has" in str(more[0])
    assert more[-2:] == ["two", "too many"]
    assert less[1] == "a note alone"


def test_a_long_cell_is_cut_and_control_characters_are_kept_out_of_the_way(
    here: Settings, tmp_path: Path
) -> None:
    rows = [good(1, note="x" * 100_000), good(2, note="bell \a rings")]
    errors = tmp_path / "errors.xlsx"
    assert add(here, write_records(tmp_path / "july.csv", rows), errors) == 1
    _, long, bell = values(opened(errors))
    assert str(long[-1]).endswith("x […]")
    assert str(bell[-1]).startswith("bell ")


def test_nothing_is_written_where_nothing_is_rejected(here: Settings, tmp_path: Path) -> None:
    assert add(here, write_records(tmp_path / "july.csv", [good(1)]), tmp_path / "e.xlsx") == 0
    assert not (tmp_path / "e.xlsx").exists()


def test_rows_being_corrected_are_never_written_over(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = tmp_path / "errors.xlsx"
    add(here, write_records(tmp_path / "july.csv", ROWS), errors)
    book = openpyxl.load_workbook(errors)
    book.worksheets[0].cell(2, 5, "half corrected")
    book.save(errors)
    before = errors.read_bytes()
    assert add(here, write_records(tmp_path / "august.csv", ROWS[1:]), errors) == 2
    assert "perhaps with rows being corrected" in capsys.readouterr().err
    assert errors.read_bytes() == before
    add(here, errors)  # it is landed now, so its rows are safe
    assert add(here, tmp_path / "august.csv", errors) == 1
    assert errors.read_bytes() != before


def test_each_of_several_files_has_its_own_workbook(here: Settings, tmp_path: Path) -> None:
    files = [write_records(tmp_path / f"{name}.csv", ROWS, SOME) for name in ("a", "b")]
    (tmp_path / "b.csv").write_text((tmp_path / "b.csv").read_text() + "\n")
    errors = tmp_path / "errors.xlsx"
    assert ended(adding.add, here, files, again=False, is_dry=False, errors=errors) == 1
    assert sorted(path.name for path in tmp_path.glob("errors*")) == [
        *("errors-a.xlsx", "errors-b.xlsx")
    ]


def test_files_of_one_name_have_workbooks_of_their_own(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for number, name in enumerate(("a/july.csv", "b/july.csv", "b/july.txt", "may.csv")):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        row = good(number, value="many")
        files.append(write_records(tmp_path / "in" / name, [row, good(9)], SOME))
    errors = tmp_path / "errors.xlsx"
    assert ended(adding.add, here, files, again=False, is_dry=False, errors=errors) == 1
    assert sorted(path.name for path in tmp_path.glob("errors*")) == [
        "errors-a-july-csv.xlsx",
        "errors-b-july-csv.xlsx",
        "errors-july-txt.xlsx",
        "errors-may.xlsx",
    ]
    assert f"rejected rows are in {tmp_path}/errors-a-july-csv.xlsx" in capsys.readouterr().out
    assert len(list((here.landing / "deliveries").iterdir())) == 4


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a" * 40, "a" * 31),
        ("raids/July: [a]*?\\", "raids July   a"),
        ("'quoted'", "quoted"),
        ("'" + "a" * 29 + "'b", "a" * 29 + "'b"),
        ("History", "Records"),
        ("\ud800", "Records"),
        ("", "Records"),
        (None, "Records"),
    ],
)
def test_a_sheet_has_a_name_that_excel_allows(tmp_path: Path, name: str | None, shown: str) -> None:
    row = RejectedRow(2, {"note": "half \ud83d"}, [], "wrong \udc00", frozenset(), frozenset())
    assert write_rejected(tmp_path / "errors.xlsx", [row], ["note"], name) == 1
    page = opened(tmp_path / "errors.xlsx")
    assert page.title == shown
    assert values(page)[1] == ["wrong \\udc00", "half \\ud83d"]


def test_a_file_of_rejected_rows_alone_is_said_to_publish_nothing(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(here, write_records(tmp_path / "july.csv", [good(1, value="many")])) == 1
    printed = capsys.readouterr().out
    assert "but nothing of it can be published: every row is rejected" in printed
    assert "publishes it" not in printed


@pytest.mark.parametrize("name", ["errors.csv", "nowhere/errors.xlsx"])
def test_a_name_that_cannot_be_meant(here: Settings, tmp_path: Path, name: str) -> None:
    path = write_records(tmp_path / "july.csv", ROWS)
    assert add(here, path, tmp_path / name) == 2
    assert not here.landing.exists()


@pytest.mark.slow
@NEEDS_OFFICE
def test_libreoffice_corrects_it(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = tmp_path / "errors.xlsx"
    add(here, write_records(tmp_path / "july.csv", ROWS), errors)
    book = openpyxl.load_workbook(errors)
    page = book.worksheets[0]
    at = {cell.value: cell.column for cell in page[1]}
    page.cell(4, at["publisher"], "Jacaranda FM")
    book.save(errors)
    saved = save_as(errors, "ods", tmp_path / "saved")
    capsys.readouterr()
    assert add(here, saved) == 1
    assert "errors.ods: 3 rows read, 1 loaded, 2 rejected" in capsys.readouterr().out
