"""Processors and memory are those of the container, not those of the machine around it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from raidbook import settings
from raidbook.machine import memory_mb, processors

MACHINE_MB = (os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) >> 20
USABLE = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2


def written(folder: Path, files: dict[str, str]) -> tuple[Path, Path]:
    """Write control groups as Linux shows them; return their mount and the process's own file."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "cgroup", folder / "self"


@pytest.mark.parametrize(
    ("files", "megabytes"),
    [
        ({"self": "0::/\n", "cgroup/memory.max": f"{512 << 20}\n"}, 512),
        ({"self": "0::/\n", "cgroup/memory.max": "max\n"}, MACHINE_MB),
        ({"self": "0::/\n"}, MACHINE_MB),
        ({}, MACHINE_MB),
        # the group of a service, and one above it with a lower limit
        (
            {
                "self": "0::/a.slice/b.service\n",
                "cgroup/a.slice/memory.max": f"{256 << 20}\n",
                "cgroup/a.slice/b.service/memory.max": f"{512 << 20}\n",
            },
            256,
        ),
        # version 1, where "no limit" is a number beyond any machine
        (
            {
                "self": "4:memory:/box\n1:cpu,cpuacct:/\n0::/\n",
                "cgroup/memory/box/memory.limit_in_bytes": f"{300 << 20}\n",
                "cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            },
            300,
        ),
    ],
)
def test_memory(tmp_path: Path, files: dict[str, str], megabytes: int) -> None:
    assert memory_mb(*written(tmp_path, files)) == min(megabytes, MACHINE_MB)


@pytest.mark.parametrize(
    ("files", "number"),
    [
        ({"self": "0::/\n", "cgroup/cpu.max": "100000 100000\n"}, 1),
        ({"self": "0::/\n", "cgroup/cpu.max": "50000 100000\n"}, 1),
        ({"self": "0::/\n", "cgroup/cpu.max": "max 100000\n"}, USABLE),
        (
            {
                "self": "1:cpu,cpuacct:/box\n",
                "cgroup/cpu,cpuacct/box/cpu.cfs_quota_us": "80000\n",
                "cgroup/cpu,cpuacct/box/cpu.cfs_period_us": "100000\n",
            },
            1,
        ),
        (
            {
                "self": "1:cpu:/\n",
                "cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            USABLE,
        ),
    ],
)
def test_processors(tmp_path: Path, files: dict[str, str], number: int) -> None:
    assert processors(*written(tmp_path, files)) == number


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux alone has affinity")
def test_affinity_counts() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert processors(Path("/nowhere"), Path("/nowhere")) == 1
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.parametrize(
    ("memory", "limit"), [(24_000, "12000MiB"), (8000, "4096MiB"), (1000, "600MiB"), (0, "1MiB")]
)
def test_the_usual_limit_leaves_room(
    monkeypatch: pytest.MonkeyPatch, memory: int, limit: str
) -> None:
    monkeypatch.setattr(settings, "memory_mb", lambda: memory)
    assert settings._usual_memory() == limit
