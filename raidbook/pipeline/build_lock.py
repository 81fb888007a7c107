"""The build lock: one build at a time. The lock ends with its holder, and names it."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import RaidbookError


@contextmanager
def build_lock(var: Path) -> Iterator[None]:
    """Hold the build lock of this folder. Raises RaidbookError if another process holds it.

    The kernel releases the lock when its holder ends, however it ends.
    """
    var.mkdir(parents=True, exist_ok=True)
    with (var / "build.lock").open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            try:
                holder = json.loads(stream.read())
                who = f"process {holder['pid']} since {holder['since']} UTC"
            except (ValueError, KeyError):
                who = "another process"
            raise RaidbookError(
                f"A build is running: {who} holds the lock. Try again when it has ended."
            ) from None
        stream.seek(0)
        stream.truncate()
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        stream.write(json.dumps({"pid": os.getpid(), "since": since}))
        stream.flush()
        yield
