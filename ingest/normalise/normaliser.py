"""Where people's words for countries and places are looked up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Normaliser:
    """The folders of the names that typed cells are compared with.

    `seeds` has the names that were decided, `cache_dir` the reference data.
    """

    cache_dir: Path
    seeds: Path
