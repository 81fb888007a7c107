"""Readers: every format gives the same rows as CSV, and the place of each row."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from support import GOOD, ROOT, good

from ingest.errors import RefusedError
from ingest.readers import delivered_file, workbook_xml
from ingest.reading_choices import ReadingChoices
from ingest.record import definition

SHIPPED = ROOT / "ingest" / "records" / "rest_of_world.csv"
HEADER = list(GOOD)
KINDS = {column.name: column.kind for column in definition.COLUMNS}


def rows_of(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    names = ", ".join(definition.NAMES)
    return con.execute(f"select {names} from delivered order by _row_number").fetchall()


def numbers_of(con: duckdb.DuckDBPyConnection) -> list[int]:
    query = "select _row_number from delivered order by _row_number"
    return [number for (number,) in con.execute(query).fetchall()]


def cell(con: duckdb.DuckDBPyConnection, column: str) -> Any:
    return con.execute(f"select {column} from delivered").fetchall()[0][0]


@pytest.fixture(scope="module")
def shipped() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def wanted(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    delivered_file.read(con, SHIPPED, SHIPPED.name)
    return rows_of(con)


def as_typed(name: str, text: str) -> Any:
    """Return a cell as a program that knows types would hold it."""
    if not text:
        return None
    if KINDS[name] == "date":
        return date.fromisoformat(text)
    return float(text) if KINDS[name] == "number" else text


def written_workbook(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write a workbook as people have them: a title above, dates as dates and as serial numbers."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        book.add_worksheet("Read me").write(0, 0, "Records of raids")
        sheet = book.add_worksheet("Records")
        day = book.add_format({"num_format": "d mmm yyyy"})
        sheet.write(0, 2, "Records")
        for at, name in enumerate(rows[0], start=1):
            sheet.write(3, at, name)
        for number, row in enumerate(rows, start=4):
            for at, (name, text) in enumerate(row.items(), start=1):
                value = as_typed(name, text)
                if isinstance(value, date):
                    moment = datetime(value.year, value.month, value.day)
                    sheet.write_datetime(number, at, moment, day if number % 2 else None)
                elif isinstance(value, float):
                    sheet.write_number(number, at, value)
                elif value:
                    sheet.write_string(number, at, value)
    return path


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("utf8.csv", "CSV in UTF-8, separated by commas"),
        ("mark.csv", "CSV in UTF-8, separated by commas"),
        ("utf16.csv", "CSV in UTF-16, separated by commas"),
        ("tabs.tsv", "CSV in UTF-8, separated by tabs"),
        ("semicolons.csv", "CSV in UTF-8, separated by semicolons"),
        ("bars.txt", "CSV in UTF-8, separated by bars"),
        ("array.json", "JSON array in UTF-8"),
        ("lines.jsonl", "JSON Lines in UTF-8"),
        ("text.parquet", "Parquet"),
        ("typed.parquet", "Parquet"),
        ("book.xlsx", "workbook, sheet 'Records', header in row 4"),
        ("packed.csv.gz", "CSV in UTF-8, separated by commas"),
        ("packed.zip", "workbook, sheet 'Records', header in row 4, in a .zip as x/book.xlsx"),
    ],
)
def test_every_format_gives_the_same_rows(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    shipped: list[dict[str, str]],
    wanted: list[tuple[Any, ...]],
    name: str,
    form: str,
) -> None:
    path = tmp_path / name
    text = SHIPPED.read_text(encoding="utf-8-sig")
    columns = list(shipped[0])
    delimiters = {"tabs.tsv": "\t", "semicolons.csv": ";", "bars.txt": "|"}
    if name in delimiters:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, delimiter=delimiters[name])
            writer.writeheader()
            writer.writerows(shipped)
    elif name.endswith(".parquet"):
        make = as_typed if name.startswith("typed") else lambda _, text: text or None
        table = pa.table({c: [make(c, row[c]) for row in shipped] for c in columns})
        pq.write_table(table, path)
    elif name == "packed.zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(written_workbook(tmp_path / "book.xlsx", shipped), "x/book.xlsx")
            archive.writestr("__MACOSX/._book.xlsx", b"\0")
            archive.writestr(".DS_Store", b"\0")
    elif name == "book.xlsx":
        written_workbook(path, shipped)
    else:
        content = {
            "mark.csv": text.encode("utf-8-sig"),
            "utf16.csv": text.encode("utf-16"),
            "array.json": json.dumps(shipped, indent=1).encode(),
            "lines.jsonl": "\n".join(json.dumps(r, ensure_ascii=False) for r in shipped).encode(),
            "packed.csv.gz": gzip.compress(text.encode()),
        }
        path.write_bytes(content.get(name, text.encode()))
    reading = delivered_file.read(con, path, path.name)
    assert (reading.form, reading.ragged, reading.notes) == (form, 0, [])
    assert rows_of(con) == wanted


def test_western_text_of_old_programs(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    row = good(publisher="Le Café – “Âge”", language="fr")
    text = f"{','.join(HEADER)}\n{','.join(row[name] for name in HEADER)}\n"
    (tmp_path / "old.csv").write_bytes(text.encode("cp1252"))
    form = delivered_file.read(con, tmp_path / "old.csv", "old.csv").form
    assert form == "CSV in Windows-1252, separated by commas"
    assert cell(con, "publisher") == "Le Café – “Âge”"


def book_of(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def line(number: int = 1, **changes: Any) -> list[Any]:
    return [(good(number) | changes)[name] for name in HEADER]


@pytest.mark.parametrize(
    ("given", "column", "text"),
    [
        (1000.0, "value", "1000"),
        (0.1, "value", "0.1"),
        (1234567.5, "value", "1234567.5"),
        (12345678901234567890, "value", "12345678901234570000"),
        ("007", "value", "007"),
        ("NA", "country", "NA"),
        (datetime(2025, 7, 14), "event_start", "2025-07-14"),
        ("2025-07-14", "event_start", "2025-07-14"),
        ("14/07/2025", "event_start", "14/07/2025"),
        (45852, "event_start", "2025-07-14"),
        (45852.5, "event_start", "45852.5"),
        (45852, "publisher", "45852"),
        (12, "event_start", "12"),
        (True, "publisher", "TRUE"),
        (datetime(2025, 7, 14, 10, 30), "publisher", "2025-07-14 10:30:00"),
        ("\u00a0 x ", "publisher", "x"),
    ],
)
def test_a_cell_is_what_a_person_would_have_typed(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, given: Any, column: str, text: str
) -> None:
    path = book_of(tmp_path / "a.xlsx", S=[HEADER, line(**{column: given})])
    assert delivered_file.read(con, path, path.name).ragged == 0
    assert cell(con, column) == text


def test_serial_numbers_of_the_calendar_from_1904(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.epoch_1904 = book.date_1904 = True
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, line(event_start=45852 - 1462))
    with zipfile.ZipFile(path) as archive:
        is_stated = b'date1904="1"' in archive.read("xl/workbook.xml")
    assert is_stated
    delivered_file.read(con, path, path.name)
    assert cell(con, "event_start") == "2025-07-14"


def test_the_first_sheet_with_the_header_or_the_one_that_is_named(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    lists = [["event_kind", "measure", "qualifier"], ["raid", "losses", "about"]]
    one, two = [HEADER, line(1)], [[], ["more"], HEADER, line(2), line(3)]
    path = book_of(tmp_path / "b.xlsx", Lists=lists, One=one, Two=two)
    reading = delivered_file.read(con, path, path.name)
    assert (reading.sheet, reading.header_row, numbers_of(con)) == ("One", 1, [2])
    (note,) = reading.notes
    assert "the sheet 'Two' has the header too and was not read" in note
    named, sheet = delivered_file.named_sheet(tmp_path / "b.xlsx#Two")
    assert (named, sheet) == (path, "Two")
    reading = delivered_file.read(con, named, named.name, ReadingChoices(sheet))
    assert (reading.sheet, reading.header_row, numbers_of(con)) == ("Two", 3, [4, 5])
    assert reading.place(4) == "row 4"
    assert reading.notes == []
    with pytest.raises(RefusedError, match=r"there is no sheet 'Three'. It has 'Lists', 'One'"):
        delivered_file.read(con, path, path.name, ReadingChoices("Three"))
    assert delivered_file.named_sheet(tmp_path / "none.xlsx#Two")[1] is None


def test_columns_that_are_declared_as_ignored(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    head, row = ["_reasons", *HEADER, "_checked_by"], ["wrong", *line(), "Ann"]
    path.write_text(f"{','.join(head)}\n{','.join(row)}\n", encoding="utf-8")
    assert delivered_file.read(con, path, path.name).columns == head
    assert cell(con, "record_id") == good()["record_id"]
    (tmp_path / "a.json").write_text(json.dumps([good() | {"_seen": [1, 2]}]))
    assert delivered_file.read(con, tmp_path / "a.json", "a.json").ragged == 0
    path = book_of(tmp_path / "a.xlsx", S=[head, row])
    delivered_file.read(con, path, path.name)
    assert cell(con, "language") == "en"


def test_blank_rows_of_a_sheet_count_and_are_no_records(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = [[None], ["title"], HEADER, line(1), [], [" "], line(2), [None] * 40]
    path = book_of(tmp_path / "a.xlsx", S=rows)
    reading = delivered_file.read(con, path, path.name)
    assert (reading.header_row, numbers_of(con), reading.ragged) == (3, [4, 7], 0)


def test_several_files_in_an_archive_are_one_delivery(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    text = "\n".join([",".join(HEADER), ",".join(line(1)), "short", ",".join(line(2))])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", text)
        archive.writestr("b.jsonl", f"{json.dumps(good(3))}\n{json.dumps(good(4))}\n7\n")
    reading = delivered_file.read(con, path, path.name)
    assert numbers_of(con) == [2, 4, 5, 6]
    ragged = con.execute("select _row_number from ragged_rows order by 1").fetchall()
    assert ragged == [(3,), (7,)]
    places = [reading.place(number) for number in (2, 3, 4, 5, 6, 7)]
    assert places == [
        *("a.csv, row 2", "a.csv, row 3", "a.csv, row 4"),
        *("b.jsonl, line 1", "b.jsonl, line 2", "b.jsonl, line 3"),
    ]
    said = con.execute(f"select {reading.place_sql()} from delivered order by _row_number")
    assert [text for (text,) in said.fetchall()] == [places[0], places[2], places[3], places[4]]


def test_types_of_parquet(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    columns: dict[str, Any] = {name: [text] for name, text in good().items()}
    columns |= {
        "value": pa.array([Decimal("1000.5000")], pa.decimal128(18, 4)),
        "event_start": pa.array([datetime(2025, 7, 14)], pa.timestamp("us")),
        "event_end": pa.array([date(2025, 7, 16)]),
        "publisher": pa.array(["P"]).dictionary_encode(),
        "note": pa.array([7], pa.int8()),
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    delivered_file.read(con, tmp_path / "a.parquet", "a.parquet")
    shown = con.execute("select value, event_start, event_end, publisher, note from delivered")
    assert shown.fetchall() == [("1000.5", "2025-07-14", "2025-07-16", "P", "7")]


def test_numbers_of_json_stay_as_they_are_written(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    text = json.dumps([good()]).replace('"1000"', "123456789012345678901234567890.10")
    (tmp_path / "a.json").write_text(text)
    delivered_file.read(con, tmp_path / "a.json", "a.json")
    assert cell(con, "value") == "123456789012345678901234567890.10"


def test_a_json_array_of_many_pieces(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.readers import json_file

    (tmp_path / "a.json").write_text(json.dumps([good(n) for n in range(9)], indent=1))
    for size in (1, 2, 7, 100, 1000):
        monkeypatch.setattr(json_file, "CHUNK", size)
        delivered_file.read(con, tmp_path / "a.json", "a.json")
        assert numbers_of(con) == list(range(1, 10))


def test_letters_over_columns() -> None:
    assert [workbook_xml.letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD")
    ]
