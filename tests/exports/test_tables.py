"""CSV, Parquet and the data package: every table, as the live file has it."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from raidbook.export import tables
from raidbook.export.exposures import Exposure

TABLES = "var/exports/tables"


@pytest.fixture(scope="module")
def package(built_project: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((built_project / TABLES / "datapackage.json").read_text())
    return found


def named(live: duckdb.DuckDBPyConnection) -> dict[str, str]:
    found = live.execute(
        "select table_name, table_schema || '.' || table_name from information_schema.tables "
        "where table_schema in ('marts', 'reports')"
    ).fetchall()
    return dict(found)


def as_text(value: object) -> str:
    """Return what a CSV file says of a value of the database."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value if re.match(tables.FORMULA, value) else value
    return str(value)


def test_every_table_is_there_twice(
    live: duckdb.DuckDBPyConnection, package: dict[str, Any]
) -> None:
    paths = {resource["path"] for resource in package["resources"]}
    assert paths == {f"{form}/{t}.{form}" for t in named(live) for form in ("csv", "parquet")}


def test_csv_holds_every_cell(built_project: Path, live: duckdb.DuckDBPyConnection) -> None:
    for name, table in named(live).items():
        path = built_project / TABLES / "csv" / f"{name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), name
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream)
        found = live.execute(f"from {table} order by all")
        assert header == [column[0] for column in found.description or []], name
        wanted = found.fetchall()
        assert len(rows) == len(wanted), name
        for row, values in zip(rows, wanted, strict=True):
            for cell, value in zip(row, values, strict=True):
                if isinstance(value, float):
                    assert float(cell) == value, name
                else:
                    assert cell == as_text(value), name


def test_parquet_is_the_table(built_project: Path, live: duckdb.DuckDBPyConnection) -> None:
    for name, table in named(live).items():
        path = built_project / TABLES / "parquet" / f"{name}.parquet"
        found = live.execute(f"from read_parquet('{path}')")
        kinds = [column[:2] for column in found.description or []]
        rows = found.fetchall()
        wanted = live.execute(f"from {table} order by all")
        assert kinds == [column[:2] for column in wanted.description or []], name
        assert rows == wanted.fetchall(), name


def test_the_package_is_valid_for_frictionless(built_project: Path) -> None:
    """Types, keys, references, sizes and hashes of every file."""
    from frictionless import Package

    report = Package(str(built_project / TABLES / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


def test_the_package_says_what_is_wrong_with_a_file(built_project: Path, tmp_path: Path) -> None:
    """The same validation refuses a cell of another type."""
    from frictionless import Resource

    package = json.loads((built_project / TABLES / "datapackage.json").read_text())
    (described,) = [r for r in package["resources"] if r["name"] == "fct-arrests"]
    text = (built_project / TABLES / described["path"]).read_text(encoding="utf-8")
    (tmp_path / "csv").mkdir()
    (tmp_path / described["path"]).write_text(text.replace("true", "perhaps", 1), encoding="utf-8")
    keyless = described["schema"] | {"foreignKeys": []}
    resource = Resource.from_descriptor(
        {**described, "schema": keyless, "hash": "", "bytes": 0}, basepath=str(tmp_path)
    )
    assert "type-error" in {row[0] for row in resource.validate().flatten(["type"])}


def test_keys_meanings_and_licence(
    package: dict[str, Any], live: duckdb.DuckDBPyConnection
) -> None:
    schemas = {r["name"]: r["schema"] for r in package["resources"] if "schema" in r}
    assert schemas["fct-arrests"]["primaryKey"] == ["event_id", "nationality_code"]
    assert {
        "fields": "country_code",
        "reference": {"resource": "dim-country", "fields": "country_code"},
    } in schemas["fct-arrests-history"]["foreignKeys"]
    assert schemas["fct-arrests"]["foreignKeys"] == schemas["fct-arrests-history"]["foreignKeys"]
    assert len(schemas["fct-arrests"]["foreignKeys"]) == 6
    reports = {key["fields"] for key in schemas["rpt-running-totals"]["foreignKeys"]}
    assert reports >= {"event_id", "country_code", "record_id"}
    assert all(s["primaryKey"] for s in schemas.values())
    assert all(field["description"] for s in schemas.values() for field in s["fields"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert "GeoNames" in json.dumps(package["sources"])
    (build,) = live.execute("select build_id from meta.builds").fetchall()[0]
    assert package["version"] == build


ODD = [
    "=1+1", "+49 30", "-5", "@x", "\tx", "\r=1", "\n=1", "＝1", "'=1", "''=1", "'quoted'", "a=b",
    "", None, "x", "a,b", 'say "x"', "two\nlines", "é ប",
]  # fmt: skip


def test_text_is_guarded_and_numbers_are_untouched(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        con.execute("""
            create schema meta; create schema marts; create schema quality; create schema odd;
            create table meta.builds as
                select 'b' as build_id, timestamp '2025-08-01' as finished_at;
            create table meta.deliveries (source_name text, rows_loaded int, landed_on date,
                is_removed boolean);
            create table marts.fct_reported_figures (a int);
            create table marts.dim_event (last_reported_on date);
            create table marts.dim_report (a int);
            create table quality.rejected_records (a int);
            create table odd.cells (number int, note varchar, below bigint, exact decimal(38, 4),
                half double, day date, moment timestamp, is_true boolean);
        """)
        for number, text in enumerate(ODD):
            con.execute(
                "insert into odd.cells values (?, ?, -7, -1.5, -0.25, date '2025-07-14', "
                "timestamp '2025-07-14 01:02:03', true)",
                [number, text],
            )
        exposure = Exposure("odd", "Odd", "Odd.", "odd/datapackage.json", schemas=("odd",))
        files = tables.write_tables(con, exposure, tmp_path, tmp_path / "odd")
    assert files == ["csv/cells.csv", "parquet/cells.parquet", "datapackage.json"]
    with (tmp_path / "odd" / "csv" / "cells.csv").open(encoding="utf-8-sig", newline="") as stream:
        _, *rows = csv.reader(stream)
    found = [row[1] for row in rows]
    assert [text[0] if text else "" for text in found[:10]] == ["'"] * 10
    bare = [re.sub(f"^'(?={tables.FORMULA[1:]})", "", text) for text in found]
    assert bare == [text or "" for text in ODD], "taking one apostrophe away gives the text back"
    assert {tuple(row[2:]) for row in rows} == {
        ("-7", "-1.5000", "-0.25", "2025-07-14", "2025-07-14 01:02:03", "true")
    }


def test_pandas_reads_both(built_project: Path, live: duckdb.DuckDBPyConnection) -> None:
    import pandas as pd

    folder = built_project / TABLES
    frame = pd.read_csv(folder / "csv" / "fct_arrests.csv", parse_dates=["event_start"])
    other = pd.read_parquet(folder / "parquet" / "fct_arrests.parquet")
    (total, first) = live.execute(
        "select sum(persons), min(event_start) from marts.fct_arrests"
    ).fetchall()[0]
    assert int(frame["persons"].sum()) == int(other["persons"].sum()) == int(total)
    assert frame["event_start"].min() == pd.Timestamp(first)
    assert isinstance(first, date)
    assert not isinstance(first, datetime)
    assert isinstance(total, int | Decimal)
