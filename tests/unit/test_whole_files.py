"""Temporary files and folders: those of dead processes are removed, those of living ones stay."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.whole_files import written_whole
from raidbook.common.marked_folder import MARK
from raidbook.common.temp_space import temp_space


def test_what_a_dead_process_left_beside_a_file_is_removed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    target = tmp_path / "a[1].xlsx"
    left = tmp_path / f".a[1].xlsx.{dead.pid}.part"
    kept = [
        tmp_path / f".a[1].xlsx.{os.getppid()}.part",  # its process is alive
        tmp_path / f".b.xlsx.{dead.pid}.part",
        tmp_path / ".a[1].xlsx.mine.part",
    ]
    for path in (left, *kept):
        path.write_text("half")
    with written_whole(target) as temporary:
        assert not left.exists()
        assert all(path.exists() for path in kept)
        temporary.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert not temporary.exists()


def test_a_file_stays_as_it_was_where_writing_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_text("before")

    def fail() -> None:
        with written_whole(target) as temporary:
            temporary.write_text("half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert target.read_text() == "before"


def test_room_on_the_disk_of_a_dead_process_is_cleared(tmp_path: Path) -> None:
    left = tmp_path / "spill" / "raidbook-dead"
    left.mkdir(parents=True)
    (left / "copy").write_text("half")
    (left / MARK).touch()
    (tmp_path / "spill" / "raidbook-unmarked").mkdir()  # killed before it was marked
    of_a_person = tmp_path / "spill" / "raidbook-notes" / "mine.txt"
    of_a_person.parent.mkdir()
    of_a_person.write_text("mine")
    with temp_space(tmp_path) as mine, temp_space(tmp_path) as other:
        assert mine != other
        assert mine.is_dir(), "its process is alive"
        assert not left.exists()
    assert list((tmp_path / "spill").iterdir()) == [of_a_person.parent], "it carries no mark"
    assert of_a_person.read_text() == "mine"
