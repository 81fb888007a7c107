"""Odd cells of a workbook: text stays text, long text is cut, large tables are split."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import xlsxwriter

from raidbook.export import cells, workbook
from raidbook.export.exposures import Exposure, Sheet


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A file with what About needs, and a table of odd cells."""
    with duckdb.connect() as connection:
        connection.execute("""
            create schema meta; create schema marts; create schema quality; create schema odd;
            create table meta.deliveries as select
                'incident_records' as source_name, 7 as rows_loaded,
                date '2025-08-01' as landed_on, false as is_removed;
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
     "2025-07-14", "NA", "#REF!", "<r>x</r>", "<r></r>", "<b>x</b>", "a\nb", "é ប ", "x" * 32_000],
)  # fmt: skip
def test_text_stays_text(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str) -> None:
    con.execute("create table odd.cells as select 1 as number, cast(? as varchar) as note", [text])
    book = written(con, tmp_path / "odd.xlsx")
    page = book["Odd"]
    assert (page["B2"].value, page["B2"].data_type) == (text, "s")
    assert page["B2"].hyperlink is None


@pytest.mark.parametrize("text", ["x" * 40_000, "é" * 32_761, "😀" * 20_000, "x" + "😀" * 16_400])
def test_a_long_text_is_cut_to_what_excel_holds(text: str) -> None:
    with xlsxwriter.Workbook(io.BytesIO()) as book:
        book.add_worksheet()
        found = cells.Cells(book)
        cut = found.text(text)
        assert found.cut == 1
    assert cut.endswith(cells.CUT)
    assert text.startswith(cut.removesuffix(cells.CUT))
    units = len(cut.encode("utf-16-le")) // 2
    assert cells.MAX_CELL - 2 <= units <= cells.MAX_CELL


def test_only_addresses_of_the_web_are_links(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "MAX_LINKS", 2)
    con.execute("""
        create table odd.cells as from (values
            (1, 'https://example.org/a'), (2, 'javascript:alert(1)'), (3, 'file:///c:/x'),
            (4, 'https://example.org/' || repeat('x', 3000)), (5, 'http://example.org/b c'),
            (6, 'https://example.org/third'), (7, null)
        ) as t(number, source_url)
    """)
    page = written(con, tmp_path / "odd.xlsx")["Odd"]
    wanted = [row[1] for row in con.execute("from odd.cells order by number").fetchall()]
    assert [page.cell(row, 2).value for row in range(2, 9)] == wanted
    assert [bool(page.cell(row, 2).hyperlink) for row in range(2, 9)] == [
        *(True, False, False, False, True, False, False)
    ]


def test_a_large_workbook_is_written_row_by_row_and_holds_the_same(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    con.execute("""
        create table odd.cells as
        select range as number, 'text ' || range as note, range / 4 as share,
            range % 2 = 0 as is_even, date '2025-01-01' + cast(range as int) as day,
            'https://x.org/' || range as source_url
        from range(500)
    """)
    small = [list(page.values) for page in written(con, tmp_path / "a.xlsx").worksheets]
    monkeypatch.setattr(workbook, "MAX_CELLS", 10)
    large = [list(page.values) for page in written(con, tmp_path / "b.xlsx").worksheets]
    assert large == small


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


def test_a_cell_that_is_too_long_is_cut_and_reported(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    con.execute("create table odd.cells as select 1 as number, repeat('x', 40000) as note")
    book = written(con, tmp_path / "odd.xlsx")
    assert len(book["Odd"]["B2"].value) == cells.MAX_CELL
    assert book["Odd"]["B2"].value.endswith(cells.CUT)
    assert {row[0]: row[1] for row in book["About"].values}["Shortened cells"] == 1


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
