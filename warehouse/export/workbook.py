"""Workbooks, written by xlsxwriter from the live file: the same build gives the same bytes.

The sheets: About, Summary where it is declared, Columns, then one for each report. Text is only
ever text; only the address of a report is a link to the web.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from warehouse.doubts import Doubts
from warehouse.export import facts
from warehouse.export.cells import Cells
from warehouse.export.exposures import Exposure, Sheet
from warehouse.export.facts import Build, Column
from warehouse.export.summary import write_summary

MAX_ROWS = 1_000_000  # a sheet holds 1,048,576 rows
MAX_CELLS = 5_000_000  # in memory at once; a larger workbook is written row by row
MAX_WIDTH = 44  # characters
SAMPLE = 300  # rows that decide the width of a column
CHUNK = 10_000  # rows fetched at once
PRINTED_WIDTH = 260  # characters on the width of a page; a wider table takes several
MEANING_WIDTH = 110  # characters, on the sheet Columns
ABOUT_WIDTHS = (34, 84, 40, 14, 12, 14)
LINE = 15  # points: the height of a line

TABS = {"reports": "#2E75B6", "main": "#2E75B6", "marts": "#548235", "quality": "#BF8F00"}
SCALES = {
    "counts": {"min_color": "#FFFFFF", "max_color": "#7FB2E5"},
    "doubts": {"min_color": "#FFFFFF", "max_color": "#F4B183"},
}
KINDS = {"VARCHAR": "text", "BOOLEAN": "true or false", "DATE": "date", "TIMESTAMP": "moment (UTC)"}
READING = (
    "Each column is explained on the sheet Columns. persons is the best figure; persons_low and "
    "persons_high are what its reports allow. Sums over persons count every person once. ZZ is "
    "several countries or an unknown one; unknown and foreign are persons of whom no report says "
    "more. An amber cell is TRUE: look again before you quote. Blue addresses lead to the reports."
)
RULES = "docs/rules.md in the project: how figures become facts; columns name its sections."
RULES_AT = "external:../../docs/rules.md"  # from var/exports


@dataclass(frozen=True)
class _Written:
    """What became of one declared sheet: its pages, its rows, and its cells that were cut."""

    sheet: Sheet
    pages: tuple[str, ...]
    rows: int
    cut: int


def write_workbook(con: duckdb.DuckDBPyConnection, exposure: Exposure, path: Path) -> None:
    """Write one workbook to `path`. Raises OSError where it can't be written."""
    build = facts.build_of(con)
    columns = {sheet.table: facts.columns_of(con, sheet.table) for sheet in exposure.sheets}
    rows = {sheet.table: _count(con, sheet.table) for sheet in exposure.sheets}
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
            "comments": f"Build {build.build_id}. {facts.LICENCE}.",
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
        _write_columns(cells, explained, exposure.sheets, columns)
        _write_about(con, cells, about, exposure, build, written)
        for page in book.worksheets():
            _lay_out(page, build)
        try:
            book.close()
        except XlsxWriterException as error:
            raise OSError(f"{path.name}: {error}") from error


