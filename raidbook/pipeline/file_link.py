"""Give a file a second name, safe from crashes."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from ingest.whole_files import sync

# what file systems without hard links answer: FAT, and some that lie on another machine
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK)


def link_over(source: Path, target: Path, build_id: str) -> None:
    """Give a file a second name, in place of the file that has it; safe from crashes.

    Where the file system has no hard links the second name is a copy. Raises OSError.
    """
    folder = target.parent
    if not folder.is_dir():
        folder.mkdir(parents=True)
        sync(folder.parent)
    for left in folder.glob(".*.new"):  # what a crash left
        left.unlink()
    new = folder / f".{build_id}.new"
    try:
        _link_or_copy(source, new)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)  # two names of one file: then a rename does nothing
    sync(folder)


def _link_or_copy(source: Path, new: Path) -> None:
    try:
        os.link(source, new)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(source, new)  # with its permissions: nobody may write it
        sync(new)
