"""The records that ship with the project: CSV files that are landed like any delivery."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Source:
    """The facts about one source, as its YAML file states them."""

    name: str
    title: str
    description: str
    publisher: str
    licence: str
    licence_url: str
    files: str
    ignored_columns: str
    """Patterns of names, separated by blanks. Columns of a delivery with such names are ignored."""


@cache
def source() -> Source:
    """Return the facts about this source."""
    facts = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return Source(**{key: value.strip() for key, value in facts.items()})


def shipped_files(root: Path) -> list[Path]:
    """Return the record files that ship with the project, in the order in which they are landed."""
    return sorted(path for path in root.glob(source().files) if path.is_file())
