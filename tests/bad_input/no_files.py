"""Paths that are not files: links, a pipe, a device."""

from __future__ import annotations

import os
from pathlib import Path

from bad_input.making import Bad, keeping

BAD: Bad = {}
bad = keeping(BAD)


@bad("there is no such file")
def link_to_nothing(folder: Path) -> Path:
    (folder / "dangling.csv").symlink_to(folder / "gone.csv")
    return folder / "dangling.csv"


@bad("loop.csv", "the symbolic link leads back to itself")
def link_to_itself(folder: Path) -> Path:
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    return folder / "loop.csv"


@bad("a device or a pipe")
def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


@bad("a device or a pipe")
def link_to_a_device(folder: Path) -> Path:
    (folder / "zero.csv").symlink_to(os.devnull)
    return folder / "zero.csv"
