"""The summary sheet: key figures, and native charts with their tables below."""

from __future__ import annotations

from typing import Any

import duckdb

from ingest.fetch import fetch_named
from raidbook.export.cells import Cells, is_of_numbers
from raidbook.export.provenance import Build
from raidbook.export.summary_charts import chart_of_bars, chart_of_days, chart_of_months
from raidbook.export.summary_queries import FIGURES
from raidbook.export.summary_tables import TABLES_AT, SummaryTable, summary_tables

CHART = {"width": 740, "height": 350}  # pixels
WIDE_CHART = CHART | {"width": 1550}
CHARTS_AT = ((7, 0), (7, 9), (25, 0), (25, 9), (43, 0))  # rows and columns
FIGURES_AT = (0, 3, 5, 7, 10, 12, 14, 16)  # columns


class _InOrder:
    """Collects cells, to write them row by row at the end.

    xlsxwriter needs this order in a large workbook: it drops cells above the current row.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[int, int, str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda row, column, *values: self.calls.append((row, column, name, values))

    def write_to(self, page: Any) -> None:
        """Write all cells to `page`, in order of rows."""
        for row, column, name, values in sorted(self.calls, key=lambda call: call[:2]):
            getattr(page, name)(row, column, *values)


def write_summary(
    con: duckdb.DuckDBPyConnection, book: Any, page: Any, cells: Cells, build: Build
) -> None:
    """Write the key figures, five charts, and the tables of the charts below them."""
    page.hide_gridlines(2)
    page.set_column(0, 16, 12)
    page.set_column(9, 9, 26)  # names
    page.set_row(0, 30)
    written = _InOrder()
    written.write_string(0, 0, "Results at a glance", cells.title)
    written.write_string(
        *(1, 0),
        f"As reported until {build.newest_report}. Every person is counted once, in the event with "
        f"the most precise place. Build {build.build_id}.",
        cells.quiet,
    )
    _write_figures(con, written, cells)
    written.write_string(
        *(TABLES_AT - 1, 0),
        "The tables behind the charts. Low and high are the bounds that the reports allow. Spread "
        "means persons in events of several months. Unknown means that no report states it.",
        cells.quiet,
    )
    tables = summary_tables(con)
    for table in tables:
        _write_table(written, cells, table)
    written.write_to(page)
    months, nationalities, countries, places, known = tables
    charts = (
        chart_of_months(book, months),
        chart_of_bars(
            book, nationalities, "Persons arrested or detained, by nationality", "Nationality"
        ),
        chart_of_bars(
            book, countries, "Persons arrested or detained, by country", "Country of the raid"
        ),
        chart_of_bars(book, places, "Persons arrested or detained, by place", "City or province"),
        chart_of_days(book, known),
    )
    for (row, column), chart in zip(CHARTS_AT, charts, strict=True):
        if chart is not None:
            chart.set_size(WIDE_CHART if chart is charts[-1] else CHART)
            page.insert_chart(row, column, chart, {"object_position": 2})


def _write_figures(con: duckdb.DuckDBPyConnection, page: Any, cells: Cells) -> None:
    """Write the key figures in a row, each above its label."""
    names, (values,) = fetch_named(con, FIGURES)
    for at, name, value in zip(FIGURES_AT, names, values, strict=True):
        page.write_number(3, at, int(value), cells.figure)
        page.write_string(4, at, name, cells.quiet)


def _write_table(page: Any, cells: Cells, table: SummaryTable) -> None:
    page.write_string(table.row, table.at, table.title, cells.part)
    writers = [cells.writer(column) for column in table.columns]
    for at, column in enumerate(table.columns):
        head = cells.number_head if is_of_numbers(column) else cells.head
        page.write_string(table.row + 1, table.at + at, column.name, head)
    for row, values in enumerate(table.rows, start=table.row + 2):
        for at, value in enumerate(values):
            if at == 0 and table.columns[0].name == "month":
                page.write_datetime(row, table.at, value, cells.month)
            elif value is not None:
                writers[at](page, row, table.at + at, value)
