"""The pages that explain a workbook: About, which lists sheets and sources, and Columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from raidbook.export import table_columns
from raidbook.export.cells import Cells
from raidbook.export.exposures import Exposure, Sheet
from raidbook.export.provenance import Build
from raidbook.export.table_columns import Column
from raidbook.query.warnings import WarningSummary

MEANING_WIDTH = 110  # characters, on the sheet Columns
ABOUT_WIDTHS = (34, 84, 40, 14, 12, 14)
LINE = 15  # points: the height of a line
KINDS = {
    "VARCHAR": "text",
    "BOOLEAN": "true or false",
    "DATE": "date",
    "TIMESTAMP": "date and time (UTC)",
}
READING = (
    "The sheet Columns explains each column. persons is the best figure. persons_low and "
    "persons_high are the bounds that its reports allow. Sums over persons count every person "
    "once. ZZ means several countries or an unknown one. unknown and foreign mean that no report "
    "names the nationality. Check figures with an amber cell (TRUE) before you quote them. Blue "
    "addresses open the reports."
)
RULES = "docs/rules.md in the project explains how figures become facts. Columns name its sections."
RULES_AT = "external:../../docs/rules.md"  # from var/exports


@dataclass(frozen=True)
class WrittenSheet:
    """One sheet as written: its pages, and the numbers of its rows and of cut cells."""

    sheet: Sheet
    pages: tuple[str, ...]
    rows: int
    cut: int


def _height(text: str, width: int) -> int:
    """Return the height in points of a cell that wraps `text`: some programs don't compute it."""
    return LINE * max(1, -(-len(text) // width))


def write_columns(
    cells: Cells, page: Any, sheets: tuple[Sheet, ...], columns: dict[str, list[Column]]
) -> None:
    """Write the meaning of every column, from the descriptions of the models."""
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


def write_about(
    con: duckdb.DuckDBPyConnection,
    cells: Cells,
    page: Any,
    exposure: Exposure,
    build: Build,
    written: list[WrittenSheet],
) -> None:
    """Write the sheet About: the build, its sources, its sheets, and how to cite it."""
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
        *_warnings(cells, build.warnings),
        ("Licence", build.licence, cells.wrap),
        ("How to cite", build.citation, cells.wrap),
        ("How to read", READING, cells.wrap),
        ("Rules", RULES, cells.link),
        ("Shortened cells", cells.cut, cells.left_whole),
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
    _write_contents(cells, page, row + 1, written, table_columns.comments(con))


def _warnings(cells: Cells, summary: WarningSummary | None) -> list[tuple[str, Any, Any]]:
    """Return the lines with the number of warnings and the largest of them."""
    if summary is None:
        return []
    return [
        ("Warnings", summary.total, cells.left_whole),
        ("Persons in the largest warning", summary.max_persons, cells.left_whole),
        ("The largest warning", summary.first, cells.wrap),
    ]


def _write_origins(cells: Cells, page: Any, row: int, build: Build) -> int:
    """Write the sources with their licences; return the next free row."""
    labels = ("Source", "Owner", "Licence", "Newest file", "Files", "Rows loaded")
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
    cells: Cells, page: Any, row: int, written: list[WrittenSheet], meanings: dict[str, str]
) -> None:
    """Write the list of sheets, each with a link, its meaning, and its rows and cut cells."""
    labels = ("Sheet", "One row is", "Table in the database", "Rows", "Shortened cells")
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
