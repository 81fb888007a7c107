"""The entry workbook: made from the definition of the record, filled in, saved and delivered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest
from office import NEEDS_OFFICE, save_as
from openpyxl.utils import get_column_letter
from support import ROOT, good, raidbook

from ingest import checked_file
from ingest.record import checks, codes, definition, template


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "entry.xlsx"
    template.write_template(path)
    return path


@pytest.fixture(scope="module")
def book(made: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(made)


def fill(made: Path, path: Path, rows: list[dict[str, str]]) -> Path:
    """Fill in records as a person does: dates as dates, numbers as numbers, all else as text."""
    book = openpyxl.load_workbook(made)
    page = book["Records"]
    for number, row in enumerate(rows, start=2):
        for at, column in enumerate(definition.COLUMNS, start=1):
            if text := row.get(column.name):
                value: object = text
                if column.kind == "date":
                    value = date.fromisoformat(text)
                if column.kind == "number":
                    value = float(text)
                cell = page.cell(number, at, value)
                if value is text:
                    cell.data_type = "s"  # the cells are of text, so "=1" is no formula
    book.save(path)
    return path


def test_the_same_code_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    template.write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == made.read_bytes()


def test_it_has_the_columns_of_the_record(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Records", "Columns", "Lists"]
    page = book["Records"]
    assert tuple(cell.value for cell in page[1]) == definition.NAMES
    assert page.freeze_panes == "B2"
    assert page.max_row == 1, "nothing is filled in"


def test_every_cell_has_its_rule_and_its_message(book: openpyxl.Workbook) -> None:
    page = book["Records"]
    rules = {
        min(rule.sqref.ranges, key=str).min_col: rule
        for rule in page.data_validations.dataValidation
    }
    for at, column in enumerate(definition.COLUMNS, start=1):
        rule = rules[at]
        assert rule.promptTitle == column.name
        assert rule.prompt.endswith(f"Example: {column.example}")
        assert str(rule.sqref) == f"{get_column_letter(at)}2:{get_column_letter(at)}20001"
        if column.kind == "date":
            assert (rule.type, page.column_dimensions[get_column_letter(at)].number_format) == (
                "date",
                "yyyy-mm-dd",
            )
        if column.kind == "number":
            assert rule.type == "decimal"


def test_every_vocabulary_is_a_list_to_choose_from(book: openpyxl.Workbook) -> None:
    page = book["Records"]
    rules = {rule.promptTitle: rule for rule in page.data_validations.dataValidation}
    chosen = {}
    for name, rule in rules.items():
        if rule.type == "list":
            cells = book["Lists"][rule.formula1.split("!")[1].replace("$", "")]
            chosen[name] = tuple(cell.value for (cell,) in cells)
    expected = {
        column.name: column.vocabulary for column in definition.COLUMNS if column.vocabulary
    }
    assert chosen == expected | {name: codes() for name, codes in codes.CODES.items()}
    meanings = {row[0].value: row[1].value for row in _columns_after(book["Lists"], "country")}
    assert (meanings["KH"], meanings["NA"]) == ("Cambodia", "Namibia")
    units = {row[0].value: row[1].value for row in _columns_after(book["Lists"], "unit")}
    assert (units["USD"], units["USDT"]) == ("US Dollar", "Tether")
    assert units["XAU"] == "Gold (one troy ounce)"


def test_a_stored_copy_is_asked_for_with_its_meaning(book: openpyxl.Workbook) -> None:
    rules = book["Records"].data_validations.dataValidation
    (prompt,) = [rule.prompt for rule in rules if rule.promptTitle == "archived_url"]
    assert prompt.startswith("Asked for. Address of a stored copy of the report")


def _columns_after(page, name: str):
    at = next(cell.column for cell in page[1] if cell.value == f"words of {name}")
    return page.iter_rows(min_row=2, min_col=at, max_col=at + 1)


def test_what_is_required_or_asked_for_is_coloured_once_a_row_is_begun(
    book: openpyxl.Workbook,
) -> None:
    formats = book["Records"].conditional_formatting
    found = {str(each.sqref): [rule.formula for rule in each.rules] for each in formats}
    for at, column in enumerate(definition.COLUMNS, start=1):
        letter = get_column_letter(at)
        printed = found.get(f"{letter}2:{letter}20001", [])
        is_coloured = [f"AND(COUNTA($A2:$AI2)>0,ISBLANK(${letter}2))"] in printed
        assert is_coloured == (column.is_required or column.name == "archived_url")
    (unit,) = found["P2:P20001"]
    assert unit == ['AND(OR($M2="money_seized",$M2="losses"),ISBLANK($P2))']


def test_every_column_is_explained_with_an_example(book: openpyxl.Workbook) -> None:
    rows = {row[0].value: row for row in book["Columns"].iter_rows(min_row=2)}
    assert tuple(rows) == definition.NAMES
    for column in definition.COLUMNS:
        assert column.meaning in rows[column.name][3].value
        needed = "asked for" if column.name == "archived_url" else "no"
        assert rows[column.name][1].value == ("yes" if column.is_required else needed)
        assert rows[column.name][4].value == column.example != ""


def test_the_examples_are_good_records() -> None:
    """Each column's example passes the checks of its own column."""
    with duckdb.connect() as con:
        cells = ", ".join(f"'{column.example}' as {column.name}" for column in definition.COLUMNS)
        broken = [
            check.name
            for check in checks.checks()
            if check.columns == (check.columns[0],)
            if con.execute(
                "select "
                + check.broken.replace("$landed_on", "date '2026-01-01'")
                + f" from (select {cells})"
            ).fetchone()
            == (True,)
        ]
    assert broken == []


