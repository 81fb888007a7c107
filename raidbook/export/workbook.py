"""Write workbooks from the live file with xlsxwriter. The same build gives the same bytes.

The sheets are About, Summary if it is declared, Columns, and one for each report. Text is always
written as text. Only the addresses of reports are links to the web.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from ingest.fetch import fetch_value
from raidbook.export import provenance, table_columns
from raidbook.export.cells import Cells
from raidbook.export.exposures import Exposure, Sheet
from raidbook.export.provenance import Build
from raidbook.export.summary_sheet import write_summary
from raidbook.export.table_columns import Column
from raidbook.export.workbook_pages import WrittenSheet, write_about, write_columns

MAX_ROWS = 1_000_000  # a sheet holds 1,048,576 rows
MAX_CELLS = 5_000_000  # in memory at once; a larger workbook is written row by row
MAX_WIDTH = 44  # characters
SAMPLE = 300  # rows that determine the width of a column
CHUNK = 10_000  # rows fetched at once
PRINTED_WIDTH = 260  # characters across one page; a wider table takes several pages
TABS = {"reports": "#2E75B6", "main": "#2E75B6", "marts": "#548235", "quality": "#BF8F00"}
SCALES = {
    "counts": {"min_color": "#FFFFFF", "max_color": "#7FB2E5"},
    "doubts": {"min_color": "#FFFFFF", "max_color": "#F4B183"},
}


def write_workbook(con: duckdb.DuckDBPyConnection, exposure: Exposure, path: Path) -> list[str]:
    """Write one workbook to `path`; return its sheets. Raises OSError if it can't be written."""
    build = provenance.build_of(con)
    columns = {sheet.table: _columns_of(con, sheet) for sheet in exposure.sheets}
    rows = {
        sheet.table: int(fetch_value(con, f"select count(*) from {sheet.table}"))
        for sheet in exposure.sheets
    }
    is_large = sum(rows[table] * len(columns[table]) for table in rows) > MAX_CELLS
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": is_large,
            "use_zip64": is_large,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": exposure.label,
            "subject": "Raids on online-scam centres",
            "author": "Raidbook",
            "comments": f"Build {build.build_id}. {provenance.LICENCE}.",
            "created": build.finished_at,
        }
    )
    book.set_size(2400, 1400)
    with _without_collection():
        cells = Cells(book)
        about = book.add_worksheet("About")
        summary = book.add_worksheet("Summary") if exposure.has_summary else None
        explained = book.add_worksheet("Columns")
        written = [
            _write_sheet(con, book, cells, sheet, columns[sheet.table], rows[sheet.table])
            for sheet in exposure.sheets
        ]
        if summary is not None:
            write_summary(con, book, summary, cells, build)
        write_columns(cells, explained, exposure.sheets, columns)
        write_about(con, cells, about, exposure, build, written)
        for page in book.worksheets():
            _lay_out(page, build)
        try:
            book.close()
        except XlsxWriterException as error:
            raise OSError(f"{path.name}: {error}") from error
    return [page.get_name() for page in book.worksheets()]


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause garbage collection: millions of cells would be searched for cycles and have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _columns_of(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Column]:
    """Return the columns that a sheet shows, in its order, or else in that of the table."""
    found = table_columns.columns_of(con, sheet.table)
    if not sheet.columns:
        return found
    by_name = {column.name: column for column in found}
    return [by_name[name] for name in sheet.columns]


def _write_sheet(
    con: duckdb.DuckDBPyConnection,
    book: Any,
    cells: Cells,
    sheet: Sheet,
    columns: list[Column],
    rows: int,
) -> WrittenSheet:
    """Write one table, on several pages if it has more than a million rows."""
    cut_before = cells.cut
    names_of_columns = ", ".join(column.name for column in columns)
    found = con.execute(f"select {names_of_columns} from {sheet.table} order by {sheet.order_by}")
    count = max(1, -(-rows // MAX_ROWS))
    names = [sheet.name if count == 1 else f"{sheet.name} ({n + 1})" for n in range(count)]
    for number, name in enumerate(names):
        page = book.add_worksheet(name)
        page.set_tab_color(TABS.get(sheet.table.split(".")[0], "#7F7F7F"))
        here = min(MAX_ROWS, rows - number * MAX_ROWS)
        _write_page(page, cells, columns, _fetched(found, here))
        _decorate(page, sheet, columns, here)
    return WrittenSheet(sheet, tuple(names), rows, cells.cut - cut_before)


def _fetched(found: duckdb.DuckDBPyConnection, rows: int) -> Iterator[tuple[Any, ...]]:
    """Yield the next `rows` rows of a query, fetched in chunks."""
    while rows > 0:
        chunk = found.fetchmany(min(CHUNK, rows))
        yield from chunk
        rows -= len(chunk)


def _write_page(
    page: Any, cells: Cells, columns: list[Column], rows: Iterator[tuple[Any, ...]]
) -> None:
    """Write the header and the rows of one page, and fit the widths of the columns."""
    cells.links = 0
    writers = [cells.writer(column) for column in columns]
    widths = [len(column.name) + 4 for column in columns]  # with space for the filter button
    for at, column in enumerate(columns):
        page.write_string(0, at, column.name, cells.head_of(column))
    for row, values in enumerate(rows, start=1):
        for at, value in enumerate(values):
            if value is not None:
                writers[at](page, row, at, value)
        if row <= SAMPLE:
            widths = [
                max(width, cells.shown(value) + 2)
                for width, value in zip(widths, values, strict=True)
            ]
    for at, width in enumerate(widths):
        # A key of 32 characters means nothing to people, and pivot tables can still find it.
        is_hidden = columns[at].name.endswith("_key")
        page.set_column(at, at, min(width, MAX_WIDTH), None, {"hidden": is_hidden})
    _print_across(
        page,
        [
            min(width, MAX_WIDTH)
            for column, width in zip(columns, widths, strict=True)
            if not column.name.endswith("_key")
        ],
    )


def _print_across(page: Any, widths: list[int]) -> None:
    """Print a wide table on several pages side by side, each with the first column."""
    beside = max(1, PRINTED_WIDTH - widths[0])
    page.fit_to_pages(max(1, -(-sum(widths[1:]) // beside)), 0)
    page.repeat_columns(0)


def _decorate(page: Any, sheet: Sheet, columns: list[Column], rows: int) -> None:
    """Freeze and filter the header, and apply the declared colour scales."""
    last = max(rows, 1)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(columns) - 1)
    names = [column.name for column in columns]
    for name, scale in sheet.scales:
        at = names.index(name)
        page.conditional_format(
            *(1, at, last, at),
            {
                "type": "2_color_scale",
                "min_type": "num",
                "min_value": 0,
                "max_type": "percentile",  # a few events are a hundred times larger than the rest
                "max_value": 95,
                **SCALES[scale],
            },
        )


def _lay_out(page: Any, build: Build) -> None:
    """Set up printing: landscape, fitted to the width of the paper, the header on every page."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L&8Raidbook, build {build.build_id}&C&8&A&R&8&P / &N")
    if page.get_name() not in ("About", "Summary"):
        page.repeat_rows(0)
    if page.get_name() in ("About", "Summary", "Columns"):
        page.fit_to_pages(1, 0)
