"""The records that ship with the project: CSV files that are landed like any delivery."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest import landing
from ingest.landing import Delivery


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


class Undelivered(NamedTuple):
    """A shipped file whose content isn't the newest delivery of that file."""

    path: Path
    origin: str  # its path in the project
    sha256: str
    is_known: bool  # its content was landed before, and another one since: it was reverted


def undelivered(root: Path, known: list[Delivery]) -> list[Undelivered]:
    """Return the shipped files that a build lands, given the deliveries so far."""
    found = []
    for path in shipped_files(root):
        sha256, origin = landing.digest(path), origin_of(root, path)
        # Deliveries from before the origin was recorded have only a name.
        own = [
            d for d in known if d.origin == origin or (d.origin, d.file_name) == (None, path.name)
        ]
        is_known = any(delivery.sha256 == sha256 for delivery in known)
        if own[-1].sha256 != sha256 if own else not is_known:
            found.append(Undelivered(path, origin, sha256, is_known))
    return found


def origin_of(root: Path, path: Path) -> str:
    """Return the path in the project of a file that ships with it; an empty text for any other."""
    path = path.absolute()
    return path.relative_to(root).as_posix() if path in shipped_files(root) else ""
