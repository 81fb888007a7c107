"""Rows as people type them: the same facts as the clean rows, in every format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from support import GOOD, ROOT, good, write_records

from ingest import checked_file, file_report, landing, load
from ingest.normalise.normaliser import Normaliser
from ingest.reading_choices import ReadingChoices
from ingest.record import definition

DAY = date(2026, 11, 1)
NORMALISER = Normaliser(ROOT / "var" / "cache", ROOT / "seeds")
Row = dict[str, str]

# What sloppy people write for the cells of a clean record, one after the other.
SLOPPY: dict[str, dict[str, list[str]]] = {
    "event_kind": {"raid": ["Raid", "RAIDS", "raid", "police raid"]},
    "event_start": {"2025-07-14": ["14 July 2025", "2025/07/14", "Jul 14, 2025", "14.07.2025"]},
    "event_end": {"2025-07-16": ["16 Jul 2025", "2025-07-16 00:00:00", "20250716", "2025/7/16"]},
    "date_precision": {"range": ["Range", "", "several days", "RANGE"]},
    "country": {"KH": ["Cambodia", "kh", "KHM", "Kingdom of Cambodia"]},
    "measure": {"persons_arrested": ["arrested", "Persons Arrested", "arrests"]},
    "value": {"1000": ["1,000", "1 000", "1'000", "1000"], "1250": ["1.250", "1,250"]},
    "qualifier": {"more_than": ["more than", "over", ">", "More_Than"], "exact": ["", "Exactly"]},
    "nationality": {"CN": ["Chinese", "cn", "China", "CHN"], "foreign": ["foreigners"]},
    "sex": {"female": ["women", "F", "Female"]},
    "counts_as": {"total": ["", "Total", "totals"], "part": ["Part", "of which"]},
    "language": {"en": ["English", "EN", "en-GB", "eng"]},
    "publisher": {"Jacaranda FM": ["Jacaranda  FM", "Jacaranda\u00a0FM", "\u200fJacaranda FM"]},
    "organisations": {
        "enforcer:Police; accused:Prince Group": [
            "Enforcer: Police, accused: Prince Group",
            "enforcer : Police ; ACCUSED:Prince Group",
        ]
    },
    "city": {"Phnom Penh; Bavet": ["Phnom Penh, Bavet", "Phnom Penh and Bavet"]},
    "unit": {"USD": ["US$", "usd", "US dollars"]},
}


def clean_rows() -> list[Row]:
    """Return fifty good records of many kinds."""
    rows = []
    for number in range(1, 51):
        row = good(number, value="1250" if number % 7 == 0 else "1000")
        if number % 3 == 0:
            row |= {"nationality": "CN" if number % 2 else "foreign", "counts_as": "part"}
        if number % 5 == 0:
            row |= {"sex": "female", "counts_as": "part"}
        if number % 4 == 0:
            row |= {"organisations": "enforcer:Police; accused:Prince Group"}
        if number % 6 == 0:
            row |= {"city": "Phnom Penh; Bavet"}
        if number % 11 == 0:
            row |= {"measure": "money_seized", "unit": "USD", "qualifier": "exact"}
        rows.append(row)
    return rows


def sloppy_rows() -> list[Row]:
    """Return the same records as a sloppy person types them."""
    rows = []
    for number, row in enumerate(clean_rows()):
        typed = {}
        for column, cell in row.items():
            forms = SLOPPY.get(column, {}).get(cell, [cell])
            is_part = column == "counts_as" and cell == "part"
            typed[column] = forms[(number + len(column)) % len(forms)] if not is_part else "Part"
        rows.append(typed)
    return rows


def as_xlsx(path: Path, rows: list[Row]) -> None:
    """Write dates as real dates with a time, as a spreadsheet does."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for at, name in enumerate(definition.NAMES):
        page.write_string(0, at, name)
        for line, row in enumerate(rows, start=1):
            if name == "published_on":
                page.write_datetime(line, at, datetime.fromisoformat(f"{row[name]}T09:30"), day)
            else:
                page.write_string(line, at, row.get(name, ""))
    book.close()


