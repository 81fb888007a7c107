"""Take a lock that is normally held for moments only, and give up with a message if it isn't freed.

Any process that may read a file can lock it forever.
"""

from __future__ import annotations

import fcntl
import time
from pathlib import Path

from ingest.errors import RaidbookError

SECONDS = 60.0
SECONDS_BETWEEN = 0.05


def take_lock(handle: int, path: Path) -> None:
    """Lock an open file or folder. Raises RaidbookError if it isn't freed within a minute."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise RaidbookError(
                    f"Another process holds the lock of {path} for more than a minute. End it, "
                    f"or find it with `fuser {path}`."
                ) from None
            time.sleep(SECONDS_BETWEEN)
