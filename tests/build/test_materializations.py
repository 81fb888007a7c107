"""The project's own way to make tables: hooks, what it refuses, and when a table is dropped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from support import ROOT

pytestmark = pytest.mark.slow

PROJECT = """
name: small
version: "1.0"
config-version: 2
profile: small
model-paths: ["models"]
macro-paths: ["macros"]
"""
PROFILE = """
small:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: "small.duckdb"
      threads: 2
      attach: [{path: "intermediate.duckdb", alias: intermediate}]
"""


@pytest.fixture
def call(tmp_path: Path):
    """Return a function that writes some files of a dbt project, and calls dbt on it.

    It returns dbt's exit code and output. The databases are files in `tmp_path`.
    """
    project = tmp_path / "small"
    shutil.copytree(ROOT / "dbt_project" / "macros" / "portable", project / "macros")
    (project / "dbt_project.yml").write_text(PROJECT)
    (project / "profiles.yml").write_text(PROFILE)
    (project / "models").mkdir()

    def call(files: dict[str, str], *words: str, **variables: str) -> tuple[int, str]:
        for name, text in files.items():
            (project / "models" / name).write_text(text)
        done = subprocess.run(
            [
                *(sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "--no-use-colors"),
                *(*words, "--project-dir", str(project), "--profiles-dir", str(project)),
            ],
            env=os.environ | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"} | variables,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return call


def test_hooks_run_in_their_order(tmp_path: Path, call) -> None:
    model = """{{ config(
            materialized='table',
            pre_hook="create table if not exists seen as select 'before' as hook",
            post_hook="insert into seen select 'after ' || number from {{ this }}",
        ) }}
        select 7 as number"""
    code, said = call({"one.sql": model}, "run")
    assert code == 0, said
    with duckdb.connect(str(tmp_path / "small.duckdb"), read_only=True) as con:
        assert con.execute("select hook from seen").fetchall() == [("before",), ("after 7",)]


@pytest.mark.parametrize(
    ("model", "properties", "says"),
    [
        (
            "{{ config(materialized='table', indexes=[{'columns': ['n']}]) }} select 1 as n",
            "",
            "makes tables without indexes",
        ),
        (
            "{{ config(materialized='table', contract={'enforced': true}) }} select 1 as n",
            "models: [{name: one, columns: [{name: n, data_type: integer, "
            "constraints: [{type: primary_key}]}]}]",
            "makes tables without constraints",
        ),
    ],
)
def test_what_is_not_made_is_refused(call, model: str, properties: str, says: str) -> None:
    code, said = call({"one.sql": model, "one.yml": properties}, "run")
    assert code == 1
    assert says in " ".join(said.split())


STEP = "{{ config(materialized='table', database='intermediate') }} "
TABLE = "{{ config(materialized='table') }} "
STEPS = {
    "first.sql": STEP + "select 1 as n",
    "second.sql": STEP + "select n + 1 as n from {{ ref('first') }}",
    "result.sql": TABLE
    + "select f.n, s.n as m from {{ ref('first') }} as f, {{ ref('second') }} as s",
    "first.yml": "models: [{name: first, columns: [{name: n, data_tests: [not_null]}]}]",
}


def steps_left(folder: Path) -> list[str]:
    with duckdb.connect(str(folder / "intermediate.duckdb"), read_only=True) as con:
        return [
            name
            for (name,) in con.execute(
                "select table_name from duckdb_tables() order by 1"
            ).fetchall()
        ]


def test_steps_in_memory_are_dropped_after_their_last_reader(tmp_path: Path, call) -> None:
    """A file stands for the memory here, so that the test can look into it afterwards."""
    code, said = call(STEPS, "build", RAIDBOOK_INTERMEDIATE=":memory:")
    assert code == 0, said
    assert steps_left(tmp_path) == []
    with duckdb.connect(str(tmp_path / "small.duckdb"), read_only=True) as con:
        assert con.execute("from result").fetchall() == [(1, 2)]


def test_steps_that_a_reader_has_not_read_stay(tmp_path: Path, call) -> None:
    broken = {"result.sql": TABLE + "select error('no') as n from {{ ref('second') }}"}
    code, _ = call(STEPS | broken, "build", RAIDBOOK_INTERMEDIATE=":memory:")
    assert code == 1
    assert steps_left(tmp_path) == ["second"]  # nothing but `second` and a test read `first`
    code, said = call(STEPS, "run", RAIDBOOK_INTERMEDIATE=":memory:")
    assert code == 0, said
    assert steps_left(tmp_path) == ["first"], "its test did not run"


def test_steps_in_a_file_stay(tmp_path: Path, call) -> None:
    code, said = call(STEPS, "build", RAIDBOOK_INTERMEDIATE="intermediate.duckdb")
    assert code == 0, said
    assert steps_left(tmp_path) == ["first", "second"]
