"""The workbook: it has the content of the live file, as dates, numbers and text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl.utils import get_column_letter
from support import ROOT, bare_settings

from raidbook.export import exports
from raidbook.export.exposures import Exposure, exposures
from raidbook.version import CODE_VERSION, SCHEMA_VERSION


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
        "select 'reports.' || table_name from information_schema.tables "
        "where table_schema = 'reports'"
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


def test_about_names_the_build_and_the_counts(
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
    assert ("Persons in the largest warning", persons, None) in rows
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
