"""Reading dbt's results: a failed test is not a broken model, and no result is not a success."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import ROOT, bare_settings, copy_project, environment

from raidbook.common import check, dbt_process, dbt_results
from raidbook.pipeline import failing_rows


def node(name: str, kind: str, description: str = "") -> dict[str, Any]:
    return {"name": name, "resource_type": kind, "description": description}


def result(name: str, status: str, **more: object) -> dict[str, Any]:
    return {"unique_id": name, "status": status, "execution_time": 0.1234, **more}


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that gives what is made of a dbt call that ends so."""
    here = bare_settings(tmp_path)
    target = here.var / "dbt" / "target"
    nodes = {
        "seed": node("seed", "seed"),
        "model": node("model", "model"),
        "later": node("later", "model"),
        "sums_agree": node("sums_agree", "test", " Sums agree. "),
        "untold": node("sums_agree_too", "test"),
        "foreign_key": node("dim_site_city_key_exists", "test")
        | {
            "attached_node": "model.raidbook.dim_site",
            "test_metadata": {
                "name": "relationships",
                "kwargs": {"column_name": "city_key", "to": "ref('dim_city')", "field": "city_key"},
            },
        },
    }

    def end(
        code: int, results: list[dict[str, Any]] | None, said: str = ""
    ) -> dbt_results.DbtResult:
        def call(*_: object) -> int:
            target.mkdir(parents=True, exist_ok=True)
            (target / "manifest.json").write_text(json.dumps({"nodes": nodes}))
            if results is not None:
                (target / "run_results.json").write_text(json.dumps({"results": results}))
            here.logs.mkdir(parents=True, exist_ok=True)
            (here.logs / "dbt.log").write_text(said)
            return code

        monkeypatch.setattr(dbt_process, "call", call)
        return dbt_process.run(
            here, tmp_path / "x.duckdb", ":memory:", here.logs / "dbt.log", ["build"]
        )

    return end


def test_a_foreign_key_without_description_says_its_rule(ends) -> None:
    """The argument `to` is text in the manifest, as it is written in the YAML."""
    foreign_key = ends(0, [result("foreign_key", "pass")]).checks[0]
    assert foreign_key.rule == "Every city_key of dim_site is a city_key of dim_city."


@pytest.mark.parametrize(
    "left", ["", "{", '{"results": [{"unique_id"', "[]", '{"results": [{"unique_id": "model.x"}]}']
)
def test_results_that_a_full_disk_cut_off_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    here = bare_settings(tmp_path)
    target = here.var / "dbt" / "target"
    target.mkdir(parents=True)
    (target / "manifest.json").write_text('{"nodes": {}}')
    log_file = tmp_path / "dbt.log"
    log_file.write_text("No space left on device")

    def call(*_: object) -> int:
        (target / "run_results.json").write_text(left)
        return 1

    monkeypatch.setattr(dbt_process, "call", call)
    result = dbt_process.run(here, tmp_path / "x.duckdb", ":memory:", log_file, ["build"])
    assert result.broken == [("dbt", "its results are cut off: No space left on device.")]
    assert not (target / "manifest.json").exists(), "the next run writes it anew"


def test_intermediate_models_are_in_memory_until_there_are_too_many_records(tmp_path: Path) -> None:
    here = bare_settings(tmp_path)  # with 1 GB
    database, most = here.var / "warehouse.duckdb", here.memory_mb * dbt_process.RECORDS_PER_MB
    assert dbt_process.place_of_steps(here, database, most) == ":memory:"
    in_a_file = str(here.var / "intermediate.duckdb")
    assert dbt_process.place_of_steps(here, database, most + 1) == in_a_file


def test_all_went_well(ends) -> None:
    found = ends(
        0, [result("seed", "success"), result("model", "success"), result("sums_agree", "pass")]
    )
    assert (found.models, found.broken, found.failed_tests) == (2, [], [])
    assert found.checks == [check.Check("sums_agree", "dbt", "passed", 0, 0.123, "Sums agree.")]


def test_a_failed_test_is_reported_by_its_rule(ends) -> None:
    found = ends(
        1,
        [
            result("model", "success"),
            result("sums_agree", "fail", failures=3),
            result("untold", "warn", failures=1),
            result("later", "skipped"),
        ],
    )
    assert (found.models, found.broken) == (1, [])
    assert [(c.rule, c.failing_rows) for c in found.failed_tests] == [("Sums agree.", 3)]
    assert [c.outcome for c in found.checks] == ["failed", "warned"]
    assert found.checks[1].rule == "sums agree too", "a test without words is named"


@pytest.mark.parametrize("name", ["model", "sums_agree"])
def test_what_could_not_run_is_broken(ends, name: str) -> None:
    found = ends(1, [result(name, "error", message="Binder Error:\n  no such\n  column")])
    assert found.broken == [(name, "Binder Error: no such column")]
    assert found.failed_tests == []


def test_dbt_ended_otherwise(ends) -> None:
    assert ends(-9, [result("model", "success")]).broken == [("dbt", "dbt ended with exit code -9")]


def test_dbt_could_not_begin(ends) -> None:
    ends(0, [result("model", "success")])
    found = ends(2, None, "12:00:00  Encountered an error:\nCompilation Error\n  no node 'x'\n")
    assert found.broken == [("dbt", "ended without results: Compilation Error no node 'x'.")], (
        "the results of the build before are not taken for its own"
    )


