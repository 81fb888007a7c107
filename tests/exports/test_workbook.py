"""The workbook: what a person opens holds what the live file holds, as dates, numbers and text."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from support import bare_settings

from warehouse import export
from warehouse.export import workbook
from warehouse.export.exposures import Exposure, Sheet, exposures

RAIDBOOK = "var/exports/raidbook.xlsx"


@pytest.fixture(scope="module")
def book(built_project: Path) -> Iterator[Any]:
    opened = openpyxl.load_workbook(built_project / RAIDBOOK, read_only=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def declared(built_project: Path) -> Exposure:
    (found,) = [e for e in exposures(built_project) if e.file_name == "raidbook.xlsx"]
    return found


def as_shown(value: object) -> object:
    """Return what a spreadsheet makes of a value of the database; it keeps 15 digits."""
    if isinstance(value, Decimal | float):
        return pytest.approx(float(value), rel=1e-14, abs=0)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def rows_of(page: Any, width: int) -> list[tuple[object, ...]]:
    return [tuple(row[:width]) + (None,) * (width - len(row)) for row in page.values]


def test_sheets(book: Any, declared: Exposure) -> None:
    assert book.sheetnames == ["About", "Columns", *(sheet.name for sheet in declared.sheets)]
    assert {"Events", "Reported figures"} <= set(book.sheetnames)


def test_every_cell_of_every_sheet_is_that_of_the_live_file(
    book: Any, declared: Exposure, live: duckdb.DuckDBPyConnection
) -> None:
    for sheet in declared.sheets:
        found = live.execute(f"select * from {sheet.table} order by {sheet.order_by}")
        names = tuple(column[0] for column in found.description or [])
        wanted = [tuple(map(as_shown, row)) for row in found.fetchall()]
        header, *rows = rows_of(book[sheet.name], len(names))
        assert header == names, sheet.name
        assert len(rows) == len(wanted), sheet.name
        wrong = [pair for pair in zip(rows, wanted, strict=True) if pair[0] != pair[1]]
        assert wrong[:1] == [], sheet.name


def test_dates_are_dates_and_numbers_are_numbers(book: Any) -> None:
    page = book["Events"]
    header, first = (list(row) for row in page.iter_rows(min_row=1, max_row=2))
    cells = {name.value: cell for name, cell in zip(header, first, strict=False)}
    assert cells["event_start"].is_date
    assert cells["event_start"].number_format == "yyyy-mm-dd"
    assert isinstance(cells["event_start"].value, datetime)
    assert cells["report_count"].data_type == "n"
    assert isinstance(cells["report_count"].value, int)
    assert cells["event_id"].data_type == "s"


def test_every_column_is_explained(book: Any, declared: Exposure) -> None:
    header, *rows = rows_of(book["Columns"], 4)
    assert header == ("sheet", "column", "type", "meaning")
    explained = {(sheet, column) for sheet, column, _, meaning in rows if meaning}
    for sheet in declared.sheets:
        for column in next(iter(book[sheet.name].values)):
            assert (sheet.name, column) in explained


def test_about_tells_the_build_and_the_counts(
    book: Any, declared: Exposure, live: duckdb.DuckDBPyConnection
) -> None:
    rows = rows_of(book["About"], 3)
    about = {row[0]: row[1:] for row in rows}
    (build,) = live.execute("select build_id from meta.builds").fetchall()[0]
    assert about["Build"][0] == build

    def count(table: str) -> int:
        return int(live.execute(f"select count(*) from {table}").fetchall()[0][0])

    assert ("Reported figures", count("marts.fct_reported_figures"), None) in rows
    assert ("Events", count("marts.dim_event"), None) in rows
    assert ("Reports", count("marts.dim_report"), None) in rows
    for sheet in declared.sheets:
        assert about[sheet.name][1] == count(sheet.table)
    assert "CC BY 4.0" in about["How to cite"][0]


def test_the_same_build_gives_the_same_bytes(built_project: Path, tmp_path: Path) -> None:
    """Written again by another process, later, into another folder."""
    here = replace(bare_settings(tmp_path), root=built_project)
    here.live.parent.mkdir(parents=True)
    here.live.symlink_to(built_project / "var/live/warehouse.duckdb")
    (written,) = [path for path in export.export_all(here) if path.name == "raidbook.xlsx"]
    first = hashlib.sha256((built_project / RAIDBOOK).read_bytes()).hexdigest()
    assert hashlib.sha256(written.read_bytes()).hexdigest() == first
    assert export.is_current(here)
    assert not list(here.exports.glob(".*")), "nothing half written"
    written.unlink()
    assert not export.is_current(here), "a missing workbook is made again"
    export.export_all(here)
    note = here.exports / "exports.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"build_id": "another"}))
    assert not export.is_current(here), "that of another build too"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A file with what About needs, and a table of odd cells."""
    with duckdb.connect() as connection:
        connection.execute("""
            create schema meta; create schema marts; create schema quality; create schema odd;
            create table meta.builds as
                select '20250801-build' as build_id, timestamp '2025-08-01 12:00:00' as finished_at;
            create table marts.fct_reported_figures (a int);
            create table marts.dim_event (last_reported_on date);
            create table marts.dim_report (a int);
            create table quality.rejected_records (a int);
        """)
        yield connection


