"""What this machine, or the container around this process, allows: processors and memory."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
OWN_GROUP = Path("/proc/self/cgroup")


def processors(groups: Path = GROUPS, own: Path = OWN_GROUP) -> int:
    """Return how many processors this process may use: its affinity, within its control group."""
    if hasattr(os, "sched_getaffinity"):  # Linux alone
        usable = len(os.sched_getaffinity(0))
    else:
        usable = os.cpu_count() or 2
    shares = [share for folder in _folders(groups, own, "cpu") if (share := _share(folder))]
    return max(min([usable, *shares]), 1)


def memory_mb(groups: Path = GROUPS, own: Path = OWN_GROUP) -> int:
    """Return how many megabytes of memory this process may use at most."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for folder in _folders(groups, own, "memory"):
        for name in ("memory.max", "memory.limit_in_bytes"):  # of version 2, of version 1
            limits += [int(text) for text in _words(folder / name)[:1] if text.isdecimal()]
    return min(limits) >> 20


def _folders(groups: Path, own: Path, controller: str) -> Iterator[Path]:
    """Yield the control groups of this process: its own and all above it, of either version.

    Inside a container, the container's group is the uppermost one, whatever its name outside.
    """
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    for line in lines:
        _, controllers, name = line.split(":", 2) if line.count(":") >= 2 else ("", "-", "/")
        if controllers and controller not in controllers.split(","):
            continue
        mount = groups / controllers if controllers else groups
        for folder in (group := mount / name.lstrip("/"), *group.parents):
            if folder.is_relative_to(mount):
                yield folder


def _share(folder: Path) -> int | None:
    """Return a control group's quota in whole processors, rounded up; None if it has none."""
    quota = _words(folder / "cpu.max")  # version 2: "150000 100000", or "max 100000"
    if not quota:
        quota = _words(folder / "cpu.cfs_quota_us") + _words(folder / "cpu.cfs_period_us")
    if len(quota) < 2 or not (quota[0].isdecimal() and quota[1].isdecimal()):
        return None
    return math.ceil(int(quota[0]) / max(int(quota[1]), 1)) or None


def _words(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []
