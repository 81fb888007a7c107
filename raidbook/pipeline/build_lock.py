"""The build lock: one build at a time. The lock ends with its holder, and names it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import RaidbookError
from raidbook.common.lock_holder import read_holder, write_holder


@contextmanager
def build_lock(var: Path) -> Iterator[None]:
    """Hold the build lock of this folder. Raises RaidbookError if another process holds it.

    The kernel releases the lock when its holder ends, however it ends.
    """
    var.mkdir(parents=True, exist_ok=True)
    with (var / "build.lock").open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RaidbookError(
                f"A build is running: {read_holder(stream)} holds the lock. Try again when it has "
                "ended."
            ) from None
        write_holder(stream)
        yield
