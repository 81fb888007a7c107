"""Measure the engine alone: the limits with which every measurement is compared."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from ingest.record import definition
from scripts.bench.measure import ROOT, THREADS, Run, run

CONSENSUS = Path(__file__).with_name("consensus.sql")


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def read(files: list[Path], database: Path, *, is_typed: bool) -> float:
    """Return the seconds that DuckDB takes to read CSV files into a table of a new database file.

    It reads all columns, as text or with the types of `ingest.record`, and writes them to the disk.
    """
    kinds = {"date": "date", "number": "decimal(38, 4)"} if is_typed else {}
    columns = ", ".join(
        f"'{column.name}': '{kinds.get(column.kind, 'varchar')}'" for column in definition.COLUMNS
    )
    names = ", ".join(f"'{path}'" for path in files)
    database.unlink(missing_ok=True)
    began = time.monotonic()
    with duckdb.connect(str(database)) as con:
        con.execute(f"set threads = {THREADS}")
        con.execute(
            f"create table records as from read_csv([{names}], auto_detect = false, "
            f"header = true, columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"')"
        )
        con.execute("checkpoint")
    return time.monotonic() - began


def consensus(database: Path) -> float:
    """Return the seconds of one hand-written statement over the typed `records` from `read`.

    It computes only the consensus of today's breakdowns, which the intermediate models can't do
    faster.
    """
    with duckdb.connect(str(database)) as con:
        con.execute(f"set threads = {THREADS}")
        return seconds(lambda: con.execute(CONSENSUS.read_text(encoding="utf-8")))


def empty_dbt(folder: Path, models: int, tests: int) -> Run:
    """Measure a dbt build, already parsed, of as many empty models and tests as Raidbook has.

    Python, dbt, the number of threads, the profile and the seeds are the same.
    """
    project = folder / "empty_dbt"
    shutil.rmtree(project, ignore_errors=True)
    (project / "models").mkdir(parents=True)
    (project / "tests").mkdir()
    shutil.copytree(ROOT / "seeds", project / "seeds")
    own = (ROOT / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8")
    quoting = re.search(r"^seeds:.*?(?=^\S)", own, re.MULTILINE | re.DOTALL)
    (project / "dbt_project.yml").write_text(
        "name: empty\nversion: '1.0'\nprofile: empty\n"
        "models:\n  +materialized: table\n" + (quoting[0] if quoting else "")
    )
    (project / "profiles.yml").write_text(
        "empty:\n  target: d\n  outputs:\n    d:\n      type: duckdb\n"
        f"      path: {project / 'empty.duckdb'}\n      threads: {THREADS}\n"
    )
    for number in range(models):
        (project / "models" / f"model_{number}.sql").write_text("select 1 as one")
    for number in range(tests):
        model = f"{{{{ ref('model_{number % models}') }}}}"
        (project / "tests" / f"test_{number}.sql").write_text(
            f"select * from {model} where one > 1"
        )
    dbt = [sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "--quiet", "--log-level-file"]
    words = ["none", "build", "--project-dir", str(project), "--profiles-dir", str(project)]
    more = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_TARGET_PATH": str(project / "target")}
    run([*dbt, *words], folder, **more)
    (project / "empty.duckdb").unlink()
    return run([*dbt, *words], folder, **more)
