"""Give a file a second name, safe from crashes."""

from __future__ import annotations

import os
from pathlib import Path

from ingest.whole_files import sync


def link_over(source: Path, target: Path, build_id: str) -> None:
    """Give a file a second name, in place of the file that has it; safe from crashes."""
    folder = target.parent
    if not folder.is_dir():
        folder.mkdir(parents=True)
        sync(folder.parent)
    for left in folder.glob(".*.new"):  # what a crash left
        left.unlink()
    new = folder / f".{build_id}.new"
    os.link(source, new)
    try:
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)  # two names of one file: then a rename does nothing
    sync(folder)
