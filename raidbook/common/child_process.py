"""Run a module as a process that ends with the one that started it, even if that one is killed.

`python -m raidbook.common.child_process MODULE MORE…`, with a pipe from the other process as
standard input. The modules are imported at once, so that who needs them later can start this early.
When the pipe brings a line, a JSON object with `words` and `changes` (to the environment), the
first module runs with those words; what it writes must be on the disk when it returns. When the
pipe ends, so does this process: were dbt to outlive a killed build, it would open or lock the file
of the next one.
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
    """Return the lines that the standard input brings, as they come; when it ends, so does this.

    Call it first of all: until then this process outlives the one that started it.
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
    """Import, wait for the words, run."""
    lines = listen()
    gc.disable()  # a tenth of dbt's time goes into looking for garbage, and there are 80 MB of it
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
    # at once: to give all memory back piece by piece would take seconds
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
