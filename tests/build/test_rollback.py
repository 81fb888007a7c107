"""Rollbacks: how long they hold, and what a crash leaves."""

from __future__ import annotations

import pytest
from flow import Flow
from support import good

from ingest.errors import RaidbookError, WrongUseError
from raidbook.common import published_files
from raidbook.pipeline import rollback, rollback_note
from raidbook.pipeline.build_lock import build_lock


def test_a_rollback_holds_until_something_is_new(flow: Flow) -> None:
    flow.build()
    flow.deliver("second.csv", good(2))
    flow.build()
    rollback.rollback(flow.here, "000-build")
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
    rollback.rollback(flow.here, "001-build")
    rollback.rollback(flow.here, "000-build")
    flow.build()
    assert flow.live() == "000-build"
    rollback.rollback(flow.here, "002-build")
    flow.build()
    assert flow.out == "build     nothing new: build 002-build is live\n"


def test_a_rollback_ends_by_force_and_by_what_it_went_back_to(flow: Flow) -> None:
    flow.build()
    flow.build(force=True)
    rollback.rollback(flow.here, "000-build")
    assert flow.build(force=True) == 0
    assert flow.live() == "002-build"
    flow.build()
    assert flow.out == "build     nothing new: build 002-build is live\n"


def test_a_rollback_that_was_cut_off_is_none(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    flow.build()
    flow.deliver("second.csv", good(2))
    flow.build()

    def cut_off(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(rollback, "link_over", cut_off)
        with pytest.raises(RaidbookError, match="Input"):
            rollback.rollback(flow.here, "000-build")
    assert rollback_note.rolled_back_from(flow.here) is None
    flow.build()
    assert flow.out == "build     nothing new: build 001-build is live\n"
    rollback.rollback(flow.here, "000-build")
    with monkeypatch.context() as patched:
        patched.setattr(rollback, "link_over", cut_off)
        with pytest.raises(RaidbookError, match="Input"):
            rollback.rollback(flow.here, "001-build")
    flow.build()
    assert "nothing new since the rollback from 001-build" in flow.out, "the first still holds"


def test_a_kept_file_that_cannot_be_read_is_not_put_back(flow: Flow) -> None:
    flow.build()
    flow.build(force=True)
    kept = published_files.kept_file(flow.here, "000-build")
    kept.unlink()
    kept.write_bytes(b"no database")
    with pytest.raises(WrongUseError, match="'000-build' in var/history can't be read"):
        rollback.rollback(flow.here, "000-build")
    assert flow.live() == "001-build"


def test_a_rollback_waits_for_no_build(flow: Flow) -> None:
    flow.build()
    flow.build(force=True)
    with build_lock(flow.here.var), pytest.raises(RaidbookError, match="holds the lock"):
        rollback.rollback(flow.here, "000-build")
    assert flow.live() == "001-build"
