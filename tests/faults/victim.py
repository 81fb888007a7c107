"""A process that does one thing and is killed on the way: `python victim.py DOING WHEN WORDS…`.

WHEN is `never`, `call:N` (by SIGKILL before its N-th call that changes a file or a folder; the
first is number 1) or `after:SECONDS`. An undisturbed run prints its calls and seconds as JSON.
Called in a copy of the project, whose code it runs.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Events that Python reports before it calls the kernel; opening counts only for writing.
CHANGING = {
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
    "fcntl.flock",
}
WRITING = os.O_WRONLY | os.O_RDWR


class Counter:
    """Counts the calls of this process that change files, and kills it before one of them."""

    def __init__(self, fatal: int | None) -> None:
        self.fatal = fatal
        self.calls: list[str] = []
        self.is_on = False
        sys.addaudithook(self._note)
        for name in ("fsync", "write"):
            setattr(os, name, self._noting(name, getattr(os, name)))

    def _note(self, event: str, given: tuple[Any, ...]) -> None:
        if event in CHANGING or (event == "open" and int(given[2] or 0) & WRITING):
            self._count(f"{event} {given[0]}")

    def _noting(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any) -> Any:
            self._count(f"os.{name}")
            return call(*given)

        return counted

    def _count(self, what: str) -> None:
        if not self.is_on:
            return
        self.calls.append(what)
        if len(self.calls) == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def kill_after(seconds: float) -> None:
    """Leave a process behind that kills this one."""
    victim = os.getpid()
    if os.fork() == 0:
        time.sleep(seconds)
        os.kill(victim, signal.SIGKILL)
        os._exit(0)


def locked(var: Path, put: Callable[[], object]) -> None:
    """Do it as the one build there may be. Raises RaidbookError."""
    from raidbook.pipeline.build_lock import build_lock

    with build_lock(var):
        put()


def doing(name: str, words: list[str]) -> Callable[[], object]:
    """Import what is needed, and return what shall be done."""
    from raidbook.common.marked_folder import make_marked
    from raidbook.pipeline import kept_builds, live_file, rollback
    from raidbook.settings import settings

    here = settings()
    if name == "publish":  # as a build does it: FILE BUILD_ID
        made = here.var / "build" / words[1] / "warehouse.duckdb"
        make_marked(here.var / "build")
        made.parent.mkdir(parents=True)
        shutil.copyfile(words[0], made)

        def put() -> None:
            live_file.publish(here, made, words[1])
            kept_builds.keep_live(here)

        return lambda: locked(here.var, put)
    if name == "rollback":
        return lambda: rollback.rollback(here, words[0])
    if name == "add":
        from raidbook.entry.add import add

        return lambda: add(here, [Path(words[0])], again=False, is_dry=False)
    if name == "export":
        from raidbook.export.exports import export_all

        return lambda: export_all(here)
    raise ValueError(name)


def main() -> None:
    """Do it, and report how."""
    name, when, *words = sys.argv[1:]
    kind, _, value = when.partition(":")
    counter = Counter(int(value) if kind == "call" else None)
    run = doing(name, words)
    if kind == "after":
        kill_after(float(value))
    began = time.perf_counter()
    counter.is_on = True
    run()
    counter.is_on = False
    seconds = time.perf_counter() - began
    print(json.dumps({"calls": counter.calls, "seconds": seconds}))


if __name__ == "__main__":
    main()