def written(con: duckdb.DuckDBPyConnection, path: Path) -> Any:
    sheet = Sheet("Odd", "odd.cells", "number")
    workbook.write_workbook(con, Exposure("odd", "Odd", "Odd.", "odd.xlsx", (sheet,)), path)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "{=1}", "http://x.org/", "https://x.org",
     "ftp://x", "mailto:a@b", "internal:Odd!A1", "external:c:\\x", "12", "007", "1e5", "TRUE",
     "2025-07-14", "NA", "#REF!", "a\nb", "é ប ", "x" * 32_000],
)  # fmt: skip
def test_text_stays_text(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str) -> None:
    con.execute("create table odd.cells as select 1 as number, cast(? as varchar) as note", [text])
    page = written(con, tmp_path / "odd.xlsx")["Odd"]
    assert (page["B2"].value, page["B2"].data_type) == (text, "s")
    assert page["B2"].hyperlink is None


def test_values_by_type(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("""
        create table odd.cells as select
            1 as number, cast(12 as bigint) as whole, cast(1.25 as decimal(38, 4)) as exact,
            cast(10 as decimal(38, 4)) as round_one, 0.5 as half, true as is_true,
            date '2025-07-14' as day, timestamp '2025-07-14 01:02:03' as moment,
            cast(null as date) as nothing, cast(1234567890123456789 as bigint) as too_exact,
            cast('nan' as double) as no_number, cast('inf' as double) as endless
    """)
    page = written(con, tmp_path / "odd.xlsx")["Odd"]
    assert [cell.value for cell in page[2]][:9] == [
        *(1, 12, 1.25, 10, 0.5, True),
        *(datetime(2025, 7, 14), datetime(2025, 7, 14, 1, 2, 3), None),
    ]
    assert [cell.data_type for cell in page[2]] == [*"nnnnnbddn", *"sss"]
    assert page["J2"].value == "1234567890123456789", "Excel would round it"
    assert math.isnan(float(page["K2"].value))


def test_a_cell_that_is_too_long_is_cut_and_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    con.execute("create table odd.cells as select 1 as number, repeat('x', 40000) as note")
    book = written(con, tmp_path / "odd.xlsx")
    assert len(book["Odd"]["B2"].value) == workbook.MAX_CELL
    assert book["Odd"]["B2"].value.endswith(workbook.CUT)
    assert {row[0]: row[1] for row in book["About"].values}["Cells cut"] == 1


def test_more_rows_than_a_sheet_holds(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    con.execute("create table odd.cells as select range as number from range(7)")
    book = written(con, tmp_path / "odd.xlsx")
    pages = [book[f"Odd ({number})"] for number in (1, 2, 3)]
    assert [[row[0] for row in page.values] for page in pages] == [
        ["number", 0, 1, 2],
        ["number", 3, 4, 5],
        ["number", 6],
    ]


def test_an_empty_table_has_its_header(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("create table odd.cells (number int, note varchar)")
    assert list(written(con, tmp_path / "odd.xlsx")["Odd"].values) == [("number", "note")]


def test_what_cannot_be_written_is_an_oserror(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    con.execute("create table odd.cells (number int, note varchar)")
    with pytest.raises(OSError, match=r"odd\.xlsx"):
        written(con, tmp_path / "missing" / "odd.xlsx")
