"""Every workbook, opened by a different program: LibreOffice, headless.

It converts each workbook to its own format, and every cell of every sheet is compared with the
database: a date must still be a date, a truth value a truth value, a text the same text.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from office import NEEDS_OFFICE
from python_calamine import CalamineWorkbook

from raidbook.export.exposures import Exposure, exposures

pytestmark = NEEDS_OFFICE


def converted(folder: Path, form: str, files: list[Path]) -> list[Path]:
    """Convert files with LibreOffice, with settings of its own; return the results."""
    done = subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'settings').as_uri()}"),
            *("--headless", "--convert-to", form, "--outdir", str(folder)),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    found = [folder / f"{path.stem}.{form}" for path in files]
    assert all(path.is_file() for path in found), done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def books(
    built_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[Exposure, CalamineWorkbook]:
    declared = [exposure for exposure in exposures(built_project) if exposure.sheets]
    folder = tmp_path_factory.mktemp("libreoffice")
    files = [built_project / "var/exports" / exposure.file_name for exposure in declared]
    opened = map(CalamineWorkbook.from_path, converted(folder, "ods", files))
    return dict(zip(declared, opened, strict=True))


def wanted(row: tuple[object, ...]) -> Iterator[object]:
    """Yield what a spreadsheet makes of the values of the database; it keeps 15 digits."""
    for value in row:
        if value is None:
            yield ""
        elif isinstance(value, Decimal | float):
            yield pytest.approx(float(value), rel=1e-14, abs=0)
        else:
            yield value


def test_every_cell_of_every_sheet(
    books: dict[Exposure, CalamineWorkbook], live: duckdb.DuckDBPyConnection
) -> None:
    compared = 0
    for exposure, book in books.items():
        for sheet in exposure.sheets:
            header, *rows = book.get_sheet_by_name(sheet.name).to_python()
            columns = ", ".join(sheet.columns) or "*"
            found = live.execute(f"select {columns} from {sheet.table} order by {sheet.order_by}")
            assert header == [column[0] for column in found.description or []], sheet.name
            values = found.fetchall()
            assert len(rows) == len(values), sheet.name
            for row, from_database in zip(rows, values, strict=True):
                expected = list(wanted(from_database))
                assert row == expected, sheet.name
                for cell, value in zip(row, from_database, strict=True):
                    if value is not None and not isinstance(value, int | Decimal):
                        assert type(cell) is type(value), (sheet.name, cell, value)
                compared += len(row)
    assert compared > 100_000


def test_about_summary_and_columns_open_too(books: dict[Exposure, CalamineWorkbook]) -> None:
    for exposure, book in books.items():
        about = book.get_sheet_by_name("About").to_python()
        assert about[0][0] == exposure.label
        explained = book.get_sheet_by_name("Columns").to_python()
        assert {row[0] for row in explained[1:]} == {sheet.name for sheet in exposure.sheets}
        assert all(row[3] for row in explained)
        assert ("Summary" in book.sheet_names) == exposure.has_summary


def test_a_workbook_prints(built_project: Path, tmp_path: Path) -> None:
    """LibreOffice 7.4 has died over conditions of truth values on pages fitted to the paper."""
    (pdf,) = converted(tmp_path, "pdf", [built_project / "var/exports/raidbook.xlsx"])
    assert pdf.read_bytes().startswith(b"%PDF")
