"""Run a module as a process that ends with its parent, even if the parent is killed.

Start it as `python -m raidbook.common.child_process MODULE MORE…`, with a pipe as standard input.
The modules are imported at once, so that a caller can start the process before it needs it. The
pipe then brings one line, a JSON object with `words` (arguments) and `changes` (to the
environment), and the first module runs with them. It must have written its files when it returns.
When the pipe closes, this process ends: if dbt outlived a killed build, it would open or lock the
file of the next one.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import sys
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


def main(modules: list[str]) -> None:
    """Import the modules, wait for the line, and run the first module."""
    lines = listen()
    gc.disable()  # garbage collection takes a tenth of dbt's time and frees only 80 MB
    for module in modules:
        importlib.import_module(module)
    given = json.loads(lines.get())
    os.environ.update(given["changes"])
    sys.argv = [modules[0], *given["words"]]
    code = 0
    try:
        runpy.run_module(modules[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    # Exit without cleaning up: to free all memory piece by piece takes seconds.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
