"""What reading one delivered file may take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ReadingLimits:
    """What reading one delivered file may take.

    `seconds` of CPU time are for a small file; each megabyte of a file adds one.
    """

    memory_mb: int
    seconds: int
    disk_mb: int

    def seconds_for(self, path: Path) -> int:
        """Return the seconds for one file."""
        return self.seconds + path.stat().st_size // 1_000_000
