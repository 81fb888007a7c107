"""The live file and the kept builds after builds, crashes and damage."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from flow import Flow
from support import good

from ingest.errors import RaidbookError, WrongUseError
from raidbook.common import build_log, published_builds, published_files
from raidbook.pipeline import build as building
from raidbook.pipeline import live_file, live_file_check, rollback


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


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_file_system_without_hard_links_gets_copies(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def link(*_: object) -> None:
        raise OSError(number, "there are no hard links here")

    monkeypatch.setattr(os, "link", link)
    flow.build()
    first = flow.here.live.read_bytes()
    flow.build(force=True)
    kept = published_files.kept_file(flow.here, "000-build")
    assert kept.read_bytes() == first
    assert (
        published_files.kept_file(flow.here, "001-build").read_bytes()
        == flow.here.live.read_bytes()
    )
    rollback.rollback(flow.here, "000-build")
    assert flow.here.live.read_bytes() == first
    for path in (flow.here.live, kept):
        assert path.stat().st_nlink == 1
        assert path.stat().st_mode & 0o222 == 0
        assert list(path.parent.glob(".*")) == []
    assert live_file_check.is_sound(flow.here)


def test_another_fault_of_a_link_is_no_reason_to_copy(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow.build()
    before = flow.here.live.read_bytes()

    def link(*_: object) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr(os, "link", link)
    flow.build(force=True)
    assert "the disk is broken" in flow.err
    assert flow.here.live.read_bytes() == before


def test_the_live_build_is_known_even_if_the_clock_went_back(flow: Flow) -> None:
    build_log.keep_build(
        flow.here.builds_log,
        {"build_id": "2099", "started_at": "2099-01-01T00:00:00", "fingerprint": "x"},
    )
    flow.build()
    assert flow.live() == "000-build"
    flow.build()
    assert "nothing new" in flow.out


def test_the_last_builds_are_kept(flow: Flow) -> None:
    for _ in range(5):
        flow.build(force=True)
    assert published_files.builds_kept(flow.here) == ["002-build", "003-build", "004-build"]
    with pytest.raises(WrongUseError, match=r"no build '000-build' .* \(kept: 002-build"):
        rollback.rollback(flow.here, "000-build")


def test_the_newest_build_is_kept_even_if_the_clock_went_back(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        flow.build(force=True)
    monkeypatch.setattr(building, "_build_id", lambda *_: "000-before-all")
    flow.build(force=True)
    assert flow.live() == "000-before-all"
    assert published_files.builds_kept(flow.here) == ["002-build", "003-build", "000-before-all"]
    monkeypatch.setattr(building, "_build_id", lambda *_: "000-later")
    flow.build(force=True)
    assert published_files.builds_kept(flow.here) == ["003-build", "000-before-all", "000-later"]


def test_two_builds_of_one_moment_have_names_of_their_own(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_build_id", lambda started, _: f"{started:%Y%m%d-%H%M%S}")
    for _ in range(3):
        assert flow.build(force=True) == 0
    assert len(set(published_files.builds_kept(flow.here))) == 3


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
    assert published_builds.live_build(flow.here) is not None
    assert flow.build() == 0
    assert flow.err == "build     the live file is damaged; making build 000-build again\n"
    assert flow.live() == "001-build"


def test_a_live_file_that_a_program_may_write_to_is_said_to_be_locked(flow: Flow) -> None:
    flow.build()
    flow.here.live.chmod(0o644)
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; con = duckdb.connect({str(flow.here.live)!r}); "
            "print('open', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        sentence = rf"warehouse\.duckdb is locked by process {writer.pid} \(.*\), which opened it"
        with pytest.raises(RaidbookError, match=sentence):
            published_builds.require_live(flow.here)
        assert flow.build() == 3
        assert f"is locked by process {writer.pid}" in flow.err
    finally:
        writer.communicate(b"\n")
    assert flow.build() == 0
    assert "nothing new" in flow.out, "no build is made anew for it"


def test_a_live_file_is_read_only_where_it_is_another_one(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    real = live_file_check._can_be_read
    monkeypatch.setattr(
        live_file_check, "_can_be_read", lambda path: read.append(path) or real(path)
    )
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

    monkeypatch.setattr(build_log, "keep_build", fail)
    assert flow.build() == 3
    assert "published, but not kept in the history: [Errno 28] No space" in flow.err
    assert flow.live() == "000-build"
    monkeypatch.undo()
    assert [build["build_id"] for build in flow.kept()] == []


def test_an_error_after_the_rename_does_not_deny_what_is_live(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = live_file.publish

    def put_and_fail(*given: Any) -> None:
        real(*given)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(live_file, "publish", put_and_fail)
    assert flow.build() == 3
    assert flow.err == "publish   published, but then: [Errno 5] Input/output error\n"
    assert [build["build_id"] for build in flow.kept()] == ["000-build"]
    assert published_files.builds_kept(flow.here) == ["000-build"]


def test_what_a_crash_left_beside_the_live_file_is_cleared(flow: Flow) -> None:
    flow.build()
    left = [flow.here.live.with_name(".old.new"), flow.here.var / "history" / ".old.new"]
    for path in left:
        path.write_bytes(b"")
    flow.build(force=True)
    assert not [path for path in left if path.exists()]
    published_files.kept_file(flow.here, "001-build").unlink()  # it died before it was kept
    flow.build(force=True)
    assert "001-build" in published_files.builds_kept(flow.here)


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
    build_log.keep_build(flow.here.builds_log, old)
    flow.build()
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        found = con.execute("from meta.checks where build_id = 'old'").fetchall()
    assert len(found) == 2000
    assert found[0] == ("old", *check.values())


def test_readers_of_the_old_file_go_on_reading_it(flow: Flow) -> None:
    flow.build()
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        flow.deliver("second.csv", good(2))
        assert flow.build() == 0
        assert con.execute("select count(*) from raw.incident_records").fetchone() == (1,)
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        assert con.execute("select count(*) from raw.incident_records").fetchone() == (2,)
