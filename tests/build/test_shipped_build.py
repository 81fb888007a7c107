"""A real build of the shipped project: published data answers, and no work is done twice."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from support import copy_project, environment, files_below, raidbook

from ingest import landing
from raidbook.version import CODE_VERSION, SCHEMA_VERSION

EVENT = "kh-2025-02-22-poipet-building"
RECORD = f"{EVENT}/jacaranda-fm-20250717/1"


def modules_of(root: Path, *words: str) -> tuple[int, str, set[str]]:
    """Run the command line in a process of its own; return its code, output and modules."""
    program = (
        "import json, sys\n"
        f"sys.argv = ['raidbook', *{list(words)!r}]\n"
        "from raidbook.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code or 0\n"
        "print(json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    *out, last = done.stdout.splitlines()
    code, modules = json.loads(last)
    return code, "\n".join(out), set(modules)


def files_of(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder that a build may touch."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_one_line_a_step(built_project: Path) -> None:
    printed = (built_project.parent / "build.txt").read_text().splitlines()
    # Further lines of a step follow it, indented.
    steps = [line.split()[0] for line in printed if line and not line.startswith(" ")]
    expected = ["exit", "land", "load", "audit", "dbt", "audit", "warning", "publish", "export"]
    assert steps == expected
    assert "7 deliveries" in printed[2]
    assert " 0 rejected" in printed[2]


def test_nothing_new_is_reported_at_once(built_project: Path) -> None:
    code, out, modules = modules_of(built_project, "build")
    assert code == 0
    assert out.startswith("build     nothing new: build ")
    assert "\n" not in out
    assert not modules & {"dbt", "great_expectations", "pandas", "pyarrow", "xlsxwriter"}


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--help"], {"dbt", "duckdb", "great_expectations", "pandas", "pyarrow", "yaml"}),
        (["status"], {"dbt", "great_expectations", "pandas", "pyarrow", "yaml"}),
        (["explain", EVENT], {"dbt", "great_expectations", "pandas", "pyarrow"}),
        (["sql", "select 1", "--format", "csv"], {"dbt", "great_expectations", "pandas"}),
        (
            ["add", "--again", "--dry-run", "ingest/records/myanmar.csv"],
            {"dbt", "great_expectations", "pandas", "pyarrow"},
        ),
    ],
)
def test_a_short_answer_imports_little(
    built_project: Path, words: list[str], unwanted: set[str]
) -> None:
    code, out, modules = modules_of(built_project, *words)
    assert code == 0
    assert out
    assert not modules & unwanted


def test_every_table_and_view_answers_under_another_name(built_project: Path) -> None:
    """From the live file and from the one kept in var/history."""
    (kept,) = (built_project / "var" / "history").iterdir()
    for path in (built_project / "var" / "live" / "warehouse.duckdb", kept):
        with duckdb.connect() as con:
            con.execute(f"attach '{path}' as another (read_only)")
            names = con.execute(
                "select schema_name || '.' || table_name from duckdb_tables() "
                "where database_name = 'another' union all "
                "select schema_name || '.' || view_name from duckdb_views() "
                "where database_name = 'another' and not internal"
            ).fetchall()
            assert len(names) > 50
            for (name,) in names:
                con.execute(f"select * from another.{name} limit 1").fetchall()


def test_what_is_published_names_no_folder(built_project: Path) -> None:
    """So that the whole folder can be copied elsewhere; dbt's cache is rebuilt there."""
    var = built_project / "var"
    for name in ("landing", "live", "history", "exports", "cache", "builds.jsonl"):
        place = var / name
        for path in [place] if place.is_file() else files_below(place, "*"):
            assert str(built_project).encode() not in path.read_bytes(), path


def test_nothing_is_left_of_the_work(built_project: Path) -> None:
    assert not (built_project / "var" / "build").exists()
    assert not (built_project / "dbt_project" / "target").exists()
    assert not (built_project / "dbt_project" / "logs").exists()
    assert not (built_project / "logs").exists()
    assert [p.name for p in (built_project / "var" / "live").iterdir()] == ["warehouse.duckdb"]


def test_no_failure_table_is_published(live: duckdb.DuckDBPyConnection) -> None:
    schemas = {row[0] for row in live.execute("select schema_name from duckdb_tables()").fetchall()}
    assert {"marts", "reports", "quality", "meta", "raw"} <= schemas
    assert "test_failures" not in schemas


def test_the_build_is_in_its_own_history(live: duckdb.DuckDBPyConnection) -> None:
    ((build_id, outcome, records),) = live.execute(
        "select build_id, outcome, records from meta.builds"
    ).fetchall()
    read, loaded, rejected = live.execute(
        "select sum(rows_read), sum(rows_loaded), sum(rows_rejected) from meta.deliveries"
    ).fetchall()[0]
    assert (outcome, records, rejected) == ("published", loaded, 0)
    assert read == loaded
    checks = live.execute(
        "select kind, count(*), count_if(outcome = 'failed') from meta.checks "
        f"where build_id = '{build_id}' group by kind order by kind"
    ).fetchall()
    assert [(kind, failed) for kind, _, failed in checks] == [("dbt", 0), ("expectation", 0)]
    assert live.execute("select count(*) from meta.checks where check_name is null").fetchone() == (
        0,
    )


def test_status(built_project: Path, live: duckdb.DuckDBPyConnection) -> None:
    printed = json.loads(raidbook(built_project, "status", "--json").stdout)
    (count,) = live.execute("select count(*) from marts.dim_event").fetchone() or (None,)
    assert printed["rows"]["marts.dim_event"] == count
    assert (printed["deliveries"], printed["rejected_records"]) == (7, 0)
    last = printed["last_build"]
    assert (last["build_id"], last["outcome"]) == (printed["build_id"], "published")
    versions = {"code_version": CODE_VERSION, "schema_version": SCHEMA_VERSION}
    assert versions.items() <= printed.items()
    kept = live.execute("select code_version, schema_version from meta.builds").fetchall()
    assert kept == [(CODE_VERSION, SCHEMA_VERSION)]
    words = raidbook(built_project, "status").stdout
    assert f"schema     {SCHEMA_VERSION}, code {CODE_VERSION}" in words
    assert f"build      {printed['build_id']}, 0." in words
    assert "marts.dim_event" in words


QUERY = """
    select country_code, cast(1.5 as decimal(38, 4)) as half, cast(2 as decimal(38, 4)) as two,
        date '2025-07-14' as day, 'a|b' || chr(10) || '"c"' as words, null as nothing
    from marts.dim_country where country_code = 'KH'
"""


