"""The order of a build and what can stop it, with stand-ins for dbt and the audit: no waiting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import ROOT, bare_settings, good, write_records

from ingest import landing, load
from warehouse import build as building
from warehouse import export, meta, publish
from warehouse.audit import gate
from warehouse.lock import build_lock
from warehouse.log import Log
from warehouse.settings import Settings


class Flow:
    """A project without models: `build` lands, loads and publishes; dbt and the audit nod."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.here: Settings = bare_settings(folder)
        self.capsys = capsys
        self.records = folder / "ingest" / "records"
        self.records.mkdir(parents=True)
        self.deliver("first.csv", good(1))
        self.out = self.err = ""

    def deliver(self, name: str, *rows: dict[str, str]) -> None:
        write_records(self.records / name, rows)

    def build(self, *, force: bool = False, with_export: bool = False) -> int:
        log = Log(self.here.logs)
        code = building.build(self.here, log, is_forced=force, with_export=with_export)
        self.out, self.err = self.capsys.readouterr()
        assert not (self.here.var / "build").exists(), "nothing to clean up"
        assert "Traceback" not in self.err
        return code

    def live(self) -> str:
        found = publish.live_build(self.here)
        return found["build_id"] if found else "none"

    def kept(self) -> list[dict[str, Any]]:
        return meta.past_builds(self.here.builds_log)


def started_thread() -> threading.Thread:
    thread = threading.Thread(target=int)
    thread.start()
    return thread


@pytest.fixture
def flow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Flow:
    monkeypatch.setattr(building, "_dbt", lambda *_: None)
    monkeypatch.setattr(building, "import_early", started_thread)
    monkeypatch.setattr(gate, "judge_deliveries", lambda *_: None)
    monkeypatch.setattr(gate, "judge_file", lambda *_: None)
    monkeypatch.setattr(load, "load_reference", lambda *_: None)
    monkeypatch.setattr(building.macros, "create_macros", lambda *_: None)
    ids = iter(range(100))

    def named(*_: object) -> str:
        return f"{next(ids):03}-build"

    monkeypatch.setattr(building, "_build_id", named)
    return Flow(tmp_path / "project", capsys)


def stop(code: int, reason: str) -> Callable[..., None]:
    def stopped(*_: object) -> None:
        raise gate.StoppedError(code, reason)

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
        lambda: seed.write_text(seed.read_text() + "\n"),
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


def test_the_live_file_cannot_be_written_and_holds_its_own_history(flow: Flow) -> None:
    flow.build()
    flow.build(force=True)
    assert flow.here.live.stat().st_mode & 0o222 == 0
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        assert con.execute("select build_id, outcome from meta.builds").fetchall() == [
            ("000-build", "published"),
            ("001-build", "published"),
        ]
    assert list(flow.here.live.parent.iterdir()) == [flow.here.live], "no log beside it"


def test_the_live_build_is_known_even_if_the_clock_went_back(flow: Flow) -> None:
    meta.keep_build(
        flow.here.builds_log,
        {"build_id": "2099", "started_at": "2099-01-01T00:00:00", "fingerprint": "x"},
    )
    flow.build()
    assert flow.live() == "000-build"
    flow.build()
    assert "nothing new" in flow.out


@pytest.mark.parametrize(("code", "outcome"), [(1, "refused"), (3, "broken")])
def test_a_build_that_is_stopped_leaves_live_as_it_was(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, code: int, outcome: str
) -> None:
    flow.build()
    bytes_before = flow.here.live.read_bytes()
    flow.deliver("second.csv", good(2))
    monkeypatch.setattr(gate, "judge_file", stop(code, "Too little."))
    assert flow.build() == code
    assert flow.err == (
        f"build     {outcome}: Too little. The live file is as it was. "
        "var/exports/quality.html tells more.\n"
    )
    assert flow.here.live.read_bytes() == bytes_before
    assert [build["outcome"] for build in flow.kept()] == ["published", outcome]
    assert flow.build() == code, "it is tried again"


