"""Log each step as one line on the console and as one JSON line in `var/logs/raidbook.jsonl`."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ingest.readers.cell_text import visible


def is_interrupted(error: Exception) -> bool:
    """Return whether a signal interrupted a query. DuckDB then raises a RuntimeError."""
    return isinstance(error, RuntimeError) and str(error) == "Query interrupted"


class JsonFormatter(logging.Formatter):
    """Format a record as a JSON object: time, step, text, facts, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "step": record.__dict__["step"],
            "text": record.getMessage(),
            **record.__dict__["facts"],
        }
        if record.levelno >= logging.ERROR:
            line["failed"] = True
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class AppendingHandler(logging.Handler):
    """Append each record to a file, opened for it alone: a build moves old logs away."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line. A failure to log must not stop the work."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(self.format(record) + "\n")
        except OSError:
            pass


class Log:
    """The log of one run. `step` times a block and writes one line when it ends.

    Texts may hold delivered text: what can't be seen in them is made visible.
    """

    def __init__(self, folder: Path, *, is_quiet: bool = False) -> None:
        self.path = folder / "raidbook.jsonl"
        self.is_quiet = is_quiet
        self.failures: list[str] = []  # the lines that `fail` wrote, for the hook
        handler = AppendingHandler(self.path)
        handler.setFormatter(JsonFormatter())
        self._logger = logging.Logger("raidbook")  # for this folder alone, so not a global one
        self._logger.addHandler(handler)

    def write(self, step: str, text: str, **facts: object) -> None:
        """Write one line to the console and one to the file."""
        text = visible(text)
        if not self.is_quiet:
            print(f"{step:<9} {text}", flush=True)
        self._logger.info("%s", text, extra={"step": step, "facts": facts})

    def fail(self, step: str, text: str, **facts: object) -> None:
        """Write one line to standard error and one to the file."""
        text = visible(text)
        print(f"{step:<9} {text}", file=sys.stderr, flush=True)
        self.failures.append(f"{step:<9} {text}")
        self._logger.error("%s", text, extra={"step": step, "facts": facts})

    def trace(self, error: Exception) -> None:
        """Write the traceback of an error to the file only."""
        extra: dict[str, object] = {"step": "error", "facts": {}}
        self._logger.error("%s", error, exc_info=error, extra=extra)

    @contextmanager
    def step(self, step: str) -> Iterator[list[str]]:
        """Time a step. The caller appends the text of its line to the list that this yields."""
        began = time.monotonic()
        words: list[str] = []
        yield words
        seconds = round(time.monotonic() - began, 1)
        self.write(step, f"{' '.join(words)} ({seconds} s)", seconds=seconds)
