"""The files that ship with the project, and which of them a build lands."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ingest import landing
from ingest.landing import Delivery
from ingest.sources.source import shipped_files


class Undelivered(NamedTuple):
    """A shipped file whose content isn't the newest delivery of that file."""

    path: Path
    source: str
    origin: str  # its path in the project
    sha256: str
    is_known: bool  # its content was landed before, and another one since: it was reverted


def undelivered(root: Path, known: list[Delivery]) -> list[Undelivered]:
    """Return the shipped files that a build lands, given the deliveries so far."""
    found = []
    for source, path in shipped_files(root):
        sha256, origin = landing.digest(path), origin_of(root, path)
        # Deliveries from before the origin was recorded have only a name.
        own = [
            d for d in known if d.origin == origin or (d.origin, d.file_name) == (None, path.name)
        ]
        is_known = any(delivery.sha256 == sha256 for delivery in known)
        if own[-1].sha256 != sha256 if own else not is_known:
            found.append(Undelivered(path, source.name, origin, sha256, is_known))
    return found


def origin_of(root: Path, path: Path) -> str:
    """Return the path in the project of a file that ships with it; an empty text for any other."""
    path = path.absolute()
    shipped = {shipped for _, shipped in shipped_files(root)}
    return path.relative_to(root).as_posix() if path in shipped else ""