@contextmanager
def _without_collection() -> Iterator[None]:
    """Spare Python the search for cycles among millions of cells that hold none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {table}").fetchone()
    assert found is not None
    return int(found[0])


def _write_sheet(
    con: duckdb.DuckDBPyConnection,
    book: Any,
    cells: Cells,
    sheet: Sheet,
    columns: list[Column],
    rows: int,
) -> _Written:
    """Write one table, on further pages beyond a million rows."""
    cut_before = cells.cut
    found = con.execute(f"select * from {sheet.table} order by {sheet.order_by}")
    count = max(1, -(-rows // MAX_ROWS))
    names = [sheet.name if count == 1 else f"{sheet.name} ({n + 1})" for n in range(count)]
    for number, name in enumerate(names):
        page = book.add_worksheet(name)
        page.set_tab_color(TABS.get(sheet.table.split(".")[0], "#7F7F7F"))
        here = min(MAX_ROWS, rows - number * MAX_ROWS)
        _write_page(page, cells, columns, _fetched(found, here))
        _decorate(page, sheet, columns, here)
    return _Written(sheet, tuple(names), rows, cells.cut - cut_before)


def _fetched(found: duckdb.DuckDBPyConnection, rows: int) -> Iterator[tuple[Any, ...]]:
    """Yield the next `rows` rows of a query, fetched by the chunk."""
    while rows > 0:
        chunk = found.fetchmany(min(CHUNK, rows))
        yield from chunk
        rows -= len(chunk)


def _write_page(
    page: Any, cells: Cells, columns: list[Column], rows: Iterator[tuple[Any, ...]]
) -> None:
    """Write the header and the rows of one page, and make the columns as wide as they need."""
    cells.links = 0
    writers = [cells.writer(column) for column in columns]
    widths = [len(column.name) + 4 for column in columns]  # with room for the filter's button
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
        page.set_column(at, at, min(width, MAX_WIDTH))
    _print_across(page, [min(width, MAX_WIDTH) for width in widths])


def _print_across(page: Any, widths: list[int]) -> None:
    """Print a wide table on several pages side by side, each with the first column."""
    beside = max(1, PRINTED_WIDTH - widths[0])
    page.fit_to_pages(max(1, -(-sum(widths[1:]) // beside)), 0)
    page.repeat_columns(0)


def _decorate(page: Any, sheet: Sheet, columns: list[Column], rows: int) -> None:
    """Freeze and filter the header, and shade what is declared."""
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
                "max_type": "percentile",  # a few events are a hundred times the rest
                "max_value": 95,
                **SCALES[scale],
            },
        )


def _lay_out(page: Any, build: Build) -> None:
    """Make a page print well: across, as wide as the paper, with its header on every page."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L&8Raidbook, build {build.build_id}&C&8&A&R&8&P / &N")
    if page.get_name() not in ("About", "Summary"):
        page.repeat_rows(0)
    if page.get_name() in ("About", "Summary", "Columns"):
        page.fit_to_pages(1, 0)


