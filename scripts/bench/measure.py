"""Run a command of the project as a process of its own, and read what its build left of itself."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THREADS = os.cpu_count() or 2
TYPED, TEXT, BY_HAND = "typed read", "read as text", "consensus by hand"
NAMED = {"test": "tests", "seed": "seeds", "operation": "dbt's hooks"}
RAIDBOOK = [sys.executable, "-m", "raidbook"]


@dataclass(frozen=True)
class Run:
    """One process: wall and CPU seconds, the peak memory of its largest process in MB."""

    wall: float
    cpu: float
    peak_mb: float


@dataclass
class Rows:
    """The lines of the table: what was measured, at which size, beside which limit of its own."""

    found: list[Row] = field(default_factory=list)

    def add(self, size: int, what: str, run: Run, limit: float, beside: str) -> None:
        """Keep one line, and print it. `limit` is in wall seconds."""
        row = Row(size, what, run.wall, run.cpu, run.peak_mb, limit, beside)
        self.found.append(row)
        print(
            f"{row.size:>10,}  {what:<34}{row.wall:>9.2f} s{row.ratio:>8.1f} x {beside:<28}"
            f"{row.cpu:>8.1f} s CPU{row.peak_mb:>8.0f} MB",
            flush=True,
        )

    def write(self, path: Path) -> None:
        """Write all lines as JSON, with the machine and the day."""
        rows = [asdict(row) for row in self.found]
        told = {"machine": machine(), "day": f"{datetime.now(UTC):%Y-%m-%d}", "rows": rows}
        path.write_text(json.dumps(told, indent=1), encoding="utf-8")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    size: int
    what: str
    wall: float
    cpu: float
    peak_mb: float
    limit: float
    beside: str

    @property
    def is_whole(self) -> bool:
        """Whether a process of its own was measured, or two ways of doing one thing."""
        return self.peak_mb > 0 or self.beside not in (TYPED, BY_HAND)

    @property
    def ratio(self) -> float:
        """How many times its limit it took."""
        return self.wall / self.limit


class FailedError(Exception):
    """A command that was to be measured ended with another code than 0."""


# A process of its own starts the command: the peak memory of one that starts another counts as the
# other's too, and this one holds data frames.
_STARTER = """
import json, os, sys, time
began = time.monotonic()
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(pid, 0)
wall = time.monotonic() - began
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""


def run(command: list[str], var: Path, **more: str) -> Run:
    """Run a command with its own var folder and measure it. Raises FailedError."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", _STARTER, *command],
        env=os.environ | {"RAIDBOOK_VAR": str(var), **more},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    code, wall, cpu, peak = json.loads(done.stdout)
    if code != 0:
        raise FailedError(f"`{' '.join(command[1:])}` ended with {code}.")
    return Run(wall, cpu, peak)


def start_over(var: Path) -> None:
    """Take away what was landed and published; dbt's parsed project and the caches stay."""
    for name in ("landing", "live", "history", "build", "logs", "exports", "builds.jsonl"):
        path = var / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def steps(var: Path) -> dict[str, float]:
    """Return the seconds of each step of the newest build, those of one name added up."""
    found: Counter[str] = Counter()
    for line in (var / "logs" / "raidbook.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["step"] == "load":
            found.clear()
        if "seconds" in entry:
            found[entry["step"]] += entry["seconds"]
    return dict(found)


def layers(var: Path) -> dict[str, float]:
    """Return dbt's seconds by layer of the newest build, as shares of the time that they ran.

    dbt runs several models at once and adds up what each waits for the others: the sum is brought
    down to the wall time from the first one's start to the last one's end.
    """
    results = json.loads((var / "dbt" / "target" / "run_results.json").read_text(encoding="utf-8"))
    manifest = json.loads((var / "dbt" / "target" / "manifest.json").read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    for item in results["results"]:
        node = manifest["nodes"].get(item["unique_id"])
        if node is not None:
            kind = node["resource_type"]
            layer = node["fqn"][1] if kind == "model" else NAMED.get(kind, kind)
            found[layer] += item["execution_time"]
    share = results["elapsed_time"] / sum(found.values())
    return {layer: seconds * share for layer, seconds in found.items()}


def machine() -> str:
    """Return in words where this was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{THREADS} cores ({platform.machine()}), {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}"
    )