@pytest.mark.slow
def test_it_is_never_written_over_somebodys_records(made: Path, tmp_path: Path) -> None:
    def run(name: str) -> tuple[int, str, list[str]]:
        done = raidbook(ROOT, "template", str(tmp_path / name))
        return done.returncode, done.stderr, sorted(path.name for path in tmp_path.iterdir())

    assert run("entry.xlsx") == (0, "", ["entry.xlsx"])
    assert run("entry.xlsx") == (0, "", ["entry.xlsx"]), "nothing was filled in"
    fill(made, tmp_path / "entry.xlsx", [good(1)])
    before = (tmp_path / "entry.xlsx").read_bytes()
    code, printed, _ = run("entry.xlsx")
    assert (code, "the file exists already" in printed) == (2, True)
    assert (tmp_path / "entry.xlsx").read_bytes() == before
    assert run("entry.csv")[0] == run("no/folder.xlsx")[0] == 2


@pytest.mark.slow
@NEEDS_OFFICE
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_libreoffice_saves_is_delivered_as_it_is(
    made: Path, tmp_path: Path, form: str
) -> None:
    rows = [
        good(1, note="007", site="1-2", nationality="NA", claimed_by="TRUE", publisher="1e5"),
        good(2, value="12.5", measure="money_seized", unit="USD", phrase="=12,5"),
        good(3, note="two\nlines", city="Preah Sihanouk; Ŏtâr Méanchey", value="9" * 15),
    ]
    saved = save_as(fill(made, tmp_path / "filled.xlsx", rows), form, tmp_path / "saved")
    with duckdb.connect() as con:
        checked_file.read_delivery(con, saved, saved.name, date(2026, 11, 1))
        assert con.execute("from bad_rows").fetchall() == []
        names = ", ".join(definition.NAMES)
        found = con.execute(f"select {names} from delivered order by _row_number").fetchall()
    read = [dict(zip(definition.NAMES, cells, strict=True)) for cells in found]
    assert read == [{name: row.get(name) for name in definition.NAMES} for row in rows]


@pytest.mark.slow
@NEEDS_OFFICE
def test_libreoffice_keeps_lists_dates_and_colours(made: Path, tmp_path: Path) -> None:
    page = openpyxl.load_workbook(save_as(made, "xlsx", tmp_path / "saved"))["Records"]
    rules = page.data_validations.dataValidation
    assert len([rule for rule in rules if rule.type == "list"]) == 12
    assert len([rule for rule in rules if rule.type == "date"]) >= 1
    assert len(page.conditional_formatting) > 0
