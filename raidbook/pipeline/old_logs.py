"""Remove old logs: dbt's output of as many builds is kept as builds, and the log is cut by size."""

from __future__ import annotations

import contextlib
import re

from raidbook.settings import Settings

OF_A_BUILD = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}\.log")
MAX_BYTES = 20_000_000  # of the log; an earlier one of this size stays beside it


def prune_logs(settings: Settings) -> None:
    """Remove what is too old. A file that can't be removed stays."""
    folder = settings.logs / "dbt"
    found = [path for path in folder.glob("*.log") if OF_A_BUILD.fullmatch(path.name)]
    with contextlib.suppress(OSError):
        found.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in found[: -settings.builds_kept]:
            path.unlink(missing_ok=True)
        log = settings.logs / "raidbook.jsonl"
        if log.is_file() and log.stat().st_size > MAX_BYTES:
            log.replace(log.with_suffix(".1.jsonl"))
