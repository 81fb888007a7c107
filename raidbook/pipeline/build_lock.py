"""One build at a time: a lock that ends with its holder, and that says who holds it."""

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
    """Hold the build lock of this folder. Raises RaidbookError, which says who holds it.

    The kernel lets the lock go when its holder ends, however it ends: a dead holder blocks nobody.
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
            raise RaidbookError(f"A build is under way: {who} holds the lock. Try later.") from None
        stream.seek(0)
        stream.truncate()
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        stream.write(json.dumps({"pid": os.getpid(), "since": since}))
        stream.flush()
        yield
