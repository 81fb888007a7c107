"""Measure a command of the project in a separate process, and read the log of its build."""

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

from raidbook.common.dbt_results import MANIFEST, RESULTS

ROOT = Path(__file__).resolve().parents[2]
THREADS = os.cpu_count() or 2
TYPED, TEXT, BY_HAND = "typed read", "read as text", "consensus by hand"
NAMED = {"test": "tests", "seed": "seeds", "operation": "dbt's hooks"}
RAIDBOOK = [sys.executable, "-m", "raidbook"]


@dataclass(frozen=True)
class Run:
    """One measured process: wall and CPU seconds, and peak memory of its largest process in MB."""

    wall: float
    cpu: float
    peak_mb: float


@dataclass
class Rows:
    """The rows of the table: what was measured, at which size, and with which limit."""

    found: list[Row] = field(default_factory=list)

    def add(self, size: int, what: str, run: Run, limit: float, beside: str) -> None:
        """Add a row, and print it. `limit` is in wall seconds."""
        row = Row(size, what, run.wall, run.cpu, run.peak_mb, limit, beside)
        self.found.append(row)
        print(
            f"{row.size:>10,}  {what:<34}{row.wall:>9.2f} s{row.ratio:>8.1f} x {beside:<28}"
            f"{row.cpu:>8.1f} s CPU{row.peak_mb:>8.0f} MB",
            flush=True,
        )

    def write(self, path: Path) -> None:
        """Write all rows as JSON, with the machine and the day."""
        rows = [asdict(row) for row in self.found]
        found = {"machine": machine(), "day": f"{datetime.now(UTC):%Y-%m-%d}", "rows": rows}
        path.write_text(json.dumps(found, indent=1), encoding="utf-8")


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    size: int
    what: str
    wall: float
    cpu: float
    peak_mb: float
    limit: float
    beside: str

    @property
    def is_whole(self) -> bool:
        """Whether a separate process was measured, and not a function in this one."""
        return self.peak_mb > 0 or self.beside not in (TYPED, BY_HAND)

    @property
    def ratio(self) -> float:
        """The wall seconds as a multiple of the limit."""
        return self.wall / self.limit


class FailedError(Exception):
    """A measured command failed."""


# A separate process starts the command: a child's peak memory includes that of its parent at the
# start, and this process holds data frames.
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
    """Run a command with `var` as its var folder, and measure it. Raises FailedError."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", _STARTER, *command],
        env=os.environ | {"RAIDBOOK_VAR": str(var), **more},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    code, wall, cpu, peak = json.loads(done.stdout)
    if code != 0:
        raise FailedError(f"`{' '.join(command[1:])}` ended with exit code {code}.")
    return Run(wall, cpu, peak)


def start_over(var: Path) -> None:
    """Remove landed and published files. The project that dbt parsed and the caches stay."""
    for name in ("landing", "live", "history", "build", "logs", "exports", "builds.jsonl"):
        path = var / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def steps(var: Path) -> dict[str, float]:
    """Return the seconds of each step of the newest build, added up by name."""
    found: Counter[str] = Counter()
    for line in (var / "logs" / "raidbook.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["step"] == "load":
            found.clear()
        if "seconds" in entry:
            found[entry["step"]] += entry["seconds"]
    return dict(found)


def layers(var: Path) -> dict[str, float]:
    """Return dbt's wall seconds in the newest build by layer.

    dbt runs several models at once, and the seconds of each include waiting for the others. Their
    sum is scaled to the wall time from the first start to the last end.
    """
    results = json.loads((var / "dbt" / "target" / RESULTS).read_text(encoding="utf-8"))
    manifest = json.loads((var / "dbt" / "target" / MANIFEST).read_text(encoding="utf-8"))
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
    """Return the machine in words: cores, memory, system and versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{THREADS} cores ({platform.machine()}), {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}"
    )