def _height(text: str, width: int) -> int:
    """Return the height in points of a cell that wraps `text`; not every program finds it out."""
    return LINE * max(1, -(-len(text) // width))


def _write_columns(
    cells: Cells, page: Any, sheets: tuple[Sheet, ...], columns: dict[str, list[Column]]
) -> None:
    """Say what every column means, in the words of the models' own descriptions."""
    page.freeze_panes(1, 2)
    for at, (label, width) in enumerate(
        (("sheet", 30), ("column", 28), ("type", 15), ("meaning", MEANING_WIDTH))
    ):
        page.write_string(0, at, label, cells.head)
        page.set_column(at, at, width)
    row = 0
    for sheet in sheets:
        for column in columns[sheet.table]:
            row += 1
            page.write_string(row, 0, sheet.name, cells.plain)
            page.write_string(row, 1, column.name, cells.bold)
            page.write_string(row, 2, KINDS.get(column.kind, "number"), cells.plain)
            cells.write_text(page, row, 3, column.meaning, cells.wrap)
            page.set_row(row, _height(column.meaning, MEANING_WIDTH))
    page.autofilter(0, 0, max(row, 1), 3)


def _write_about(
    con: duckdb.DuckDBPyConnection,
    cells: Cells,
    page: Any,
    exposure: Exposure,
    build: Build,
    written: list[_Written],
) -> None:
    """Say what this workbook is, of which build, from what, and how to cite it."""
    page.hide_gridlines(2)
    for at, width in enumerate(ABOUT_WIDTHS):
        page.set_column(at, at, width)
    page.set_row(0, 30)
    page.write_string(0, 0, exposure.label, cells.title)
    lines: list[tuple[str, Any, Any]] = [
        ("What this is", exposure.description, cells.wrap),
        ("Build", build.build_id, cells.plain),
        ("Made on (UTC)", build.finished_at, cells.moment),
        ("Schema version", build.schema_version, cells.left_whole),
        ("Code version", build.code_version, cells.plain),
        ("Newest report", build.newest_report, cells.day),
        ("Reported figures", build.figures, cells.left_whole),
        ("Events", build.events, cells.left_whole),
        ("Reports", build.reports, cells.left_whole),
        ("Rejected records", build.rejected, cells.left_whole),
        *_doubts(cells, build.doubts),
        ("Licence", f"{facts.LICENCE}: share and adapt it, and give credit.", cells.wrap),
        ("How to cite", build.citation, cells.wrap),
        ("How to read", READING, cells.wrap),
        ("Rules", RULES, cells.link),
        ("Cells cut", cells.cut, cells.left_whole),
    ]
    for row, (label, value, form) in enumerate(lines, start=2):
        page.write_string(row, 0, label, cells.bold)
        if value is RULES:
            page.write_url(row, 1, RULES_AT, form, value)
        elif isinstance(value, str):
            page.write_string(row, 1, value, form)
            page.set_row(row, _height(value, ABOUT_WIDTHS[1]))
        elif isinstance(value, int):
            page.write_number(row, 1, value, form)
        elif value is not None:
            page.write_datetime(row, 1, value, form)
    row = _write_origins(cells, page, len(lines) + 3, build)
    _write_contents(cells, page, row + 1, written, facts.comments(con))


def _doubts(cells: Cells, doubts: Doubts | None) -> list[tuple[str, Any, Any]]:
    """Return the lines that say how many warnings there are, and which is the largest."""
    if doubts is None:
        return []
    return [
        ("Warnings", doubts.total, cells.left_whole),
        ("Persons at stake in the largest", doubts.most_persons, cells.left_whole),
        ("What to doubt first", doubts.first, cells.wrap),
    ]


def _write_origins(cells: Cells, page: Any, row: int, build: Build) -> int:
    """List the sources with their licences; return the next free row."""
    labels = ("Source", "Whose it is", "Licence", "Newest file", "Files", "Rows loaded")
    for at, label in enumerate(labels):
        page.write_string(row, at, label, cells.head if at < 4 else cells.number_head)
    for origin in build.origins:
        row += 1
        page.write_string(row, 0, origin.title, cells.wrap)
        page.write_string(row, 1, origin.publisher, cells.wrap)
        page.set_row(row, _height(origin.title, ABOUT_WIDTHS[0]))
        if origin.licence_url:
            page.write_url(row, 2, origin.licence_url, cells.link, origin.licence)
        else:
            page.write_string(row, 2, origin.licence, cells.plain)
        if origin.landed_on is not None:
            page.write_datetime(row, 3, origin.landed_on, cells.day)
            page.write_number(row, 4, origin.files, cells.whole)
            page.write_number(row, 5, origin.rows, cells.whole)
    return row + 1


def _write_contents(
    cells: Cells, page: Any, row: int, written: list[_Written], meanings: dict[str, str]
) -> None:
    """List the sheets, each a way to it, with what their rows are, how many, and what was cut."""
    labels = ("Sheet", "What its rows are", "Table in the database", "Rows", "Cells cut")
    for at, label in enumerate(labels):
        page.write_string(row, at, label, cells.head if at < 3 else cells.number_head)
    for done in written:
        for number, name in enumerate(done.pages):
            row += 1
            page.write_url(row, 0, f"internal:'{name}'!A1", cells.link, name)
            if number:
                page.write_string(row, 1, f"continues {done.pages[0]}", cells.quiet)
                continue
            meaning = meanings.get(done.sheet.table, "")
            page.write_string(row, 1, meaning, cells.wrap)
            page.set_row(row, _height(meaning, ABOUT_WIDTHS[1]))
            page.write_string(row, 2, done.sheet.table.removeprefix("main."), cells.plain)
            page.write_number(row, 3, done.rows, cells.whole)
            page.write_number(row, 4, done.cut, cells.whole)