def test_the_first_build_is_stopped(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_dbt", stop(1, "A test failed."))
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
    monkeypatch.setattr(publish, "publish", fail)
    assert flow.build(force=True) == 3
    assert flow.err.startswith("build     broken: ")
    assert " The live file is as it was. " in flow.err
    assert flow.err.count("\n") == 1
    assert flow.live() == before


def test_what_a_crash_left_is_cleared(flow: Flow) -> None:
    left = flow.here.var / "build" / "old"
    left.mkdir(parents=True)
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
    told = flow.capsys.readouterr().err
    assert holder["pid"] == os.getpid()
    assert f"process {os.getpid()} since {holder['since']} UTC holds the lock" in told
    assert flow.build() == 0, "it ends with its holder"


def test_the_lock_ends_with_a_holder_that_is_killed(flow: Flow) -> None:
    held = (
        "import sys, os; from pathlib import Path; from warehouse.lock import build_lock\n"
        "with build_lock(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", held, flow.here.var], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert flow.build() == 0


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
    assert "No good record is landed" in flow.err


def test_a_landed_copy_that_was_harmed(flow: Flow) -> None:
    flow.build()
    (delivery,) = landing.deliveries(flow.here.landing)
    delivery.path(flow.here.landing).unlink()
    flow.deliver("second.csv", good(2))
    assert flow.build() == 3
    assert f"first.csv ({delivery.delivery_id}) is missing or damaged" in flow.err


def test_a_rollback_holds_until_something_is_new(flow: Flow) -> None:
    flow.build()
    flow.deliver("second.csv", good(2))
    flow.build()
    publish.rollback(flow.here, "000-build")
    assert flow.build() == 0
    assert "nothing new since the rollback from 001-build to 000-build" in flow.out
    assert "--force" in flow.out
    assert flow.live() == "000-build"
    flow.deliver("third.csv", good(3))
    assert flow.build() == 0
    assert flow.live() == "002-build"


def test_a_second_rollback_is_still_from_the_newest(flow: Flow) -> None:
    for number in (2, 3):
        flow.build()
        flow.deliver(f"{number}.csv", good(number))
    flow.build()
    publish.rollback(flow.here, "001-build")
    publish.rollback(flow.here, "000-build")
    flow.build()
    assert flow.live() == "000-build"
    publish.rollback(flow.here, "002-build")
    flow.build()
    assert flow.out == "build     nothing new: build 002-build is live\n"


def test_a_rollback_ends_by_force_and_by_what_it_went_back_to(flow: Flow) -> None:
    flow.build()
    flow.build(force=True)
    publish.rollback(flow.here, "000-build")
    assert flow.build(force=True) == 0
    assert flow.live() == "002-build"
    flow.build()
    assert flow.out == "build     nothing new: build 002-build is live\n"


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


def test_the_last_builds_are_kept(flow: Flow) -> None:
    for _ in range(5):
        flow.build(force=True)
    assert publish.builds_kept(flow.here) == ["002-build", "003-build", "004-build"]
    with pytest.raises(publish.PublishError, match=r"no build '000-build' .* \(kept: 002-build"):
        publish.rollback(flow.here, "000-build")


def test_the_newest_build_is_kept_even_if_the_clock_went_back(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        flow.build(force=True)
    monkeypatch.setattr(building, "_build_id", lambda *_: "000-before-all")
    flow.build(force=True)
    assert flow.live() == "000-before-all"
    assert publish.builds_kept(flow.here) == ["002-build", "003-build", "000-before-all"]
    monkeypatch.setattr(building, "_build_id", lambda *_: "000-later")
    flow.build(force=True)
    assert publish.builds_kept(flow.here) == ["003-build", "000-before-all", "000-later"]


def test_two_builds_of_one_moment_have_names_of_their_own(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_build_id", lambda started, _: f"{started:%Y%m%d-%H%M%S}")
    for _ in range(3):
        assert flow.build(force=True) == 0
    assert len(set(publish.builds_kept(flow.here))) == 3


def test_a_cut_within_a_character_of_the_log_of_builds(flow: Flow) -> None:
    flow.build()
    with flow.here.builds_log.open("ab") as log:
        log.write(b'{"reason": "caf\xc3')
    assert flow.build(force=True) == 0
    assert [build["build_id"] for build in flow.kept()] == ["000-build", "001-build"]


@pytest.mark.parametrize("how", ["written to", "replaced within the same moment"])
def test_a_live_file_that_was_damaged_is_made_again(flow: Flow, how: str) -> None:
    """At once after the build, and in one block of one table: its meta can still be read."""
    flow.build()
    live = flow.here.live
    with duckdb.connect(str(live), read_only=True) as con:
        [(block,)] = con.execute(
            "select min(block_id) from pragma_storage_info('raw.deliveries') where block_id >= 0"
        ).fetchall()
    at = 3 * 4096 + block * 262144 + 100
    written = live.stat()
    if how != "written to":
        whole = live.read_bytes()
        live.unlink()
        live.write_bytes(whole)
    live.chmod(0o644)
    with live.open("r+b") as stream:
        stream.seek(at)
        stream.write(bytes(4096))
    if how != "written to":
        os.utime(live, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert publish.live_build(flow.here) is not None
    assert flow.build() == 0
    assert flow.err == "build     the live file is damaged: build 000-build is made again\n"
    assert flow.live() == "001-build"


def test_a_live_file_is_read_only_where_it_is_another_one(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    real = publish._can_be_read
    monkeypatch.setattr(publish, "_can_be_read", lambda path: read.append(path) or real(path))
    flow.build()
    flow.build(force=True)
    flow.build()
    assert read == [], "each is noted when it is finished"
    whole = flow.here.live.read_bytes()
    flow.here.live.unlink()
    flow.here.live.write_bytes(whole)
    for _ in range(2):
        assert flow.build() == 0
        assert "nothing new" in flow.out, "a copy is as good"
    assert read == [flow.here.live], "once is enough"
    (flow.here.var / "live.json").write_text('{"inode": 1')
    for _ in range(2):
        assert flow.build() == 0
        assert "nothing new" in flow.out
    assert len(read) == 2, "a note that was cut off is none"


def test_published_but_not_kept(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(meta, "keep_build", fail)
    assert flow.build() == 3
    assert "published, but not kept in the history: [Errno 28] No space" in flow.err
    assert flow.live() == "000-build"
    monkeypatch.undo()
    assert [build["build_id"] for build in flow.kept()] == []


def test_an_error_after_the_rename_does_not_deny_what_is_live(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publish.publish

    def put_and_fail(*given: Any) -> None:
        real(*given)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(publish, "publish", put_and_fail)
    assert flow.build() == 3
    assert flow.err == "publish   published, but afterwards: [Errno 5] Input/output error\n"
    assert [build["build_id"] for build in flow.kept()] == ["000-build"]
    assert publish.builds_kept(flow.here) == ["000-build"]


def test_a_rollback_that_was_cut_off_is_none(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    flow.build()
    flow.deliver("second.csv", good(2))
    flow.build()

    def cut_off(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(publish, "_link", cut_off)
        with pytest.raises(OSError, match="Input"):
            publish.rollback(flow.here, "000-build")
    assert publish.rolled_back_from(flow.here) is None
    flow.build()
    assert flow.out == "build     nothing new: build 001-build is live\n"
    publish.rollback(flow.here, "000-build")
    with monkeypatch.context() as patched:
        patched.setattr(publish, "_link", cut_off)
        with pytest.raises(OSError, match="Input"):
            publish.rollback(flow.here, "001-build")
    flow.build()
    assert "nothing new since the rollback from 001-build" in flow.out, "the first still holds"


def test_a_kept_file_that_cannot_be_read_is_not_put_back(flow: Flow) -> None:
    flow.build()
    flow.build(force=True)
    kept = publish.kept_file(flow.here, "000-build")
    kept.unlink()
    kept.write_bytes(b"no database")
    with pytest.raises(publish.PublishError, match="'000-build' in var/history can't be read"):
        publish.rollback(flow.here, "000-build")
    assert flow.live() == "001-build"


def test_what_a_crash_left_beside_the_live_file_is_cleared(flow: Flow) -> None:
    flow.build()
    left = [flow.here.live.with_name(".old.new"), flow.here.var / "history" / ".old.new"]
    for path in left:
        path.write_bytes(b"")
    flow.build(force=True)
    assert not [path for path in left if path.exists()]
    publish.kept_file(flow.here, "001-build").unlink()  # it died before it was kept
    flow.build(force=True)
    assert "001-build" in publish.builds_kept(flow.here)


def test_a_build_that_died_after_publishing_is_in_the_history(flow: Flow) -> None:
    flow.build()
    flow.here.builds_log.unlink()
    flow.build(force=True)
    assert [build["build_id"] for build in flow.kept()] == ["000-build", "001-build"]
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        found = con.execute("select build_id from meta.builds").fetchall()
    assert [row[0] for row in found] == ["000-build", "001-build"]


def test_the_history_keeps_every_check_with_its_figures(flow: Flow) -> None:
    check = {
        "name": "share",
        "kind": "expectation",
        "outcome": "accepted",
        "failing_rows": 3,
        "seconds": 0.25,
        "rule": "It's at most a fifth.",
        "measured": 0.25,
        "expected": "at most 20 %",
    }
    old = {"build_id": "old", "started_at": "2026-01-01T00:00:00", "checks": [check] * 2000}
    meta.keep_build(flow.here.builds_log, old)
    flow.build()
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        found = con.execute("from meta.checks where build_id = 'old'").fetchall()
    assert len(found) == 2000
    assert found[0] == ("old", *check.values())


def test_a_page_is_written_of_each_build(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    page = flow.here.quality_report
    flow.build()
    assert "Published" in page.read_text()
    monkeypatch.setattr(building, "_dbt", stop(1, "A <b>test</b> failed."))
    flow.build(force=True)
    assert "A &lt;b&gt;test&lt;/b&gt; failed." in page.read_text()
    assert "Refused" in page.read_text()


def test_a_page_that_cannot_be_written(flow: Flow) -> None:
    flow.here.exports.mkdir(parents=True)
    flow.here.quality_report.mkdir()
    assert flow.build() == 3
    assert "the quality report can't be written" in flow.err
    assert flow.live() == "000-build"


def test_readers_of_the_old_file_go_on_reading_it(flow: Flow) -> None:
    flow.build()
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        flow.deliver("second.csv", good(2))
        assert flow.build() == 0
        assert con.execute("select count(*) from raw.incident_records").fetchone() == (1,)
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        assert con.execute("select count(*) from raw.incident_records").fetchone() == (2,)


def test_published_but_not_exported(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[Path]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "export_all", fail)
    assert flow.build(with_export=True) == 3
    assert "published, but not exported: " in flow.err
    assert flow.live() == "000-build"
    monkeypatch.setattr(export, "is_current", lambda _: False)
    assert flow.build(with_export=True) == 3, "nothing new, but still not exported"
    assert flow.build() == 0


def test_a_missing_workbook_is_made_again(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(export, "export_all", lambda here: made.append(flow.live()) or [])
    flow.build(with_export=True)
    monkeypatch.setattr(export, "is_current", lambda _: True)
    flow.build(with_export=True)
    monkeypatch.setattr(export, "is_current", lambda _: False)
    flow.build(with_export=True)
    assert "nothing new" in flow.out
    assert made == ["000-build", "000-build"]


def test_the_log_has_a_line_for_each_step(flow: Flow) -> None:
    flow.build()
    lines = [json.loads(line) for line in Log(flow.here.logs).path.read_text().splitlines()]
    assert [line["step"] for line in lines] == ["land", "load", "publish"]
    assert all(line["at"] for line in lines)
