"""End a child process with its parent, even if the parent is killed.

The parent gives it a pipe as standard input. When the pipe closes, the child ends: if dbt outlived
a killed build, it would open or lock the file of the next one.
"""

from __future__ import annotations

import os
import threading
from queue import SimpleQueue

from raidbook.common.exit_codes import ExitCode


def listen() -> SimpleQueue[str]:
    """Return a queue of the lines from standard input; when it closes, end this process.

    Call it first: until then, this process can outlive its parent.
    """
    lines: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    return lines


def _listen(lines: SimpleQueue[str]) -> None:
    heard = b""
    while more := os.read(0, 65536):
        heard += more
        line, end, heard = heard.partition(b"\n") if b"\n" in heard else (b"", b"", heard)
        if end:
            lines.put(line.decode())
    os._exit(ExitCode.BROKEN)
