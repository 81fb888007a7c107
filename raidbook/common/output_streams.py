"""Handle a closed standard output or error, as in `raidbook build | head -1`.

A command that answers a question ends with its reader, as other tools do. A command that does work
continues to its end, and its exit code is that of the work, whether or not anybody reads the
output.
"""

from __future__ import annotations

import io
import signal
import sys
from typing import Any, TextIO


def end_with_reader() -> None:
    """From now on, a write to a closed pipe silently ends this process."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def write_any_text() -> None:
    """From now on, write a character that the output's encoding lacks as its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def outlive_reader() -> None:
    """From now on, drop output that can't be written to standard output or error.

    This includes output to a full disk. References to the old streams must not be used any more.
    """
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    sys.stdout = _kept_open(sys.stdout)
    sys.stderr = _kept_open(sys.stderr)


def _kept_open(stream: TextIO | None) -> Any:
    """Return a stream that drops what can't be written; None if it was closed from the start."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Dropping(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering or stream.write_through,
    )


class _Dropping(io.FileIO):
    """A file that drops what can't be written, without an error."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return len(data)
