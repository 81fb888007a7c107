"""Folders that Raidbook makes and removes carry a mark; no other folder is ever removed."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from ingest.errors import RaidbookError

MARK = ".made-by-raidbook"


def is_marked(folder: Path) -> bool:
    """Say whether a folder is one of ours; a link to one is not."""
    return not folder.is_symlink() and (folder / MARK).is_file()


def make_marked(folder: Path) -> None:
    """Make an empty folder of ours in place of an earlier one.

    Raises RaidbookError where a person's folder or file stands there.
    """
    remove_marked(folder)
    if folder.is_symlink() or (folder.exists() and not _is_empty(folder)):
        raise RaidbookError(
            f"{folder} holds something that Raidbook has not made. Move it away, or set "
            "RAIDBOOK_VAR to a folder of Raidbook's own."
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()


def remove_marked(folder: Path) -> None:
    """Remove a folder of ours, and leave any other.

    The mark goes last: what a killed process leaves is marked, or empty.
    """
    if not is_marked(folder):
        return
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != MARK:
                path.unlink()
        (folder / MARK).unlink()
        folder.rmdir()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())