def as_json(path: Path, rows: list[Row]) -> None:
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def as_semicolons(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, definition.NAMES, restval="", delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def as_parquet(path: Path, rows: list[Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: [row.get(name) for row in rows] for name in definition.NAMES}
    pq.write_table(pa.table({k: pa.array(v, pa.string()) for k, v in columns.items()}), path)


FORMATS: dict[str, Callable[[Path, list[Row]], object]] = {
    "typed.csv": lambda path, rows: write_records(path, rows),
    "typed.xlsx": as_xlsx,
    "typed.json": as_json,
    "semicolons.csv": as_semicolons,
    "typed.parquet": as_parquet,
}


def read(
    con: duckdb.DuckDBPyConnection, path: Path, *, is_strict: bool = False
) -> checked_file.Loaded:
    normaliser = None if is_strict else NORMALISER
    return checked_file.read_delivery(con, path, path.name, DAY, normaliser=normaliser)


def records(con: duckdb.DuckDBPyConnection) -> list[tuple[str | None, ...]]:
    names = ", ".join(definition.NAMES)
    query = f"select {names} from delivered anti join bad_rows using (_row_number) order by all"
    return con.execute(query).fetchall()


@pytest.mark.parametrize("name", FORMATS)
def test_a_sloppy_person_gives_the_same_records(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    clean = write_records(tmp_path / "clean.csv", clean_rows())
    assert read(con, clean, is_strict=True).rows_loaded == 50
    expected = records(con)
    FORMATS[name](tmp_path / name, sloppy_rows())
    loaded = read(con, tmp_path / name)
    assert (loaded.rows_loaded, loaded.rows_as_read) == (50, 50)
    assert records(con) == expected


def test_strict_reads_none_of_it(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = write_records(tmp_path / "typed.csv", sloppy_rows())
    assert read(con, path, is_strict=True).rows_loaded == 0


def test_raw_keeps_what_was_typed(tmp_path: Path) -> None:
    path = write_records(tmp_path / "typed.csv", [good(1, value="1,000", qualifier=""), good(2)])
    delivery, _ = landing.land(path, tmp_path / "landing", "test")
    with duckdb.connect() as con:
        load.create_raw(con)
        load.load_delivery(
            con, delivery, tmp_path / "landing", datetime(2026, 1, 1), None, NORMALISER
        )
        query = "select value, qualifier, _as_typed from raw.incident_records order by _row_number"
        first, second = con.execute(query).fetchall()
    assert first[:2] == ("1000", "exact")
    assert json.loads(first[2]) == {"value": "1,000", "qualifier": None}
    assert second == ("1000", "more_than", None)


def test_a_strict_delivery_stays_strict_in_builds(tmp_path: Path) -> None:
    path = write_records(tmp_path / "typed.csv", [good(1, value="1,000"), good(2)])
    folder = tmp_path / "landing"
    kind, _ = landing.land(path, folder, "test")
    strict, is_new = landing.land(path, folder, "test", choices=ReadingChoices(is_strict=True))
    assert is_new
    assert [d.is_strict for d in landing.deliveries(folder)] == [False, True]
    with duckdb.connect() as con:
        load.create_raw(con)
        loaded = [
            load.load_delivery(con, d, folder, datetime(2026, 1, 1), None, NORMALISER).rows_loaded
            for d in (kind, strict)
        ]
    assert loaded == [2, 1]


def test_a_rejected_row_stays_as_typed_with_a_hint(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    typed = good(1, value="1,000", nationality="Chineese", event_start="03/04/2026")
    loaded = read(con, write_records(tmp_path / "typed.csv", [typed]))
    file_report.report_on_file(con, loaded, DAY, 10)
    (row,) = file_report.rejected_rows(con)
    assert row.cells["value"] == "1,000"
    assert "nationality: did you mean China (CN)?" in row.reasons
    assert "may be 2026-03-04 or 2026-04-03" in row.reasons
    assert "value" not in row.wrong
    assert row.wrong >= {"nationality", "event_start"}


def test_add_says_how_each_was_read(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [good(n, value="1,000", nationality="Chinese" if n < 3 else "") for n in range(1, 6)]
    loaded = read(con, write_records(tmp_path / "typed.csv", rows))
    found = file_report.report_on_file(con, loaded, DAY, 10).readings
    assert [(read.column, read.typed, read.value, read.rows) for read in found] == [
        ("value", "1,000", "1000", 5),
        ("nationality", "Chinese", "CN", 2),
    ]


def test_ids_are_made_where_there_are_none(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Columns with a default may be missing altogether."""
    left_out = {"record_id", "event_id", "event_end", "date_precision", "qualifier", "counts_as"}
    columns = [name for name in GOOD if name not in left_out] + ["city"]
    rows = [good(1, city="Bavet"), good(2, city="Bavet", measure="persons_detained")]
    typed = [{k: v for k, v in row.items() if k in columns} for row in rows]
    path = write_records(tmp_path / "short.csv", typed, columns)
    made = []
    for _ in range(2):
        assert read(con, path).rows_loaded == 2
        made.append(con.execute("select record_id, event_id from delivered").fetchall())
    assert made[0] == made[1]
    assert {event for _, event in made[0]} == {"kh-2025-07-14-bavet-raid"}
    assert len({record for record, _ in made[0]}) == 2


def test_a_city_is_parted_from_the_province_behind_it(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = [
        good(1, city="Bavet, Svay Rieng"),
        good(2, city="Bavet, Svay Rieng, Cambodia"),
        good(3, city="Bavet, Nowhere Known"),
        good(4, city="n/a"),
        good(5, city="Unknown"),
    ]
    read(con, write_records(tmp_path / "typed.csv", rows))
    found = con.execute("select city, admin1 from delivered order by _row_number").fetchall()
    assert found == [
        ("Bavet", "Svay Rieng"),
        ("Bavet", "Svay Rieng"),
        ("Bavet, Nowhere Known", None),
        (None, None),
        (None, None),
    ]
