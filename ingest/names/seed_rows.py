"""Read the rows of a seed, and the mark that seeds use for an empty cell."""

from __future__ import annotations

import csv
from pathlib import Path

EMPTY = "-"  # an empty text cell of a seed


def read_seed(path: Path) -> list[dict[str, str]]:
    """Return the rows of a seed, cells as text. Raises OSError if there is no such file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
