"""Log each step as one line on the console and as one JSON line in `var/logs/raidbook.jsonl`."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ingest.readers.cell_text import visible


def is_interrupted(error: Exception) -> bool:
    """Return whether a signal interrupted a query. DuckDB then raises a RuntimeError."""
    return isinstance(error, RuntimeError) and str(error) == "Query interrupted"


class Log:
    """The log of one run. `step` times a block and writes one line when it ends.

    Texts may hold delivered text: what can't be seen in them is made visible.
    """

    def __init__(self, folder: Path, *, is_quiet: bool = False) -> None:
        self.path = folder / "raidbook.jsonl"
        self.is_quiet = is_quiet
        self.failures: list[str] = []  # the lines that `fail` wrote, for the hook

    def write(self, step: str, text: str, **facts: object) -> None:
        """Write one line to the console and one to the file."""
        text = visible(text)
        if not self.is_quiet:
            print(f"{step:<9} {text}", flush=True)
        self._keep(step, text, facts)

    def fail(self, step: str, text: str, **facts: object) -> None:
        """Write one line to standard error and one to the file."""
        text = visible(text)
        print(f"{step:<9} {text}", file=sys.stderr, flush=True)
        self.failures.append(f"{step:<9} {text}")
        self._keep(step, text, facts | {"failed": True})

    def trace(self, error: Exception) -> None:
        """Write the traceback of an error to the file only."""
        words = "".join(traceback.format_exception(error))
        self._keep("error", str(error), {"failed": True, "trace": words})

    def _keep(self, step: str, text: str, facts: dict[str, object]) -> None:
        line = {"at": datetime.now(UTC).isoformat(), "step": step, "text": text, **facts}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        except OSError:
            pass  # a failure to log must not stop the work

    @contextmanager
    def step(self, step: str) -> Iterator[list[str]]:
        """Time a step. The caller appends the text of its line to the list that this yields."""
        began = time.monotonic()
        words: list[str] = []
        yield words
        seconds = round(time.monotonic() - began, 1)
        self.write(step, f"{' '.join(words)} ({seconds} s)", seconds=seconds)
