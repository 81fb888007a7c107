"""The summary of the workbook: its charts, and the tables below them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from raidbook.export import summary_charts, summary_queries, workbook
from raidbook.export.exposures import Exposure

RAIDBOOK = "var/exports/raidbook.xlsx"


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
        "select sum(persons), sum(persons_low), sum(persons_high) from marts.fct_arrests"
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
            "where persons_high > 0 group by all",
        ),
        (
            "place",
            "select case place_type when 'unknown' then 'Unknown' when 'city' then "
            "city_name || ', ' || country_code else city_name || ' (province), ' || country_code "
            "end, persons_weighted, persons_weighted_low, persons_weighted_high "
            "from reports.rpt_hotspots_by_city where persons_weighted_high > 0",
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
    assert f"by month, the last {summary_queries.MONTHS} months" in charts[0]
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
