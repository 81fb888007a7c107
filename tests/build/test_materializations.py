"""The project's own way to make tables: hooks run, and what it doesn't do is refused."""

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
    duckdb: {type: duckdb, path: "PATH", threads: 1}
"""


@pytest.fixture
def run(tmp_path: Path):
    """Return a function that runs dbt on one model, and returns its exit code, words and file."""
    project, database = tmp_path / "small", tmp_path / "small.duckdb"
    shutil.copytree(ROOT / "dbt_project" / "macros" / "portable", project / "macros")
    (project / "dbt_project.yml").write_text(PROJECT)
    (project / "profiles.yml").write_text(PROFILE.replace("PATH", str(database)))
    (project / "models").mkdir()

    def run(model: str, properties: str = "") -> tuple[int, str, Path]:
        (project / "models" / "one.sql").write_text(model)
        if properties:
            (project / "models" / "one.yml").write_text(properties)
        done = subprocess.run(
            [
                *(sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "--no-use-colors"),
                *("run", "--project-dir", str(project), "--profiles-dir", str(project)),
            ],
            env=os.environ | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, database

    return run


def test_hooks_run_in_their_order(run) -> None:
    code, said, database = run(
        """{{ config(
            materialized='table',
            pre_hook="create table if not exists seen as select 'before' as hook",
            post_hook="insert into seen select 'after ' || number from {{ this }}",
        ) }}
        select 7 as number"""
    )
    assert code == 0, said
    with duckdb.connect(str(database), read_only=True) as con:
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
def test_what_is_not_made_is_refused(run, model: str, properties: str, says: str) -> None:
    code, said, _ = run(model, properties)
    assert code == 1
    assert says in " ".join(said.split())
