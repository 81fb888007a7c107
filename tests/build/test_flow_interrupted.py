"""Locks, signals, a full disk, and odd files of state. Stand-ins for dbt keep this fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import duckdb
import pytest
from flow import Flow
from support import ROOT

from raidbook.common.log import Log
from raidbook.common.marked_folder import make_marked
from raidbook.export import exports
from raidbook.pipeline import build as building
from raidbook.pipeline import live_file, rollback
from raidbook.pipeline.build_lock import build_lock


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), duckdb.IOException("Could not write\nto the disk")],
)
def test_the_disk_is_full(flow: Flow, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    flow.build()
    before = flow.live()
    monkeypatch.setattr(live_file, "publish", fail)
    assert flow.build(force=True) == 3
    assert flow.err.startswith("build     broken: ")
    assert " The live file is unchanged. " in flow.err
    assert flow.err.count("\n") == 1
    assert flow.live() == before


def test_what_a_crash_left_is_cleared(flow: Flow) -> None:
    left = flow.here.var / "build" / "old"
    make_marked(left.parent)
    left.mkdir()
    (left / "warehouse.duckdb").write_text("half")
    with flow.here.builds_log.open("w") as log:
        log.write('{"build_id": "cut off by a cra')
    assert flow.build() == 0
    assert [build["build_id"] for build in flow.kept()] == ["000-build"]


def test_another_build_holds_the_lock(flow: Flow) -> None:
    with build_lock(flow.here.var):
        holder = json.loads((flow.here.var / "build.lock").read_text())
        code = building.build(flow.here, Log(flow.here.logs))
    assert code == 3
    printed = flow.capsys.readouterr().err
    assert holder["pid"] == os.getpid()
    assert f"process {os.getpid()} since {holder['since']} UTC holds the lock" in printed
    assert flow.build() == 0, "it ends with its holder"


def test_the_lock_ends_with_a_holder_that_is_killed(flow: Flow) -> None:
    held = (
        "import sys, os; from pathlib import Path\n"
        "from raidbook.pipeline.build_lock import build_lock\n"
        "with build_lock(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", held, flow.here.var], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert flow.build() == 0


def test_a_signal_after_publishing_says_what_is_published(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "load_deliveries", interrupted)
        with pytest.raises(KeyboardInterrupt):
            flow.build()
        assert flow.printed() == "build     interrupted; nothing is published.\n"
    monkeypatch.setattr(exports, "export_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        flow.build(with_export=True)
    assert f"build     interrupted; build {flow.live()} is published, but not all" in flow.printed()
    with pytest.raises(KeyboardInterrupt):
        flow.build(with_export=True)
    assert flow.printed() == "build     interrupted; the live file is unchanged.\n"


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "3",
        '"x"',
        "null",
        "{}",
        '{"build_id": 7}',
        '{"build_id": "x", "started_at": "soon", "records": "many", "checks": 3}',
        '{"build_id": "y", "started_at": "2026-01-01T00:00:00", "checks": [3, {}]}',
        '{"build_id": "z", "started_at": "2026-01-01T00:00:00", "records": "many"}',
        "[" * 100_000,
    ],
)
def test_a_line_of_the_log_of_builds_that_is_none_stops_nothing(flow: Flow, line: str) -> None:
    flow.here.builds_log.parent.mkdir(parents=True)
    flow.here.builds_log.write_text(f"{line}\n")
    assert flow.build() == 0
    assert flow.build() == 0
    assert "nothing new" in flow.out


@pytest.mark.parametrize("note", ["[]", "3", "null", "{}", '{"from": 1}', "[" * 100_000])
def test_a_note_of_a_rollback_that_is_none_stops_nothing(flow: Flow, note: str) -> None:
    flow.build()
    (flow.here.var / "rollback.json").write_text(note)
    (flow.here.var / "live.json").write_text(note)
    assert flow.build() == 0
    assert "nothing new" in flow.out
    assert flow.build(force=True) == 0
    rollback.rollback(flow.here, "000-build")
    assert flow.live() == "000-build"


@pytest.mark.parametrize("text", ["", "3", "[]", '{"pid": []}', '{"pid": "x"}', "[" * 9999, "\0"])
def test_a_lock_that_holds_odd_text_names_another_process(flow: Flow, text: str) -> None:
    with build_lock(flow.here.var):
        (flow.here.var / "build.lock").write_text(text)
        assert flow.build() == 3
    assert "A build is running: another process holds the lock." in flow.err
