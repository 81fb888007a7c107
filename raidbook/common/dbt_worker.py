"""dbt's process: it imports dbt and parses the project early, and then waits for its words.

`python -m raidbook.common.dbt_worker WORDS…`, with a pipe from the other process as standard input,
which it never outlives (`raidbook.common.child_process`). With WORDS, options of dbt, it parses at
once; the environment then has the variables of `dbt_project/profiles.yml` already. When the pipe
brings a line, a JSON object with `words` and `changes` (to the environment), dbt runs with those
words; what it writes must be on the disk when it returns.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import Any

from raidbook.common.child_process import listen


def main(options: list[str]) -> None:
    """Import, parse, wait for the words, run."""
    lines = listen()
    gc.disable()  # a tenth of dbt's time goes into looking for garbage, and there are 80 MB of it
    import dbt.adapters.duckdb
    import dbt.task.build  # noqa: F401 (dbt would import both only when it runs)
    from dbt.cli.main import dbtRunner

    # where this fails there is no manifest: dbt parses again below, and says what is wrong
    manifest: Any = dbtRunner().invoke([*options, "parse"]).result if options else None
    given = json.loads(lines.get())
    os.environ.update(given["changes"])
    ended = dbtRunner(manifest=manifest).invoke(given["words"])
    # at once: to give all memory back piece by piece would take seconds
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if ended.success else 1 if ended.exception is None else 2)


if __name__ == "__main__":
    main(sys.argv[1:])
