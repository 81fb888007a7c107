"""Read the small JSON files that keep the state of the pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_note(path: Path) -> dict[str, Any] | None:
    """Return what a note says; None where there is none, or it was cut off."""
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note
