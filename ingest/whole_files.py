"""Write files atomically: after a crash, a file is complete or not there."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sync(path: Path) -> None:
    """Force a file's bytes, or a folder's names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a finished file to `target`. The rename is atomic, and on disk before this returns."""
    sync(temporary)
    temporary.replace(target)
    sync(target.parent)


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` to write to; rename it to `target` if the block succeeds.

    If the block raises, `target` stays as it was. Raises OSError if the rename fails.
    """
    temporary = _beside(target)
    try:
        yield temporary
        put_in_place(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    """Return a temporary path beside `target`; remove those that killed processes left."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        number = left.name.split(".")[-2]
        if number.isdigit() and not _is_alive(int(number)):
            left.unlink(missing_ok=True)
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to another user
        return True
    return True