def test_formats_of_sql(built_project: Path) -> None:
    def ask(form: str) -> str:
        done = raidbook(built_project, "sql", QUERY, "--format", form)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    header, row = csv.reader(ask("csv").splitlines(keepends=True))
    assert header == ["country_code", "half", "two", "day", "words", "nothing"]
    assert row == ["KH", "1.5000", "2.0000", "2025-07-14", 'a|b\n"c"', ""]
    assert json.loads(ask("json")) == [
        {
            **{"country_code": "KH", "half": 1.5, "two": 2, "day": "2025-07-14"},
            **{"words": 'a|b\n"c"', "nothing": None},
        }
    ]
    assert ask("markdown").splitlines() == [
        "| country_code | half | two | day | words | nothing |",
        "|---|---|---|---|---|---|",
        '| KH | 1.5000 | 2.0000 | 2025-07-14 | a\\|b "c" |  |',
    ]
    assert "country_code" in ask("table")


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["nonsense"], "nonsense"),
        (["build", "--nonsense"], "--nonsense"),
        (["build", "nonsense"], "nonsense"),
        (["add"], "files"),
        (["remove", "0123456789abcdef"], "--reason"),
        (["remove", "0123456789abcdef", "--reason", "x"], "There is no delivery"),
        (["rollback", "nonsense"], "There is no build 'nonsense' in var/history (kept: 2"),
        (["export", "nonsense"], "There is no export nonsense. There are: "),
        (["sql", "selec 1"], "syntax error"),
        (["sql", "select nonsense"], "nonsense"),
        (["sql", "create table raw.x (a int)"], "read-only"),
        (["sql", "select 1", "--format", "xml"], "must be one of table, csv, json, markdown"),
    ],
)
def test_wrong_use_ends_with_2(built_project: Path, words: list[str], printed: str) -> None:
    done = raidbook(built_project, *words)
    assert done.returncode == 2
    assert printed in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RAIDBOOK_THREADS", "many"),
        ("RAIDBOOK_THREADS", "\N{SUPERSCRIPT TWO}"),
        ("RAIDBOOK_THREADS", "9" * 5000),
        ("RAIDBOOK_BUILDS_KEPT", "\N{ARABIC-INDIC DIGIT THREE}"),
        ("RAIDBOOK_MEMORY_LIMIT", "much"),
    ],
)
def test_a_setting_that_makes_no_sense(built_project: Path, name: str, value: str) -> None:
    done = raidbook(built_project, "status", **{name: value})
    assert done.returncode == 2
    assert done.stderr.startswith(f"{name} is '{value}', but must be ")


def test_outside_of_the_project(tmp_path: Path) -> None:
    done = raidbook(tmp_path, "status", PYTHONPATH=os.pathsep.join(sys.path))
    assert done.returncode == 2
    assert "This folder is not in a Raidbook project" in done.stderr


def test_before_the_first_build(built_project: Path, tmp_path: Path) -> None:
    for words in (["status"], ["sql", "select 1"], ["export"]):
        done = raidbook(built_project, *words, RAIDBOOK_VAR=str(tmp_path / "var"))
        assert done.returncode == 3
        assert done.stderr == "Nothing is published yet. Run `make build` first.\n"


def test_a_damaged_live_file_is_reported_in_a_sentence(built_project: Path, tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "warehouse.duckdb").write_text("no database" * 1000)
    done = raidbook(built_project, "status", RAIDBOOK_VAR=str(tmp_path))
    assert done.returncode == 3
    assert done.stderr == (
        "The live file can't be read. Make a new one with `raidbook build --force`, or "
        "restore a kept one with `raidbook rollback BUILD`.\n"
    )


