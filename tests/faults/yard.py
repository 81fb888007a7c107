"""A copy of the project in which things are killed, and what must be true after each kill."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from support import copy_project, environment, good, raidbook, write_records

from ingest import landing
from raidbook.common import published_builds, published_files
from raidbook.export import exports
from raidbook.pipeline import rollback_note
from raidbook.settings import Settings

VICTIM = Path(__file__).with_name("victim.py")
KEPT = 4
OLD_PARTS = (".part", ".new", ".tmp", ".wal")
Content = dict[str, tuple[int, int]]  # by table, its rows and a hash over all of them


def content(path: Path, schemas: tuple[str, ...] = ("marts", "reports", "quality")) -> Content:
    """Return rows and hash of every table of a published file; every row is read."""
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where schema_name in (select unnest(?))",
            [list(schemas)],
        ).fetchall()
        found = {}
        for (table,) in tables:
            query = f"select count(*), cast(coalesce(sum(hash(t)), 0) as hugeint) from {table} as t"
            [(rows, hashed)] = con.execute(query).fetchall()
            found[table] = (int(rows), int(hashed))
        return found


def newest(path: Path) -> str:
    """Return the build that a published file says it is."""
    with duckdb.connect(str(path), read_only=True) as con:
        found = con.execute("select build_id from meta.builds order by rowid desc limit 1")
        return str(found.fetchall()[0][0])


class FaultError(AssertionError):
    """Something is not as it must be after a fault."""


def must(is_so: bool, words: str) -> None:
    """Raise FaultError with `words` unless it is so."""
    if not is_so:
        raise FaultError(words)


@dataclass
class Yard:
    """A copy of the project with two finished builds, and the kills that it has gone through."""

    root: Path
    finished: dict[str, Path]  # by build_id
    contents: dict[str, Content]
    chance: random.Random
    kills: dict[str, int] = field(default_factory=dict)
    files: int = 0
    last: str = ""  # a build that is published anew before a rollback

    @property
    def here(self) -> Settings:
        """The settings of this copy."""
        return Settings(self.root, self.root / "var", 2, "2GB", KEPT, self.root)

    # ---- what is done

    def run(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run the command line."""
        return raidbook(self.root, *words, RAIDBOOK_BUILDS_KEPT=str(KEPT), **changes)

    def send(self, doing: str, when: str, *words: str) -> dict[str, Any] | None:
        """Send a victim; return what it reported, or None if it was killed."""
        done = subprocess.run(
            [sys.executable, str(VICTIM), doing, when, *words],
            cwd=self.root,
            env=environment(PYTHONPATH=str(self.root), RAIDBOOK_BUILDS_KEPT=str(KEPT)),
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        if done.returncode == -signal.SIGKILL:
            self.kills[doing] = self.kills.get(doing, 0) + 1
            return None
        must(done.returncode == 0, f"{doing} {when}: {done.stdout}{done.stderr}")
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    # ---- what must be true

    def check_live(self) -> str:
        """See that the live file opens and is one whole build; return which."""
        build_id = newest(self.here.live)
        must(build_id in self.contents, f"{build_id} is no build that was finished")
        must(content(self.here.live) == self.contents[build_id], f"{build_id} is not whole")
        live = published_builds.live_build(self.here)
        must(live is not None and live["build_id"] == build_id, f"{live} is said to be live")
        return build_id

    def check_landed(self) -> None:
        """See that every landed file is whole, and that running numbers have no gap."""
        known = landing.deliveries(self.here.landing)
        numbers = [d.number for d in known]
        must(numbers == list(range(1, len(known) + 1)), f"running numbers are {numbers}")
        for delivery in known:
            path = delivery.path(self.here.landing)
            must(landing.digest(path) == delivery.sha256, f"{path.name} is not whole")
        for path in (self.here.landing / "files").iterdir():
            if not path.name.startswith("."):
                is_whole = landing.digest(path) == path.name.split(".")[0]
                must(is_whole, f"{path.name} is not what its name says")

    def check_clean(self) -> None:
        """See that nothing is left that would grow from crash to crash."""
        var = self.here.var
        beside_live = [path.name for path in self.here.live.parent.iterdir()]
        must(beside_live == ["warehouse.duckdb"], f"var/live holds {beside_live}")
        kept = [path.name for path in (var / "history").iterdir()]
        is_right = len(kept) <= KEPT and all(name.endswith(".duckdb") for name in kept)
        must(is_right and newest(self.here.live) + ".duckdb" in kept, f"var/history holds {kept}")
        copies = [path.name for path in (var / "spill").glob("*")]
        must(not copies, f"var/spill holds {copies}")
        left = [
            str(path.relative_to(self.root))
            for folder in (var, self.root / "seeds")
            for path in folder.rglob(".*")
            if path.suffix in OLD_PARTS and "dbt" not in path.parts
        ]
        must(not left, f"left over: {left}")

    # ---- kills

    def killed_publish(self, when: str) -> None:
        """Kill a publish; what is live is the old build or the new one; the next one succeeds."""
        old = self.check_live()
        new, after = self.chance.sample([name for name in self.finished if name != old], 2)
        self.send("publish", when, str(self.finished[new]), new)
        must(self.check_live() in (old, new), "another build is live")
        self.send("publish", "never", str(self.finished[after]), after)
        must(self.check_live() == after, "the next publish did not succeed")
        self.check_clean()

    def killed_rollback(self, when: str) -> None:
        """Kill a rollback; the next one succeeds, and is noted."""
        if rollback_note.rolled_back_from(self.here) is not None:  # begin from the newest build
            self.send("publish", "never", str(self.finished[self.last]), self.last)
        old = self.check_live()
        new = self.chance.choice(
            [name for name in published_files.builds_kept(self.here) if name != old]
        )
        self.send("rollback", when, new)
        now, noted = self.check_live(), rollback_note.rolled_back_from(self.here)
        must(now in (old, new), "another build is live")
        must((noted is not None) == (now == new), f"{now} is live, and noted is {noted}")
        self.send("rollback", "never", new)
        must(self.check_live() == new, "the next rollback did not succeed")
        self.check_clean()

    def new_file(self) -> Path:
        """Write a file that was never delivered."""
        self.files += 1
        event = f"kh-2025-07-14-made-up-{self.files}"
        row = good() | {"event_id": event, "record_id": f"{event}/made-up-20250717/1"}
        rows = [row | {"record_id": f"{event}/made-up-20250717/{n}"} for n in range(1, 4)]
        return write_records(self.root.parent / f"delivered-{self.files}.csv", rows)

    def killed_add(self, when: str) -> None:
        """Kill a delivery; delivered again it is landed, once."""
        path = self.new_file()
        self.send("add", when, str(path))
        self.check_landed()
        self.send("add", "never", str(path))
        self.check_landed()
        names = [d.file_name for d in landing.deliveries(self.here.landing)]
        must(names.count(path.name) == 1, f"{path.name} is landed {names.count(path.name)} times")
        self.check_clean()

    def killed_export(self, when: str) -> None:
        """Kill an export; what is there is whole; the next build makes what is missing."""
        self.send("export", when)
        for path in self.here.exports.rglob("*"):
            if path.suffix == ".xlsx" and not path.name.startswith("."):
                with zipfile.ZipFile(path) as book:
                    must(book.testzip() is None, f"{path.name} is not whole")
            if path.suffix == ".parquet" and ".part" not in str(path):
                with duckdb.connect() as con:
                    con.execute(f"select count(*) from '{path}'").fetchall()
        self.check_live()
        self.send("export", "never")
        must(exports.is_current(self.here), "the next export is not complete")
        self.check_clean()

    def killed_build(self, seconds: float, *, is_next_built: bool) -> bool:
        """Kill a build after some seconds; return whether it was still running."""
        old = self.check_live()
        words = [sys.executable, "-m", "raidbook", "build", "--force"]
        with subprocess.Popen(
            words,
            cwd=self.root,
            env=environment(RAIDBOOK_BUILDS_KEPT=str(KEPT)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as running:
            time.sleep(seconds)
            is_hit = running.poll() is None
            running.kill()  # that process alone: what it started must end with it
        self.learn()
        if is_hit:
            self.kills["build"] = self.kills.get("build", 0) + 1
        must(self.check_live() in (old, newest(self.here.live)), "another build is live")
        if is_next_built:
            self.built()
        return is_hit

    def built(self) -> None:
        """Build, which succeeds."""
        done = self.run("build", "--force")
        must(done.returncode == 0, done.stdout + done.stderr)
        self.learn()
        self.check_live()
        self.check_landed()
        self.check_clean()

    def learn(self) -> None:
        """Take a build that was published by itself for a finished one, whose marts are right."""
        build_id = newest(self.here.live)
        if build_id not in self.contents:
            self.contents[build_id] = content(self.here.live)

    # ---- moments

    def moments(self, doing: str, *words: str) -> tuple[int, float]:
        """Do it undisturbed; return its number of calls and its seconds."""
        answer = self.send(doing, "never", *words) or {}
        return len(answer["calls"]), float(answer["seconds"])


def spread(chance: random.Random, calls: int, seconds: float, kills: int) -> list[str]:
    """Return moments to kill at: all calls in turn, then random ones in time."""
    each = [f"call:{n}" for n in range(1, calls + 1)]
    if kills < len(each):
        return sorted(chance.sample(each, kills), key=lambda when: int(when[5:]))
    return each + [f"after:{chance.uniform(0, seconds):.6f}" for _ in range(kills - len(each))]


def make_yard(folder: Path, built: Path, seed: int = 1) -> Yard:
    """Make a yard from a built copy of the project: its build, and one with a delivery more."""
    root = copy_project(folder / "raidbook", var=built / "var")
    yard = Yard(root, {}, {}, random.Random(seed))
    for number in range(2):
        if number:
            done = yard.run("add", str(yard.new_file()))
            must(done.returncode == 0, done.stderr)
            done = yard.run("build", "--no-export")
            must(done.returncode == 0, done.stdout + done.stderr)
        build_id = newest(yard.here.live)
        yard.finished[build_id] = folder / f"{build_id}.duckdb"
        shutil.copyfile(yard.here.live, yard.finished[build_id])
        yard.contents[build_id] = content(yard.here.live)
    # a third one without another quarter of a minute: the second under another name
    third = folder / f"{build_id}-again.duckdb"
    shutil.copyfile(yard.here.live, third)
    with duckdb.connect(str(third)) as con:
        con.execute(
            "update meta.builds set build_id = ? where build_id = ?", [third.stem, build_id]
        )
    yard.finished[third.stem], yard.contents[third.stem] = third, yard.contents[build_id]
    yard.last = build_id
    return yard
