"""The order of a build, and what stops it. Stand-ins for dbt and the audit keep this fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from flow import Flow
from support import ROOT, good, write_records

from ingest import landing, load
from ingest.errors import RaidbookError, RefusedError
from raidbook.common.log import Log
from raidbook.common.marked_folder import make_marked
from raidbook.export import exports
from raidbook.pipeline import build as building
from raidbook.pipeline import build_checks, live_file, rollback
from raidbook.pipeline.build_lock import build_lock


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


def test_a_landed_file_that_can_not_be_read_any_more_stops_no_build(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow.build()
    flow.deliver("second.csv", good(2))
    real = load.read_delivery

    def read(con: Any, path: Path, name: str, *given: Any) -> Any:
        if name == "second.csv":
            raise RefusedError("second.csv: the rules of today refuse it.")
        return real(con, path, name, *given)

    monkeypatch.setattr(load, "read_delivery", read)
    assert flow.build() == 0
    assert flow.err.startswith("load      left out: second.csv (")
    assert "the rules of today refuse it. Deliver it in another form, and retract" in flow.err
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        assert con.execute("select count(*) from raw.incident_records").fetchall() == [(1,)]
        assert con.execute("select _file_name, reasons from raw.rejected_records").fetchall() == [
            ("second.csv", "second.csv: the rules of today refuse it.")
        ]


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


def test_a_shipped_file_that_is_reverted_is_the_newest_delivery(flow: Flow) -> None:
    def value() -> str:
        with duckdb.connect(str(flow.here.live), read_only=True) as con:
            found = con.execute(
                "select arg_max(value, _delivery_number) from raw.incident_records"
            ).fetchall()
            return str(found[0][0])

    flow.build()
    assert value() == "1000"
    flow.deliver("first.csv", good(1, value="7"))
    flow.build()
    assert value() == "7"
    flow.deliver("first.csv", good(1))
    assert flow.build() == 0
    assert value() == "1000"
    known = landing.deliveries(flow.here.landing)
    assert [d.number for d in known] == [1, 2, 3]
    assert known[0].delivery_id == known[2].delivery_id
    flow.build()
    assert "nothing new" in flow.out, "once is enough"
    (flow.records / "first.csv").rename(flow.records / "renamed.csv")
    flow.build()
    assert len(landing.deliveries(flow.here.landing)) == 3, "a new name brings nothing new"


def test_a_persons_file_of_the_name_of_a_shipped_one_stays_the_newest(
    flow: Flow, tmp_path: Path
) -> None:
    flow.build()
    own = write_records(tmp_path / "first.csv", [good(1, value="7")])
    landing.land(own, flow.here.landing, "incident_records")
    flow.build()
    assert [d.origin for d in landing.deliveries(flow.here.landing)] == [
        "ingest/records/first.csv",
        "",
    ]


def test_deliveries_from_before_origins_were_recorded(flow: Flow) -> None:
    flow.build()
    (path,) = (flow.here.landing / "deliveries").iterdir()
    old = json.loads(path.read_text())
    del old["origin"]
    path.write_text(json.dumps(old))
    flow.build()
    assert len(landing.deliveries(flow.here.landing)) == 1
    flow.deliver("first.csv", good(1, value="7"))
    flow.build()
    flow.deliver("first.csv", good(1))
    flow.build()
    assert len(landing.deliveries(flow.here.landing)) == 3


def test_a_shipped_file_that_is_no_table_disturbs_nothing(flow: Flow) -> None:
    (flow.records / "empty.csv").write_text("")
    assert flow.build() == 0
    assert flow.err == (
        "land      refused: empty.csv: the file is empty. Deliver a file with a header and rows.\n"
    )
    assert [d.file_name for d in landing.deliveries(flow.here.landing)] == ["first.csv"]


def test_no_good_record_is_nothing_to_publish(flow: Flow) -> None:
    flow.deliver("first.csv", good(1, value="many"))
    assert flow.build() == 1
    assert "No landed record is good" in flow.err


def test_a_landed_copy_that_was_harmed(flow: Flow) -> None:
    flow.build()
    (delivery,) = landing.deliveries(flow.here.landing)
    delivery.path(flow.here.landing).unlink()
    flow.deliver("second.csv", good(2))
    assert flow.build() == 3
    assert f"first.csv ({delivery.delivery_id}) is missing or damaged" in flow.err


def test_a_removed_delivery_is_left_out_and_can_be_taken_back(flow: Flow) -> None:
    flow.deliver("second.csv", good(2))
    flow.build()
    seed = flow.here.seeds / landing.REMOVED
    before = seed.read_text()
    second = landing.deliveries(flow.here.landing)[1]

    def loaded() -> list[tuple[str, bool]]:
        with duckdb.connect(str(flow.here.live), read_only=True) as con:
            records = "select distinct _file_name from raw.incident_records order by 1"
            removed = "select is_removed from raw.deliveries order by delivery_number"
            files = [row[0] for row in con.execute(records).fetchall()]
            return [*files, *(row[0] for row in con.execute(removed).fetchall())]

    seed.write_text(f"{before}{second.delivery_id},2025-08-01,made up\n")
    assert flow.build() == 0
    assert loaded() == ["first.csv", False, True]
    seed.write_text(before)
    assert flow.build() == 0
    assert loaded() == ["first.csv", "second.csv", False, False]


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
