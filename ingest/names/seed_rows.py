"""Rows of a seed, and how a seed writes that a cell says nothing."""

from __future__ import annotations

import csv
from pathlib import Path

EMPTY = "-"  # stands in seeds where a text cell says nothing


def read_seed(path: Path) -> list[dict[str, str]]:
    """Return the rows of a seed, cells as text. Raises OSError where there is no such file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