@pytest.mark.slow
def test_a_copy_elsewhere_goes_on_by_itself(built_project: Path, tmp_path: Path) -> None:
    """The life of a delivery in a copy of the whole folder, in two builds; nothing here changes."""
    here = files_of(built_project)
    there = tmp_path / "a folder, elsewhere"
    shutil.copytree(built_project, there, symlinks=True)

    def ask(query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(there / "var/live/warehouse.duckdb"), read_only=True) as con:
            return con.execute(query).fetchall()

    first = ask("select build_id from meta.builds")[0][0]
    done = raidbook(there, "build")
    assert done.stdout == f"build     nothing new: build {first} is live\n"

    # a correction of one record, the same again for another, and a row that is no record
    shipped = there / "ingest/records/jacaranda_fm_afp_2025_07_17.csv"
    with shipped.open(encoding="utf-8", newline="") as stream:
        rows = {row["record_id"]: row for row in csv.DictReader(stream)}
    unchanged = next(row for name, row in rows.items() if name != RECORD)
    corrected = rows[RECORD] | {"value": "231", "phrase": "231"}
    bad = rows[RECORD] | {"record_id": f"{RECORD}0", "value": "two hundred"}
    file = tmp_path / "corrections.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, unchanged)
        writer.writeheader()
        writer.writerows([unchanged, corrected, bad])
    done = raidbook(there, "add", "corrections.csv", RAIDBOOK_CALLED_FROM=str(tmp_path))
    assert done.returncode == 1
    assert "3 rows read, 2 loaded, 1 rejected" in done.stdout

    done = raidbook(there, "build", "--no-export")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 rejected (see quality.rejected_records)" in done.stdout
    value = f"select value from marts.fct_reported_figures where record_id = '{RECORD}'"
    assert ask(value) == [(231,)]
    versions = f"select value from raw.incident_records where record_id = '{RECORD}'"
    assert ask(f"{versions} order by _delivery_number") == [("230",), ("231",)]
    (delivery,) = [
        d for d in landing.deliveries(there / "var/landing") if d.file_name == "corrections.csv"
    ]
    ((row_number, reasons, record),) = ask(
        "select row_number, reasons, record from quality.rejected_records "
        f"where delivery_id = '{delivery.delivery_id}'"
    )
    assert row_number == 4
    assert str(reasons).startswith('value: "two hundred" is not a number')
    assert json.loads(str(record))["value"] == "two hundred"
    second = ask("select build_id from meta.builds order by build_id desc")[0][0]
    assert second != first

    # back to the first build, and it holds; the export follows what is live
    assert raidbook(there, "rollback", str(first)).returncode == 0
    assert ask(value) == [(230,)]
    done = raidbook(there, "build")
    assert "nothing new since the rollback" in done.stdout
    assert "export" not in done.stdout, "the workbooks are those of the first build"

    # retracted: something is new, and the correction is gone
    done = raidbook(there, "remove", delivery.delivery_id, "--reason", "made up")
    assert done.returncode == 0
    done = raidbook(there, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "export" in done.stdout
    assert ask(value) == [(230,)]
    assert ask("select count(*) from quality.rejected_records") == [(0,)]
    assert ask(
        f"select is_removed from meta.deliveries where delivery_id = '{delivery.delivery_id}'"
    ) == [(True,)]
    assert files_of(built_project) == here


@pytest.mark.slow
def test_a_failing_test_stops_the_build(built_project: Path, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project", var=built_project / "var")
    before = (root / "var/live/warehouse.duckdb").read_bytes()
    with (root / "seeds/correction.csv").open("a", encoding="utf-8") as seed:
        seed.write(f"{RECORD},value,999,1000,2025-08-01,the record holds 230\n")
    done = raidbook(root, "build")
    assert done.returncode == 1, done.stdout + done.stderr
    printed = done.stderr
    assert "1 rows fail (corrections_hold)" in printed
    assert f"record_id={RECORD}" in printed
    assert "build     refused: 1 tests failed: corrections_hold. See var/logs/dbt/" in printed
    assert printed.endswith("The live file is unchanged. See var/exports/quality.html.\n")
    page = (root / "var/exports/quality.html").read_text(encoding="utf-8")
    assert f"record_id={RECORD}" in page, "the rows that fail stand in the report"
    assert (root / "var/live/warehouse.duckdb").read_bytes() == before
    last = json.loads((root / "var/builds.jsonl").read_text().splitlines()[-1])
    assert last["outcome"] == "refused"
    assert {"corrections_hold": "failed"}.items() <= {
        check["name"]: check["outcome"] for check in last["checks"]
    }.items()


@pytest.mark.slow
def test_a_broken_model_could_not_run(built_project: Path, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project", var=built_project / "var")
    before = (root / "var/live/warehouse.duckdb").read_bytes()
    model = root / "dbt_project/models/staging/stg_incident_records__records.sql"
    model.write_text(model.read_text().replace("from ", "from no_such_table, ", 1))
    done = raidbook(root, "build")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "build     broken: stg_incident_records__records" in done.stderr
    assert "no_such_table" in done.stderr
    assert done.stderr.endswith("The live file is unchanged. See var/exports/quality.html.\n")
    assert (root / "var/live/warehouse.duckdb").read_bytes() == before
