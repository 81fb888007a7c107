"""Files that are whole or not there, also after a crash."""

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
    """Give a finished file its name, on disk before this returns: whole, or not at all."""
    sync(temporary)
    temporary.replace(target)
    sync(target.parent)


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield a name beside `target` to write; put that file in place when the block ends well.

    If the block raises, `target` stays as it was. Raises OSError where it can't be put in place.
    """
    temporary = _beside(target)
    try:
        yield temporary
        put_in_place(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    """Return a name beside `target` to write it under; remove what killed processes left there."""
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
    except OSError:  # somebody else's
        return True
    return True