def test_dbt_can_not_be_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(bare_settings(tmp_path), root=ROOT)
    monkeypatch.setattr(dbt_process, "WORKER", "no_such_module")
    log_file = here.logs / "dbt.log"
    with dbt_process.started(here, log_file) as process:
        process.wait(30)
        found = dbt_process.run(
            here, tmp_path / "x.duckdb", ":memory:", log_file, ["build"], process=process
        )
    (name, printed), *more = found.broken
    assert (name, more) == ("dbt", [])
    assert "No module named no_such_module" in printed


def test_the_first_failing_rows() -> None:
    odd = check.Check('odd"name', "dbt", "failed", 7, 0.1, "A rule.")
    with duckdb.connect() as con:
        assert failing_rows.failing_rows(con, odd, ROOT / "seeds") == []
        con.execute("create schema test_failures")
        con.execute(
            'create table test_failures."odd""name" as '
            "select range as number, null as nothing from range(7)"
        )
        assert failing_rows.failing_rows(con, odd, ROOT / "seeds", max_rows=2) == [
            "number=0",
            "number=1",
        ]


@pytest.mark.slow
@pytest.mark.parametrize("step", ["load", "dbt"])
def test_a_build_that_is_asked_to_end_cleans_up(
    built_project: Path, tmp_path: Path, step: str
) -> None:
    """As systemd does it: dbt ends too, the lock is free, the live file is unchanged."""
    root = copy_project(tmp_path / "project", var=built_project / "var")
    before = (root / "var/live/warehouse.duckdb").read_bytes()
    running = subprocess.Popen(
        [sys.executable, "-m", "raidbook", "build", "--force"],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    old = set((root / "var/logs/dbt").iterdir())
    until = time.monotonic() + 60
    while time.monotonic() < until:  # dbt waits while the records are loaded, and then talks
        new = set((root / "var/logs/dbt").iterdir()) - old
        if new and (step == "load" or new.pop().stat().st_size):
            break
        time.sleep(0.05)
    time.sleep(0.5)
    running.send_signal(signal.SIGTERM)
    _, printed = running.communicate(timeout=30)
    assert running.returncode == 3
    assert printed == ("build     interrupted; the live file is unchanged.\nstopped by a signal.\n")
    assert not (root / "var/build").exists()
    assert (root / "var/live/warehouse.duckdb").read_bytes() == before


@pytest.mark.slow
def test_a_changed_test_leaves_the_rules_of_the_others_in_words(tmp_path: Path) -> None:
    """Partial parsing alone would lose the descriptions of all tests in SQL."""
    here = bare_settings(copy_project(tmp_path / "project"))
    target = here.var / "dbt" / "target"

    def parsed() -> dict[str, str]:
        log = here.logs / "dbt.log"
        assert (
            dbt_process.call(here, here.var / "x.duckdb", ":memory:", target, log, ["parse"]) == 0
        )
        nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
        return {
            node["name"]: dbt_results.rule_in_words(node)
            for node in nodes.values()
            if node["resource_type"] == "test"
        }

    before = parsed()
    changed = here.root / "dbt_project" / "tests" / "corrections_hold.sql"
    changed.write_text(changed.read_text(encoding="utf-8") + "-- The end.\n", encoding="utf-8")
    assert parsed() == before
    assert all(rule.endswith(".") for rule in before.values())


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("", "it printed nothing"),
        ("12:00:01  Encountered an error: No such profile", "No such profile"),
        (
            "12:00:01  Running\n12:00:02  Traceback (most recent call last):\n"
            '  File "main.py", line 1, in f\n    f()\nOSError: [Errno 28] No space left\n',
            "OSError: [Errno 28] No space left",
        ),
        (
            "12:00:01  Running\n12:00:02  Traceback (most recent call last):\n"
            '  File "main.py", line 1, in f\n    result = func(*args, **kwargs)\n      ^^^^',
            "its output is cut off within an error, so the disk may be full",
        ),
    ],
    ids=["nothing", "error", "trace", "cut trace"],
)
def test_the_last_words_show_no_trace(tmp_path: Path, printed: str, words: str) -> None:
    log_file = tmp_path / "dbt.log"
    log_file.write_text(printed, encoding="utf-8")
    assert dbt_process.last_words(log_file) == words


DEBUG_EVENTS = """
import dbt.adapters.duckdb
from dbt.adapters.events.types import SQLQuery
from dbt_common.events import event_manager_client
from dbt_common.events.base_types import EventLevel
from dbt_common.events.functions import fire_event
from raidbook.common.dbt_worker import _leave_out_debug_events

_leave_out_debug_events()
event_manager_client.add_callback_to_manager(lambda message: print(message.info.msg))
dropped, shown = [SQLQuery(conn_name="model", sql=f"select {n}") for n in (1, 2)]
fire_event(dropped)
fire_event(shown, level=EventLevel.WARN)
print("pb_msg" in vars(dropped), dropped.message())
"""


def test_debug_events_of_dbt_are_filled_in_only_when_they_are_read() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DEBUG_EVENTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=environment(PYTHONPATH=str(ROOT)),
    )
    logged, told = done.stdout.splitlines()
    assert "select 2" in logged
    assert told == "False On model: select 1"
