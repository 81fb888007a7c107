"""The order of a build, and what stops it. Stand-ins for dbt and the audit keep this fast."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flow import Flow
from support import good

from ingest.errors import RaidbookError
from raidbook.common.log import Log
from raidbook.export import exports
from raidbook.pipeline import build as building
from raidbook.pipeline import build_checks


def stop(code: int, reason: str) -> Callable[..., None]:
    def stopped(*_: object) -> None:
        raise build_checks.StoppedError(code, reason)

    return stopped


def test_a_build_is_published_and_the_next_has_nothing_new(flow: Flow) -> None:
    assert flow.build() == 0
    assert [line.split()[0] for line in flow.out.splitlines()] == ["land", "load", "publish"]
    assert flow.err == ""
    first = flow.live()
    assert flow.build() == 0
    assert flow.out == f"build     nothing new: build {first} is live\n"
    assert flow.live() == first
    assert len(flow.kept()) == 1, "a build that isn't made is none"


def test_what_counts_as_new(flow: Flow) -> None:
    flow.build()
    seed = flow.here.seeds / "city.csv"
    for change in (
        lambda: flow.deliver("second.csv", good(2)),
        lambda: seed.write_text(seed.read_text().replace("Below the", "Beneath the", 1)),
        lambda: (
            (flow.here.root / "dbt_project").mkdir()
            or (flow.here.root / "dbt_project/new.sql").write_text("select 1")
        ),
        lambda: (flow.here.root / "requirements.lock").write_text("duckdb==1"),
    ):
        before = flow.live()
        change()
        assert flow.build() == 0
        assert flow.live() != before, "something is new"
        assert flow.build() == 0
        assert "nothing new" in flow.out


def test_force_builds_what_is_not_new(flow: Flow) -> None:
    flow.build()
    before = flow.live()
    assert flow.build(force=True) == 0
    assert flow.live() != before


@pytest.mark.parametrize(("code", "outcome"), [(1, "refused"), (3, "broken")])
def test_a_build_that_is_stopped_leaves_live_as_it_was(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, code: int, outcome: str
) -> None:
    flow.build()
    bytes_before = flow.here.live.read_bytes()
    flow.deliver("second.csv", good(2))
    monkeypatch.setattr(build_checks, "check_file", stop(code, "Too little."))
    assert flow.build() == code
    assert flow.err == (
        f"build     {outcome}: Too little. The live file is unchanged. "
        "See var/exports/quality.html.\n"
    )
    assert flow.here.live.read_bytes() == bytes_before
    assert [build["outcome"] for build in flow.kept()] == ["published", outcome]
    assert flow.build() == code, "it is tried again"


def test_the_first_build_is_stopped(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "run_dbt", stop(1, "A test failed."))
    assert flow.build() == 1
    assert "refused: A test failed. Nothing is published." in flow.err
    assert not flow.here.live.exists()


def test_logs_are_kept_as_long_as_builds(flow: Flow) -> None:
    folder = flow.here.logs / "dbt"
    folder.mkdir(parents=True)
    old = [folder / f"2026010{n}-000000-abcdef.log" for n in range(1, 8)]
    for at, path in enumerate(old):
        path.write_text("x")
        os.utime(path, (at, at))
    (folder / "notes.log").write_text("a person's own")
    log = flow.here.logs / "raidbook.jsonl"
    log.write_text("x" * 20_000_001)
    flow.build()
    kept = sorted(path.name for path in folder.iterdir())
    assert kept[:-1] == ["000-build.log", *(path.name for path in old[-3:])]
    assert kept[-1] == "notes.log"
    assert log.with_suffix(".1.jsonl").stat().st_size > 20_000_000
    flow.build(force=True)
    assert log.stat().st_size < 10_000


def test_a_page_is_written_of_each_build(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    page = flow.here.quality_report
    flow.build()
    assert "Published" in page.read_text()
    monkeypatch.setattr(building, "run_dbt", stop(1, "A <b>test</b> failed."))
    flow.build(force=True)
    assert "A &lt;b&gt;test&lt;/b&gt; failed." in page.read_text()
    assert "Refused" in page.read_text()


def test_a_page_that_cannot_be_written(flow: Flow) -> None:
    flow.here.exports.mkdir(parents=True)
    flow.here.quality_report.mkdir()
    assert flow.build() == 3
    assert "the quality report can't be written" in flow.err
    assert flow.live() == "000-build"


def test_published_but_not_exported(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[Path]:
        raise RaidbookError("can't write the exports: No space left on device")

    monkeypatch.setattr(exports, "export_all", fail)
    assert flow.build(with_export=True) == 3
    assert "published, but not exported: " in flow.err
    assert flow.live() == "000-build"
    monkeypatch.setattr(exports, "is_current", lambda _: False)
    assert flow.build(with_export=True) == 3, "nothing new, but still not exported"
    assert flow.build() == 0


def test_a_missing_workbook_is_made_again(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(exports, "export_all", lambda here: made.append(flow.live()) or [])
    flow.build(with_export=True)
    monkeypatch.setattr(exports, "is_current", lambda _: True)
    flow.build(with_export=True)
    monkeypatch.setattr(exports, "is_current", lambda _: False)
    flow.build(with_export=True)
    assert "nothing new" in flow.out
    assert made == ["000-build", "000-build"]


def test_the_log_has_a_line_for_each_step(flow: Flow) -> None:
    flow.build()
    lines = [json.loads(line) for line in Log(flow.here.logs).path.read_text().splitlines()]
    assert [line["step"] for line in lines] == ["land", "load", "publish"]
    assert all(line["at"] for line in lines)
