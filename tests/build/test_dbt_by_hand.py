"""`raidbook dbt`: build one model in a working copy, and show what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from support import copy_project, environment, raidbook

pytestmark = pytest.mark.slow
COPY = Path("var/dbt_by_hand/warehouse.duckdb")
MODEL = Path("dbt_project/models/marts/fct_arrests.sql")


@pytest.fixture(scope="module")
def project(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("by hand") / "project", var=built_project / "var")


def persons(database: Path) -> int:
    with duckdb.connect(str(database), read_only=True) as con:
        ((found,),) = con.execute("select sum(persons) from marts.fct_arrests").fetchall()
    return int(found)


def test_a_changed_model_is_built_alone_and_its_rows_are_reported(project: Path) -> None:
    live = project / "var/live/warehouse.duckdb"
    before = live.read_bytes()
    # a call that reads no steps, and yet makes their file
    assert raidbook(project, "dbt", "--", "--quiet", "seed", "-s", "measure").returncode == 0
    done = raidbook(project, "dbt", "--", "--no-use-colors", "run", "--select", "fct_arrests")
    assert done.returncode == 0, done.stdout
    assert "building the intermediate models" in done.stdout
    assert "PASS=3 WARN=0 ERROR=0" in done.stdout  # the model, and the hooks before and after
    printed = json.loads(raidbook(project, "diff", "--by-hand", "--format", "json").stdout)
    assert printed["changes"] == []

    sql = (project / MODEL).read_text(encoding="utf-8")
    assert "    persons,\n" in sql
    changed = sql.replace(
        "    persons,\n",
        "    persons + case country_code when 'LK' then 1 else 0 end as persons,\n",
    )
    (project / MODEL).write_text(changed, encoding="utf-8")
    done = raidbook(project, "dbt", "--", "run", "--select", "fct_arrests")
    (project / MODEL).write_text(sql, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    assert "building the intermediate models" not in done.stdout
    printed = json.loads(raidbook(project, "diff", "--by-hand", "--format", "json").stdout)
    rows = persons(project / COPY) - persons(live)
    assert rows > 0
    assert {change["country_code"] for change in printed["changes"]} == {"LK"}
    (table,) = (t for t in printed["tables"] if t["table"] == "fct_arrests")
    assert (table["added"], table["removed"], table["changed"]) == (0, 0, rows)
    assert live.read_bytes() == before


def test_what_changed_since_the_build_is_selected(project: Path) -> None:
    select = ("--quiet", "ls", "--resource-type", "model", "--select", "state:modified")
    assert raidbook(project, "dbt", "--", *select).stdout.split() == []
    macro = project / "dbt_project/macros/rules/shares_elsewhere.sql"
    sql = macro.read_text(encoding="utf-8")
    macro.write_text(sql.replace("select", "select ", 1), encoding="utf-8")
    found = raidbook(project, "dbt", "--", *select).stdout.split()
    macro.write_text(sql, encoding="utf-8")
    assert "raidbook.intermediate.int_rows_elsewhere" in found
    assert "raidbook.marts.fct_arrests" not in found


def test_a_failing_test_of_dbt_is_its_exit_code(project: Path) -> None:
    assert raidbook(project, "dbt", "--", "ls", "--select", "no_such_model+").returncode == 0
    assert raidbook(project, "dbt", "--", "nothing").returncode == 2


def test_plain_dbt_works_in_its_folder(project: Path) -> None:
    assert raidbook(project, "dbt").stdout.startswith("dbt       `raidbook dbt -- build -s MODEL+`")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "run", "-s", "dim_country"],
        cwd=project / "dbt_project",
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_new_build_has_a_new_working_copy(project: Path) -> None:
    (project / COPY).chmod(0o644)
    with duckdb.connect(str(project / COPY)) as con:
        con.execute("create table left_by_hand (x integer)")
        con.execute("update meta.builds set build_id = 'an earlier one'")
    done = raidbook(project, "diff", "--by-hand")
    assert done.returncode == 2
    assert done.stderr.startswith("The working copy is not of the live build")
    assert raidbook(project, "dbt").returncode == 0
    with duckdb.connect(str(project / COPY), read_only=True) as con:
        tables = con.execute("select table_name from duckdb_tables()").fetchall()
    assert ("left_by_hand",) not in tables


def test_wrong_use_is_reported(project: Path) -> None:
    done = raidbook(project, "diff", "--by-hand", "one")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Name no build" in done.stderr
