"""A table in another shape becomes records by the YAML file of its source alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from support import GOOD, ROOT

from ingest import checked_file
from ingest.errors import RefusedError, WrongUseError
from ingest.normalise.normaliser import Normaliser
from ingest.reading_choices import ReadingChoices
from ingest.sources import source as source_files
from ingest.sources.mapping import declared_mapping

DAY = date(2026, 11, 1)
NORMALISER = Normaliser(ROOT / "var" / "cache", ROOT / "seeds")
DATA = ROOT / "tests" / "data" / "sources"


def load(con: duckdb.DuckDBPyConnection, path: Path, source: str) -> checked_file.Loaded:
    choices = ReadingChoices(source=source)
    return checked_file.read_delivery(con, path, path.name, DAY, choices, normaliser=NORMALISER)


def records(con: duckdb.DuckDBPyConnection, columns: str) -> list[tuple[str | None, ...]]:
    query = f"select {columns} from delivered anti join bad_rows using (_row_number) order by all"
    return con.execute(query).fetchall()


def test_incidents_of_missing_migrants(con: duckdb.DuckDBPyConnection) -> None:
    """The rows are made up, in the layout that is published for download."""
    loaded = load(con, DATA / "missing_migrants.csv", "missing_migrants")
    assert (loaded.rows_loaded, loaded.rows_rejected) == (11, 0)
    assert records(con, "country, event_start, measure, value, qualifier, counts_as, sex") == [
        ("KH", "2025-05-11", "persons_killed", "2", "at_least", "total", None),
        ("KH", "2025-05-11", "persons_killed", "2", "exact", "part", "male"),
        ("KH", "2025-05-11", "persons_killed", "2", "exact", "part", None),
        ("MM", "2025-06-01", "persons_killed", "4", "at_least", "part", None),
        ("MM", "2025-06-01", "persons_killed", "4", "at_least", "total", None),
        ("TH", "2025-03-04", "persons_killed", "1", "exact", "part", "female"),
        ("TH", "2025-03-04", "persons_killed", "2", "exact", "part", "male"),
        ("TH", "2025-03-04", "persons_killed", "3", "exact", "part", None),
        ("TH", "2025-03-04", "persons_killed", "5", "at_least", "part", None),
        ("TH", "2025-03-04", "persons_killed", "8", "at_least", "total", None),
        ("TH", "2025-03-04", "persons_rescued", "21", "exact", "total", None),
    ]
    assert set(records(con, "publisher, source_url")) == {
        ("Border Post Daily", "https://example.org/moei-river"),
        ("Frontier Gazette", "https://example.org/bavet-road"),
        ("River Monitor", "https://example.org/forest"),
    }
    assert loaded.reading.place(loaded.reading.rows_per * 3) == "row 3"


def test_a_log_with_nationalities_beside_one_another(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The same rows in CSV, a workbook and JSON give the same records."""
    found = []
    with (DATA / "raid_log.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    (tmp_path / "log.json").write_text(json.dumps(rows), encoding="utf-8")
    as_workbook(tmp_path / "log.xlsx", rows)
    for path in (DATA / "raid_log.csv", tmp_path / "log.json", tmp_path / "log.xlsx"):
        loaded = load(con, path, "raid_log")
        assert (loaded.rows_loaded, loaded.rows_rejected) == (7, 1)
        place = loaded.reading.place(
            con.execute("select _row_number from bad_rows").fetchall()[0][0]
        )
        assert place.split()[1] == ("3" if path.suffix == ".json" else "4")
        found.append(records(con, "* exclude (_row_number, _as_typed)"))
    assert found[0] == found[1] == found[2]
    columns = "city, site, measure, value, nationality, counts_as, organisations"
    police = "enforcer:National Police"
    assert records(con, columns) == [
        ("Bavet", "A7 Casino", "persons_arrested", "1240", None, "total", police),
        ("Bavet", "A7 Casino", "persons_arrested", "300", "VN", "part", police),
        ("Bavet", "A7 Casino", "persons_arrested", "800", "CN", "part", police),
        ("Bavet", "A7 Casino", "phones_seized", "2100", None, "total", police),
        ("Phnom Penh; Bavet", None, "persons_arrested", "15", "foreign", "part", None),
        ("Phnom Penh; Bavet", None, "persons_arrested", "40", "VN", "part", None),
        ("Phnom Penh; Bavet", None, "persons_arrested", "55", None, "total", None),
    ]


def as_workbook(path: Path, rows: list[dict[str, str]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, list(rows[0]))
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row.values()):
            page.write_string(at, column, cell)
    book.close()


def as_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def as_json(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text(json.dumps(rows), encoding="utf-8")


def as_parquet(path: Path, rows: list[dict[str, str]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path)


def test_a_table_without_a_mapped_column_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(RefusedError, match="must hold the columns of its source: Date, Until"):
        load(con, DATA / "missing_migrants.csv", "raid_log")


@pytest.mark.parametrize("write", [as_csv, as_workbook, as_json, as_parquet])
@pytest.mark.parametrize(("source", "other"), [("missing_migrants", "raid_log"), ("raid_log", "")])
def test_a_header_of_another_source_is_recognised(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    write: Callable[[Path, list[dict[str, str]]], None],
    source: str,
    other: str,
) -> None:
    mapping = source_files.source(source).mapping
    assert mapping is not None
    path = tmp_path / "table"
    write(path, [dict.fromkeys(["#", *(name for name, _ in mapping.slots), "country"], "1")])
    with pytest.raises(RefusedError, match=f"another source: deliver it with --source {source}"):
        load(con, path, other or "incident_records")


@pytest.mark.parametrize("write", [as_csv, as_workbook, as_json, as_parquet])
def test_a_table_of_records_needs_no_source(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    write: Callable[[Path, list[dict[str, str]]], None],
) -> None:
    write(tmp_path / "table", [GOOD])
    with pytest.raises(RefusedError, match="incident records: deliver it without --source"):
        load(con, tmp_path / "table", "raid_log")


def test_rows_that_nobody_reviewed_are_refused_in_any_format(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps([GOOD | {"_accept": ""}]), encoding="utf-8")
    with pytest.raises(RefusedError, match="these rows need a review"):
        checked_file.read_delivery(con, path, path.name, DAY)


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(WrongUseError, match="incident_records, missing_migrants, raid_log"):
        source_files.source("nowhere")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"columns": {"town": "Town"}}, "'town' is not a column of the record"),
        ({"columns": {"value": "N"}}, "a figure needs a measure and a value"),
        ({"colums": {}}, "the key 'colums' is unknown"),
        ({"columns": {"value": {"colum": "N"}, "measure": "M"}}, "the key 'colum' is unknown"),
        ({"columns": {"value": {"text": "12"}, "measure": "M"}}, "names no column"),
    ],
)
def test_a_mapping_with_a_mistake_is_refused(facts: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        declared_mapping(facts)


def test_every_yaml_file_states_what_is_needed() -> None:
    """The other tests of a source need its file to be read; this one also looks at the facts."""
    files = sorted((ROOT / "ingest" / "sources").glob("*.yml"))
    assert [path.stem for path in files] == list(source_files.sources())
    for path in files:
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert facts["description"].strip().endswith(".")
