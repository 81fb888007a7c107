"""What `make spark` needs: Java, the raw tables as Parquet, and a lock on top of the lock."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from support import ROOT, environment

from ingest.sql_quoting import literal
from raidbook.spark.spark_build import hand_over, java_problem


def java(folder: Path, words: str) -> Path:
    """Make a JAVA_HOME whose java says `words`, as the real one does: on standard error."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{words}' >&2\n")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('openjdk version "17.0.15" 2025-04-15', None),
        ('openjdk version "21" 2023-09-19', None),
        ('openjdk version "11.0.2" 2019-01-15', "is Java 11. Set JAVA_HOME to a later one."),
        ('java version "1.8.0_311"', "is Java 8. Set JAVA_HOME to a later one."),
        ("no java at all", "doesn't state its version. Set JAVA_HOME."),
    ],
)
def test_java_is_checked_by_its_version(tmp_path: Path, words: str, expected: str | None) -> None:
    problem = java_problem(java(tmp_path, words))
    assert (
        (problem is None)
        if expected is None
        else problem is not None and problem.endswith(expected)
    )


def spark(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.spark", *words],
        cwd=ROOT,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_java_one_sentence_says_so(tmp_path: Path) -> None:
    done = spark(JAVA_HOME=str(tmp_path / "none"), RAIDBOOK_VAR=str(tmp_path / "var"))
    assert done.returncode == 3
    assert done.stderr.startswith("Spark needs Java 17 or later, but `")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "var").exists()


def test_where_it_may_be_left_out_it_is_no_failure(tmp_path: Path) -> None:
    done = spark("--if-java", JAVA_HOME=str(tmp_path / "none"), RAIDBOOK_VAR=str(tmp_path / "var"))
    assert done.returncode == 0
    assert done.stdout.startswith("spark     left out: Spark needs Java 17 or later")


def test_raw_tables_are_handed_over_whole(tmp_path: Path) -> None:
    live = tmp_path / "it's live.duckdb"
    with duckdb.connect(str(live)) as con:
        con.execute("""
            create schema raw;
            create table raw.deliveries as select
                'a''b' as file_name, date '2025-07-17' as landed_on,
                timestamp '2025-07-17 08:30:00' as landed_at, 7::bigint as size_bytes;
            create table raw.rejected_records (record varchar);
            create table main.other as select 1 as x;
        """)
    con = duckdb.connect()
    con.execute(f"attach {literal(str(live))} as live (read_only)")
    assert hand_over(con, "live", tmp_path / "raw") == 2
    read = con.execute(f"from read_parquet('{tmp_path}/raw/deliveries/*.parquet')")
    assert [c[0] for c in read.description or []] == [
        "file_name",
        "landed_on",
        "landed_at",
        "size_bytes",
    ]
    ((name, day, moment, size),) = read.fetchall()
    assert (name, str(day), size) == ("a'b", "2025-07-17", 7)
    assert moment == datetime(2025, 7, 17, 8, 30, tzinfo=UTC)
    rejected = con.execute(f"from read_parquet('{tmp_path}/raw/rejected_records/*.parquet')")
    assert rejected.fetchall() == []
