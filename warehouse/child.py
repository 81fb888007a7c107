"""Run a module as a process that ends with the one that started it, even if that one is killed.

`python -m warehouse.child MODULE WORDS…`, with a pipe from the other process as standard input.
Were dbt to outlive a killed build, it would open or lock the file of the next one.
"""

from __future__ import annotations

import gc
import os
import runpy
import sys
import threading


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(3)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # a tenth of dbt's time goes into looking for garbage, and there are 80 MB of it
    module = sys.argv[1]
    sys.argv = [module, *sys.argv[2:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
