"""Link a file under a second name, safe from crashes."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from ingest.whole_files import sync

# The errors of file systems without hard links, such as FAT and some network file systems.
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK)


def link_over(source: Path, target: Path, build_id: str) -> None:
    """Link `source` as `target`, replacing the file of that name; safe from crashes.

    On a file system without hard links, `target` is a copy. Raises OSError.
    """
    folder = target.parent
    if not folder.is_dir():
        folder.mkdir(parents=True)
        sync(folder.parent)
    for left in folder.glob(".*.new"):  # left by a crash
        left.unlink()
    new = folder / f".{build_id}.new"
    try:
        _link_or_copy(source, new)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)  # if both are the same file, rename does nothing
    sync(folder)


def _link_or_copy(source: Path, new: Path) -> None:
    try:
        os.link(source, new)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(source, new)  # with its permissions: the file is read-only
        sync(new)
