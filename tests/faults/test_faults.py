"""A shorter form of `make faults`: some kills, some readers, and every fault that is fast to try.

`RAIDBOOK_FAULTS` is the number of kills of each thing.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import copy_project, raidbook

from faults import singles
from faults.readers import read_while_publishing
from faults.same import differences
from faults.yard import Yard, make_yard, spread

KILLS = int(os.environ.get("RAIDBOOK_FAULTS", "3"))
LIVE = Path("var/live/warehouse.duckdb")


@pytest.fixture(scope="module")
def yard(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return make_yard(tmp_path_factory.mktemp("faults"), built_project)


@pytest.mark.parametrize("doing", ["publish", "rollback", "add"])
def test_what_is_killed_leaves_nothing_half(yard: Yard, doing: str) -> None:
    words = {
        "publish": [str(yard.finished[yard.last]), yard.last],
        "rollback": [next(iter(yard.finished))],
        "add": [str(yard.new_file())],
    }[doing]
    calls, seconds = yard.moments(doing, *words)
    moments = spread(yard.chance, calls, seconds, KILLS)
    for when in moments:
        getattr(yard, f"killed_{doing}")(when)
    assert yard.kills[doing] >= min(KILLS, calls)


def test_an_export_that_is_killed(yard: Yard) -> None:
    yard.killed_export("call:100")
    assert yard.kills["export"] == 1


def test_readers_see_whole_builds(yard: Yard) -> None:
    seen = read_while_publishing(yard, readers=2, publishes=3)
    assert seen.connections > 3


def test_a_full_disk(yard: Yard) -> None:
    assert singles.full_disk(yard, 1) is None, "a build that finds room tries nothing"


@pytest.mark.parametrize("words", singles.WRITING[:2], ids=lambda words: words[0])
def test_a_read_only_folder(yard: Yard, words: tuple[str, ...]) -> None:
    if os.geteuid() == 0 and not singles.can_mount():
        pytest.skip("root without mounts can write everywhere")
    singles.read_only_folder(yard, *words)


def test_a_corrupt_landed_file(yard: Yard) -> None:
    singles.corrupt_landed_file(yard)


@pytest.mark.parametrize("damage", ["cut in half", "no database"])
def test_a_corrupt_live_file(yard: Yard, damage: str) -> None:
    singles.corrupt_live_file(yard, damage)


def test_the_same_tables_in_another_order_after_a_kill(built_project: Path, tmp_path: Path) -> None:
    """Delivered in reverse, with four threads, and by a second build: the first one is killed."""
    root = copy_project(tmp_path / "raidbook")
    files = sorted((root / "ingest" / "records").glob("*.csv"), reverse=True)
    assert raidbook(root, "add", *map(str, files)).returncode == 0
    singles.killed_first_build(root, seconds=6)
    done = raidbook(root, "build", "--no-export", RAIDBOOK_THREADS="4")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (root / "var" / "build").exists()
    assert differences(root / LIVE, built_project / LIVE, of_order=False) == []
