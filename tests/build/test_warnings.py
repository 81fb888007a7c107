"""Warnings: the build names new and large ones, the status says how many there are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from support import copy_project, good, raidbook, write_records

from raidbook.audit.attached_live import attach_live
from raidbook.query.warnings import MANY, new_warnings, warning_summary


@pytest.fixture
def con(built_project: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A changed copy of the live file in use, with the live file beside it."""
    live = built_project / "var/live/warehouse.duckdb"
    shutil.copyfile(live, tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        attach_live(connection, live)
        yield connection


def add(con: duckdb.DuckDBPyConnection, key: str, persons: int) -> None:
    con.execute(
        "insert into quality.warnings by name select * replace (? as warning_key, ? as "
        "persons_at_stake, -? as doubt_rank, 'x-' || ? as event_id) "
        "from quality.warnings where doubt_rank = 1",
        [key, persons, persons, key],
    )


def test_nothing_is_new_in_the_same_file(con: duckdb.DuckDBPyConnection) -> None:
    assert new_warnings(con) == (0, [])


def test_only_what_is_new_and_large_is_reported(con: duckdb.DuckDBPyConnection) -> None:
    for key, persons in (("a", MANY), ("b", MANY + 1), ("c", 900), ("d", 800), ("e", 700)):
        add(con, key, persons)
    number, largest = new_warnings(con)
    assert number == 4
    assert [(d.event_id, d.persons_at_stake) for d in largest] == [
        ("x-c", 900),
        ("x-d", 800),
        ("x-e", 700),
    ]


def test_a_warning_that_grew_is_new(con: duckdb.DuckDBPyConnection) -> None:
    (key,) = con.execute(
        "select warning_key from quality.warnings where persons_at_stake between 1 and ? "
        "order by doubt_rank limit 1",
        [MANY],
    ).fetchall()[0]
    con.execute("update quality.warnings set persons_at_stake = 501 where warning_key = ?", [key])
    number, (warning,) = new_warnings(con)
    assert number == 1
    assert warning.persons_at_stake == 501
    con.execute("update quality.warnings set persons_at_stake = persons_at_stake + 1")
    assert new_warnings(con)[0] == 1


def test_beside_nothing_or_an_earlier_file_all_are_new(built_project: Path) -> None:
    live = built_project / "var/live/warehouse.duckdb"
    with duckdb.connect(":memory:") as con:
        con.execute(f"attach '{live}' as warehouse (read_only)")
        con.execute("use warehouse")
        attach_live(con, None)
        found = warning_summary(con)
        assert found is not None
        assert new_warnings(con)[0] == found.above_many > 3


def test_the_status_says_how_many_there_are(
    built_project: Path, live: duckdb.DuckDBPyConnection
) -> None:
    ((total, many, most),) = live.execute(
        "select count(*), count(*) filter (severity = 'high'), max(persons_at_stake) "
        "from quality.warnings"
    ).fetchall()
    printed = raidbook(built_project, "status").stdout
    assert (
        f"warnings   {total:,}, {many:,} of them with more than 500 persons at stake; the largest "
        f"with {most:,}, " in printed
    )
    found = json.loads(raidbook(built_project, "status", "--json").stdout)["warnings"]
    assert (found["total"], found["above_many"]) == (total, many)
    assert found["largest"]["persons_at_stake"] == most


@pytest.mark.slow
def test_a_build_warns_of_what_a_delivery_adds(built_project: Path, tmp_path: Path) -> None:
    """One source alone states 2,500; the next build, without a new warning, is silent."""
    root = copy_project(tmp_path / "project", var=built_project / "var")
    one = good(
        event_id="ug-2026-03-01-kampala-raid",
        record_id="ug-2026-03-01-kampala-raid/daily-monitor-20260302/1",
        country="UG",
        event_start="2026-03-01",
        event_end="2026-03-01",
        date_precision="day",
        value="2500",
        qualifier="exact",
        publisher="Daily Monitor",
        source_url="https://example.org/kampala",
        published_on="2026-03-02",
    )
    raidbook(root, "add", str(write_records(tmp_path / "one.csv", [one])))
    done = raidbook(root, "build", "--no-export")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("warning"))
    assert lines[at].startswith(
        "warning   1 new warning puts more than 500 persons at stake since build "
    )
    assert lines[at + 1].strip() == (
        "ug-2026-03-01-kampala-raid (stated_by_one_source, 2,500 persons): For custody, the total "
        "2,500 is stated by only one source, Daily Monitor."
    )
    files = [root / "var/dbt/target" / name for name in ("manifest.json", "run_results.json")]
    before = [file.stat().st_mtime_ns for file in files]
    again = raidbook(root, "build", "--force", "--no-export")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "new warning" not in again.stdout
    after = [file.stat().st_mtime_ns for file in files]
    assert after[0] == before[0], "dbt's project is the same, so its manifest is, too"
    assert after[1] > before[1]
