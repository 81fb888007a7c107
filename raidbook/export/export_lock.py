"""One export at a time: another one waits, and says for whom."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path


@contextmanager
def export_lock(var: Path) -> Iterator[None]:
    """Hold the lock of the exports of this folder; wait for whoever holds it. Raises OSError.

    The kernel lets the lock go when its holder ends, however it ends: a dead holder blocks nobody.
    """
    var.mkdir(parents=True, exist_ok=True)
    with (var / "export.lock").open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            who = _holder(stream.read())
            print(f"An export is under way: waiting for {who}.", file=sys.stderr)
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        stream.truncate()
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        stream.write(json.dumps({"pid": os.getpid(), "since": since}))
        stream.flush()
        yield


def _holder(text: str) -> str:
    try:
        holder = json.loads(text)
        return f"process {int(holder['pid'])}, which began at {holder['since']:.19} UTC"
    except (ValueError, KeyError, TypeError):
        return "another process"
