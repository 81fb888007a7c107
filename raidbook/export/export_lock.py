"""One export at a time: another one waits, and says for whom."""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from raidbook.common.lock_holder import read_holder, write_holder
from raidbook.common.terminal import say


@contextmanager
def export_lock(var: Path) -> Iterator[None]:
    """Hold the lock of the exports of this folder; wait for its holder. Raises OSError.

    The kernel lets the lock go when its holder ends, however it ends: a dead holder blocks nobody.
    """
    var.mkdir(parents=True, exist_ok=True)
    with (var / "export.lock").open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"An export is under way: waiting for {read_holder(stream)}.", file=sys.stderr)
            fcntl.flock(stream, fcntl.LOCK_EX)
        write_holder(stream)
        yield
