"""Folders for data that doesn't fit into memory, cleared even after a process was killed."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.file_lock import take_lock
from raidbook.common.marked_folder import MARK, remove_marked

PREFIX = "raidbook-"


@contextmanager
def temp_space(var: Path) -> Iterator[Path]:
    """Yield a new folder below `var/spill` for this process, and clear those of dead processes.

    A folder is locked as long as its process lives. Folders without our mark stay. Raises
    OSError where none can be made.
    """
    base = var / "spill"
    base.mkdir(parents=True, exist_ok=True)
    with _locked(base):
        for left in base.iterdir():
            if left.name.startswith(PREFIX) and not _is_in_use(left):
                remove_marked(left)
                if left.is_dir() and not any(left.iterdir()):  # killed before it was marked
                    left.rmdir()
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
        handle = os.open(made, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        (made / MARK).touch()
    try:
        yield made
    finally:
        remove_marked(made)
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        take_lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _is_in_use(folder: Path) -> bool:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # it ended meanwhile
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
