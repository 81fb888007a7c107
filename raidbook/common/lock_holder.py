"""Who holds a lock: the process writes itself into the lock's file."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TextIO


def write_holder(stream: TextIO) -> None:
    """Write this process into the lock's file, which it has locked."""
    stream.seek(0)
    stream.truncate()
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    stream.write(json.dumps({"pid": os.getpid(), "since": since}))
    stream.flush()


def read_holder(stream: TextIO) -> str:
    """Return in words who holds the lock. The file may hold anything."""
    try:
        stream.seek(0)
        holder = json.loads(stream.read(1000))
        return f"process {int(holder['pid'])} since {holder['since']:.19} UTC"
    except (ValueError, KeyError, TypeError, RecursionError):
        return "another process"
