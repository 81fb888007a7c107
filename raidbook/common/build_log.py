"""`var/builds.jsonl`: one JSON object for each build that ended, failed ones too."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def past_builds(log: Path) -> list[dict[str, Any]]:
    """Return the builds that ended, oldest first; a line cut off by a crash is passed over."""
    if not log.is_file():
        return []
    found = []
    # the cut may fall within a character, and a line may hold U+2028: only \n ends one
    for line in log.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def keep_build(log: Path, build: dict[str, Any]) -> None:
    """Append one build to the log, on disk before this returns; end a line that was cut off."""
    log.parent.mkdir(parents=True, exist_ok=True)
    is_open = log.is_file() and log.read_bytes()[-1:] not in (b"\n", b"")
    with log.open("a", encoding="utf-8") as stream:
        stream.write("\n" if is_open else "")
        stream.write(json.dumps(build, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
