"""`var/builds.jsonl`: one JSON object for each build that ended, including failed ones."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any


def past_builds(log: Path) -> list[dict[str, Any]]:
    """Return the builds that ended, oldest first; skip lines that aren't the record of a build.

    A crash may have cut it off.
    """
    if not log.is_file():
        return []
    found = []
    # The cut may be within a character, and a line may contain U+2028: only \n ends a line.
    for line in log.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            build = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if _is_build(build):
            found.append(build)
    return found


def _is_build(build: Any) -> bool:
    """Return whether a line is the record of a build, in the form that readers rely on."""
    if not isinstance(build, dict) or not isinstance(build.get("build_id"), str):
        return False
    try:
        datetime.fromisoformat(build["started_at"])
    except (KeyError, TypeError, ValueError):
        return False
    if not all(isinstance(build.get(name) or 0, int | float) for name in ("records", "seconds")):
        return False
    checks = build.get("checks", [])
    return isinstance(checks, list) and all(
        isinstance(check, dict) and isinstance(check.get("name"), str) for check in checks
    )


def keep_build(log: Path, build: dict[str, Any]) -> None:
    """Append one build to the log, on disk before this returns, after ending a cut-off line."""
    log.parent.mkdir(parents=True, exist_ok=True)
    is_open = log.is_file() and log.read_bytes()[-1:] not in (b"\n", b"")
    with log.open("a", encoding="utf-8") as stream:
        stream.write("\n" if is_open else "")
        stream.write(json.dumps(build, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
