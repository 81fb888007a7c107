"""Helpers that make malformed files: each kind is a small function that writes one to a folder.

A module keeps its own in BAD, with the words that the sentence must hold; the sentence names the
file, the place and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
from support import GOOD, good

Make = Callable[[Path], Path]
Bad = dict[str, tuple[Make, tuple[str, ...]]]
HEADER = list(GOOD)
HEAD = ",".join(HEADER)


def keeping(kept: Bad) -> Callable[..., Callable[[Make], Make]]:
    """Return a decorator for functions that make a bad file, with words that must be said of it."""

    def bad(*words: str) -> Callable[[Make], Make]:
        def keep(make: Make) -> Make:
            kept[make.__name__] = (make, words)
            return make

        return keep

    return bad


def row(number: int = 1, **changes: str) -> str:
    return ",".join(good(number, **changes)[name] for name in HEADER)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(*rows: str, head: str = HEAD, end: str = "\n") -> str:
    return end.join([head, *rows, ""])


def workbook(folder: Path, name: str, rows: Iterable[Iterable[object]]) -> Path:
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(list(cells))
    book.save(folder / name)
    return folder / name


def cells(number: int = 1, **changes: object) -> list[object]:
    return [(good(number) | changes)[name] for name in HEADER]
