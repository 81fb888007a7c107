"""The workbook: it has the content of the live file, as dates, numbers and text."""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter
from support import ROOT, bare_settings

from raidbook.export import cells, exports, summary_charts, summary_queries, workbook
from raidbook.export.exposures import Exposure, Sheet, exposures
from raidbook.version import CODE_VERSION, SCHEMA_VERSION

RAIDBOOK = "var/exports/raidbook.xlsx"


@pytest.fixture(scope="module")
def book(built_project: Path) -> Iterator[Any]:
    opened = openpyxl.load_workbook(built_project / RAIDBOOK, read_only=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def whole(built_project: Path) -> Any:
    """The workbook with its formats, filters, links and charts."""
    return openpyxl.load_workbook(built_project / RAIDBOOK)


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
    names = [sheet.name for sheet in declared.sheets]
    assert book.sheetnames == ["About", "Summary", "Columns", *names]
    assert {"Events", "Reported figures"} <= set(names)


def test_every_report_has_its_sheet(built_project: Path, live: duckdb.DuckDBPyConnection) -> None:
    shown = {sheet.table for e in exposures(built_project) for sheet in e.sheets}
    reports = live.execute(
        "select 'reports.' || table_name from duckdb_tables() where schema_name = 'reports'"
    ).fetchall()
    assert {name for (name,) in reports} <= shown


def test_every_cell_of_every_sheet_is_that_of_the_live_file(
    book: Any, declared: Exposure, live: duckdb.DuckDBPyConnection
) -> None:
    for sheet in declared.sheets:
        shown = ", ".join(sheet.columns) or "*"
        found = live.execute(f"select {shown} from {sheet.table} order by {sheet.order_by}")
        names = tuple(column[0] for column in found.description or [])
        wanted = [tuple(map(as_shown, row)) for row in found.fetchall()]
        header, *rows = rows_of(book[sheet.name], len(names))
        assert header == names, sheet.name
        assert len(rows) == len(wanted), sheet.name
        wrong = [pair for pair in zip(rows, wanted, strict=True) if pair[0] != pair[1]]
        assert wrong[:1] == [], sheet.name


def test_people_see_no_key_and_no_sheet_too_wide_to_read(
    whole: Any, declared: Exposure, built_project: Path
) -> None:
    for sheet in declared.sheets:
        page = whole[sheet.name]
        header = next(iter(page.values))
        letters = {name: get_column_letter(at) for at, name in enumerate(header, start=1)}
        hidden = {name for name, at in letters.items() if page.column_dimensions[at].hidden}
        assert hidden == {name for name in header if name.endswith("_key")}, sheet.name
    assert len(next(iter(whole["Events"].values))) == 18
    (facts,) = [e for e in exposures(built_project) if e.file_name == "raidbook_facts.xlsx"]
    (events,) = [sheet for sheet in facts.sheets if sheet.name == "Events"]
    assert events.columns == (), "the sheet for pivot tables has every column"


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
    about = {row[0]: row[1:] for row in rows_of(book["About"], 6)}
    (build,) = live.execute("select build_id from meta.builds").fetchall()[0]
    assert about["Build"][0] == build

    def count(table: str) -> int:
        return int(live.execute(f"select count(*) from {table}").fetchall()[0][0])

    assert about["Schema version"][0] == SCHEMA_VERSION
    assert about["Code version"][0] == CODE_VERSION
    assert ("Reported figures", count("marts.fct_reported_figures"), None) in rows
    assert ("Events", count("marts.dim_event"), None) in rows
    assert ("Reports", count("marts.dim_report"), None) in rows
    assert ("Warnings", count("quality.warnings"), None) in rows
    ((event_id, persons, message),) = live.execute(
        "select event_id, persons_at_stake, message from quality.warnings where doubt_rank = 1"
    ).fetchall()
    assert ("Persons at stake in the largest warning", persons, None) in rows
    assert about["The largest warning"][0].startswith(f"{event_id} (")
    assert about["The largest warning"][0].endswith(f" {persons:,} persons): {message}")
    for sheet in declared.sheets:
        assert about[sheet.name][2] == count(sheet.table)
    assert build in about["How to cite"][0]
    assert "CC BY 4.0" in about["How to cite"][0]
    source = about["Raw incident records on raids on online-scam centres"]
    assert source[:2] == ("Raidbook", "CC BY 4.0")
    assert source[4] == count("marts.fct_reported_figures")


def test_about_leads_to_the_rules(whole: Any) -> None:
    (cell,) = [row[1] for row in whole["About"].rows if row[0].value == "Rules"]
    assert "docs/rules.md" in cell.value
    target = cell.hyperlink.target.replace("\\", "/")
    assert (ROOT / "var" / "exports" / target).resolve() == ROOT / "docs" / "rules.md"


def test_headers_are_frozen_and_filtered_and_addresses_are_links(
    whole: Any, declared: Exposure
) -> None:
    for sheet in declared.sheets:
        page = whole[sheet.name]
        assert page.freeze_panes == "B2", sheet.name
        assert page.auto_filter.ref == page.dimensions or page.max_row == 1, sheet.name
        assert page.print_title_rows == "$1:$1", sheet.name
        assert len(page.conditional_formatting) == len(sheet.scales), sheet.name
        names = [cell.value for cell in page[1]]
        assert all(page.column_dimensions[c.column_letter].width >= 5 for c in page[1])
        linked = {
            names[cell.column - 1] for row in page.iter_rows() for cell in row if cell.hyperlink
        }
        assert linked == {
            name for name in names if name.endswith("source_url") and page.max_row > 1
        }
        formulas = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        assert formulas == []


def table_below(page: Any, head: str) -> dict[Any, tuple[Any, ...]]:
    """Return the table of the summary whose first column is `head`, by that column."""
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    start, at = next((n, row.index(head)) for n, row in enumerate(rows) if head in row)
    found = {}
    for row in rows[start + 1 :]:
        if row[at] is None:
            break
        found[row[at]] = tuple(row[at + 1 : at + 8])
    return found


def test_the_summary_has_native_charts_of_the_tables_below_them(
    whole: Any, live: duckdb.DuckDBPyConnection
) -> None:
    page = whole["Summary"]
    assert len(page._charts) == 5
    assert not [c for row in page.iter_rows() for c in row if c.data_type == "f"]
    (total, low, high) = live.execute(
        "select sum(persons), sum(persons_low), sum(persons_high) from marts.fct_arrests "
        "where persons > 0"
    ).fetchall()[0]
    assert [page.cell(4, column).value for column in (1, 4, 6)] == [total, low, high]
    months = {day.date(): row[:4] for day, row in table_below(page, "month").items()}
    assert len(months) == summary_queries.MONTHS
    for month, *amounts in live.execute(
        "select month_start, persons_certain, persons_spread, persons_low, persons_high "
        "from reports.rpt_arrests_by_month"
    ).fetchall():
        assert month < min(months) or months[month] == pytest.approx(tuple(amounts))


@pytest.mark.parametrize(
    ("head", "query"),
    [
        (
            "nationality",
            "select case nationality_code when 'foreign' then 'Foreign, not named' "
            "when 'unknown' then 'Unknown' else demonym end, "
            "persons, persons_low, persons_high from reports.rpt_arrests_by_nationality",
        ),
        (
            "country",
            "select country_name, sum(persons), sum(persons_low), sum(persons_high) "
            "from marts.fct_arrests inner join marts.dim_country using (country_code) "
            "where persons > 0 group by all",
        ),
        (
            "place",
            "select case place_type when 'unknown' then 'Unknown' when 'city' then "
            "city_name || ', ' || country_code else city_name || ' (province), ' || country_code "
            "end, persons_weighted, persons_weighted_low, persons_weighted_high "
            "from reports.rpt_hotspots_by_city where persons_weighted > 0",
        ),
    ],
)
def test_the_bars_have_the_unknown_apart_and_add_up(
    whole: Any, live: duckdb.DuckDBPyConnection, head: str, query: str
) -> None:
    bars = table_below(whole["Summary"], head)
    wanted = {name: amounts for name, *amounts in live.execute(query).fetchall()}
    others = [name for name in bars if name not in wanted]
    unknown = [name for name in bars if name in ("Foreign, not named", "Unknown")] or [
        "Several or unknown"
    ]
    assert len(others) == 1
    assert others[0].startswith("Others (")
    assert list(bars)[-len(unknown) - 1 :] == [*others, *unknown]
    assert len(bars) == summary_queries.BARS + 1 + len(unknown)
    for name in bars:
        if name not in others:
            assert bars[name][:3] == pytest.approx([float(n) for n in wanted[name]])
    for column in range(3):
        assert sum(row[column] for row in bars.values()) == pytest.approx(
            sum(float(amounts[column]) for amounts in wanted.values())
        )
    best, low, high, below, above = next(iter(bars.values()))[:5]
    assert (below, above) == pytest.approx((best - low, high - best))


def test_the_charts_have_axis_titles_and_go_from_low_to_high(built_project: Path) -> None:
    with zipfile.ZipFile(built_project / RAIDBOOK) as parts:
        charts = [parts.read(f"xl/charts/chart{number}.xml").decode() for number in range(1, 6)]
    for chart in charts:
        assert chart.count("<c:title>") == 3, "of the chart and of both axes"
    for chart in charts[:4]:
        assert chart.count("<c:errBars>") == 1
        for side in ("plus", "minus"):
            assert re.search(rf"<c:{side}><c:numRef><c:f>Summary!\$", chart)
    for chart in charts[1:4]:
        colors = set(re.findall(r'<c:dPt>.*?<a:srgbClr val="(\w+)"', chart))
        assert colors == {
            c.removeprefix("#")
            for c in (summary_charts.BLUE, summary_charts.PALE, summary_charts.GREY)
        }


def test_heads_stand_over_their_numbers(whole: Any, declared: Exposure) -> None:
    """On the right over numbers, in the middle over truth values, else on the left."""
    sides = {"n": "right", "d": None, "b": "center", "s": None}
    for sheet in declared.sheets:
        page = whole[sheet.name]
        for column in page.iter_cols():
            head, *values = column
            kinds = {cell.data_type for cell in values if cell.value is not None}
            if len(kinds) == 1:
                assert head.alignment.horizontal == sides[kinds.pop()], (sheet.name, head.value)


def test_the_summary_of_a_large_workbook_is_the_same(
    whole: Any, built_project: Path, declared: Exposure, tmp_path: Path, monkeypatch: Any
) -> None:
    """It is written row by row, and its tables are side by side."""
    monkeypatch.setattr(workbook, "MAX_CELLS", 10)
    live = str(built_project / "var" / "live" / "warehouse.duckdb")
    small = replace(declared, sheets=declared.sheets[:1])
    with duckdb.connect(live, read_only=True) as con:
        workbook.write_workbook(con, small, tmp_path / "large.xlsx")
    large = openpyxl.load_workbook(tmp_path / "large.xlsx")["Summary"]
    assert list(large.values) == list(whole["Summary"].values)


def test_the_same_build_gives_the_same_bytes(built_project: Path, tmp_path: Path) -> None:
    """Written again by another process, later, into another folder."""
    here = replace(bare_settings(tmp_path), root=built_project)
    here.live.parent.mkdir(parents=True)
    here.live.symlink_to(built_project / "var/live/warehouse.duckdb")
    written = exports.export_all(here)[0]

    def hashes(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "quality.html"  # describes the build, also when
        }

    assert hashes(here.exports) == hashes(built_project / "var/exports")
    assert len(hashes(here.exports)) > 60
    assert exports.is_current(here)
    assert not list(here.exports.glob(".*")), "nothing half written"
    content = written.read_bytes()
    written.unlink()
    assert not exports.is_current(here), "a missing workbook is made again"
    written.write_bytes(content)
    assert exports.is_current(here)
    note = here.exports / "exports.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"build_id": "another"}))
    assert not exports.is_current(here), "that of another build too"


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
