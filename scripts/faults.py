"""Provoke every kind of fault. The exit code is 1 if one of them leaves a wrong state.

`tests/faults/` has the faults and what must hold; `make test` tries a shorter form. This script
kills a publish, a rollback, a delivery, an export and a build, runs readers while builds are
published, tries single faults, and checks that two builds of the same files are equal.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from faults import singles
from faults.readers import read_while_publishing
from faults.same import differences
from faults.yard import Yard, make_yard, must, spread
from support import copy_project, raidbook

# Of a hundred kills.
SHARES = {"publish": 38, "rollback": 10, "add": 26, "export": 18, "build": 8}


class Tries:
    """Runs one trial after another, prints a line for each, and continues after a failure."""

    def __init__(self, only: str) -> None:
        self.failed = 0
        self.only = only

    def run(self, name: str, do: Callable[[], object]) -> None:
        """Run `do`, and print what it returned or how it failed."""
        if not re.search(self.only, name):
            return
        began = time.monotonic()
        try:
            result = do()
            said = f"ok      {result if result is not None else ''}"
        except Exception as error:  # after any error, continue with the next trial
            self.failed += 1
            said = f"FAILED  {type(error).__name__}: {error}"
        print(f"{name:<42} {time.monotonic() - began:6.1f} s  {said.rstrip()}", flush=True)


def _first_words(yard: Yard, doing: str) -> list[str]:
    if doing == "publish":
        name, path = next(iter(yard.finished.items()))
        return [str(path), name]
    if doing == "rollback":
        return [next(iter(yard.finished))]
    return [str(yard.new_file())] if doing == "add" else []


def _kill(yard: Yard, doing: str, kills: int) -> str:
    """Kill until `kills` of them have hit."""
    calls, seconds = yard.moments(doing, *_first_words(yard, doing))

    def hits() -> int:
        return yard.kills.get(doing, 0)

    for when in spread(yard.chance, calls, seconds, kills):
        getattr(yard, f"killed_{doing}")(when)
    while hits() < kills:
        getattr(yard, f"killed_{doing}")(f"after:{yard.chance.uniform(0, seconds):.6f}")
    return f"{hits()} kills between its first and its last of {calls} calls"


def _kill_builds(yard: Yard, doing: str, kills: int) -> str:
    began = time.monotonic()
    yard.built()
    whole = time.monotonic() - began
    while yard.kills.get(doing, 0) < kills:
        yard.killed_build(yard.chance.uniform(0, whole), is_next_built=True)
    return f"{yard.kills[doing]} kills of a build of {whole:.0f} s, each followed by one"


def _same(folder: Path, built: Path) -> str:
    """Deliver the shipped files in reverse and build with 1 and with 4 threads."""
    files = sorted((built / "ingest" / "records").glob("*.csv"), reverse=True)
    live = Path("var/live/warehouse.duckdb")
    roots = [copy_project(folder / f"threads_{n}") for n in (1, 4)]
    for root, threads in zip(roots, ("1", "4"), strict=True):
        done = raidbook(root, "add", *map(str, files))
        must(done.returncode == 0, done.stdout + done.stderr)
        done = raidbook(root, "build", "--no-export", RAIDBOOK_THREADS=threads)
        must(done.returncode == 0, done.stdout + done.stderr)
    wrong = differences(roots[0] / live, roots[1] / live, of_order=True)
    must(not wrong, f"1 and 4 threads: {wrong}")
    wrong = differences(roots[0] / live, built / live, of_order=False)
    must(not wrong, f"in reverse: {wrong}")
    return "1 and 4 threads, delivered in order and in reverse"


def main() -> int:
    """Run all trials; return 0 or 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--publishes", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", default="", help="a pattern of trials to run, such as ^kills")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    tries = Tries(given.only)
    with tempfile.TemporaryDirectory(prefix="raidbook-faults-") as name:
        folder = Path(name)
        built = copy_project(folder / "built")
        done = raidbook(built, "build")
        must(done.returncode == 0, done.stdout + done.stderr)
        yard = make_yard(folder / "yard", built, given.seed)
        for doing, share in SHARES.items():
            kills = max(given.kills * share // 100, 1)
            kill = _kill_builds if doing == "build" else _kill
            tries.run(f"kills: {doing}", partial(kill, yard, doing, kills))
        tries.run(
            f"{given.readers} readers, {given.publishes} publishes",
            lambda: read_while_publishing(yard, given.readers, given.publishes),
        )
        for megabytes in (0, 2, 10, 20):
            room = f"a full disk: {megabytes} MB of room"
            tries.run(room, partial(singles.full_disk, yard, megabytes))
        for words in singles.WRITING:
            tries.run(
                f"a read-only folder: {' '.join(words)[:20]}",
                partial(singles.read_only_folder, yard, *words),
            )
        tries.run("a corrupt landed file", lambda: singles.corrupt_landed_file(yard))
        for damage in singles.DAMAGES:
            for do in (singles.corrupt_live_file, singles.corrupt_live_file_built):
                what = "rollback" if do is singles.corrupt_live_file else "build"
                tries.run(f"corrupt live file, {damage}: {what}"[:42], partial(do, yard, damage))
        tries.run("a model of dbt that fails", lambda: singles.broken_model(yard))
        tries.run("two builds at once", lambda: singles.two_builds(yard))
        tries.run("a clock that jumps back", lambda: singles.clock_back(yard))
        tries.run("the same tables", lambda: _same(folder, built))
        print(f"kills: {sum(yard.kills.values())} ({yard.kills}); failed: {tries.failed}")
    return 1 if tries.failed else 0


if __name__ == "__main__":
    sys.exit(main())
