"""Columns that begin with `_` are a person's own: `add --errors` returns their cells, as they were.

The same holds for each format, for rows of each kind of fault, and for archives.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support import bare_settings, ended, good, write_records

from ingest.record import definition
from raidbook.entry import add as adding
from raidbook.settings import Settings

Rows = Sequence[Mapping[str, str]]
COLUMNS = ("_mine", *definition.NAMES, "_Asked by", "_'quoted'")
MINE = {"_mine": "call back, 007", "_Asked by": " Mai 🦊 ", "_'quoted'": 'a "b"'}
ROWS = [
    {**good(1), "_mine": "of a good row"},
    {**good(2, value="many"), **MINE},
    {**good(3, publisher="")},
    {**good(4, publisher="#REF!"), **MINE},
]
WANTED = [
    ("call back, 007", "Mai 🦊", 'a "b"'),
    (None, None, None),
    ("call back, 007", "Mai 🦊", 'a "b"'),
]


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return bare_settings(tmp_path)


def as_csv(path: Path, rows: Rows) -> None:
    write_records(path, rows, COLUMNS)


def as_ragged_csv(path: Path, rows: Rows) -> None:
    """Write a file that DuckDB can't read by itself."""
    write_records(path, rows, COLUMNS)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, "a,b,c"]), encoding="utf-8")


def as_workbook(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    for row in rows:
        book.active.append([row.get(name) for name in COLUMNS])
    book.save(path)


def as_json(path: Path, rows: Rows) -> None:
    path.write_text(json.dumps(list(rows)), encoding="utf-8")


def as_lines(path: Path, rows: Rows) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


def as_parquet(path: Path, rows: Rows) -> None:
    columns = {name: [row.get(name) for row in rows] for name in COLUMNS}
    pq.write_table(pa.table(columns), path)


def as_zip(path: Path, rows: Rows) -> None:
    one, other = path.with_name("one.csv"), path.with_name("other.xlsx")
    write_records(one, [dict.fromkeys(definition.NAMES, "")])
    as_workbook(other, rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(one, one.name)
        archive.write(other, other.name)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("july.csv", as_csv),
        ("ragged.csv", as_ragged_csv),
        ("july.xlsx", as_workbook),
        ("july.json", as_json),
        ("july.jsonl", as_lines),
        ("july.parquet", as_parquet),
        ("july.zip", as_zip),
    ],
)
def test_they_come_back_as_they_were(
    here: Settings, tmp_path: Path, name: str, write: Callable[[Path, Rows], None]
) -> None:
    write(tmp_path / name, ROWS)
    assert returned(here, tmp_path / name)[:3] == WANTED


def returned(here: Settings, path: Path) -> list[tuple[object, ...]]:
    """Deliver a file; return the person's own cells of each rejected row."""
    errors = here.root / "errors.xlsx"
    assert ended(adding.add, here, [path], again=False, is_dry=True, errors=errors) == 1
    header, *rows = openpyxl.load_workbook(errors).worksheets[0].iter_rows(values_only=True)
    at = [header.index(name) for name in MINE]
    return [tuple(cell and str(cell).strip() for cell in map(row.__getitem__, at)) for row in rows]


def test_values_of_json_and_workbooks_come_back_as_text(here: Settings, tmp_path: Path) -> None:
    kept = {"_mine": 12, "_Asked by": ["Mai", {"on": None}], "_'quoted'": True}
    path = tmp_path / "july.json"
    path.write_text(json.dumps([{**good(1, value="many"), **kept}]), encoding="utf-8")
    assert returned(here, path) == [("12", '["Mai", {"on": null}]', "true")]


def test_two_columns_of_one_name_both_come_back(here: Settings, tmp_path: Path) -> None:
    path = write_records(tmp_path / "july.csv", [good(1, value="many")])
    head, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"_a,_a,{head}\nfirst,second,{row}\n", encoding="utf-8")
    errors = tmp_path / "errors.xlsx"
    assert ended(adding.add, here, [path], again=False, is_dry=True, errors=errors) == 1
    header, cells = openpyxl.load_workbook(errors).worksheets[0].iter_rows(values_only=True)
    assert header[:3] == ("_reasons", "_a", "_a 2")
    assert cells[1:3] == ("first", "second")


def test_a_row_of_another_table_comes_back_under_its_own_names(
    here: Settings, tmp_path: Path
) -> None:
    """The record's columns stand empty: a cell of the table is none of them."""
    from ingest.reading_choices import ReadingChoices
    from ingest.sources.source import source

    mapping = source("raid_log").mapping
    assert mapping is not None
    names = [name for name, _ in mapping.slots]
    path, errors = tmp_path / "log.csv", tmp_path / "errors.xlsx"
    path.write_text(",".join(names) + "\n2026-03-04,Laos\n", encoding="utf-8")
    choices = ReadingChoices(source="raid_log")
    code = ended(adding.add, here, [path], again=False, is_dry=True, errors=errors, choices=choices)
    assert code == 1
    header, cells = openpyxl.load_workbook(errors).worksheets[0].iter_rows(values_only=True)
    row = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
    del row["_reasons"]
    assert row == {f"_{names[0]}": "2026-03-04", f"_{names[1]}": "Laos"}
