"""Standard output and error that somebody may stop reading: `raidbook build | head -1`.

A command that answers a question ends with its reader, as other tools do. One that does work goes
on to its end, and its exit code is that of the work: what it told is not what it is for.
"""

from __future__ import annotations

import io
import signal
import sys
from typing import Any, TextIO


def end_with_reader() -> None:
    """From now on, to write what nobody reads ends this process at once, without a word."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def outlive_reader() -> None:
    """From now on, what can't be written to standard output or error is dropped.

    That holds for a full disk, too. Whoever holds the old streams must not write to them any more.
    """
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    sys.stdout = _kept_open(sys.stdout)
    sys.stderr = _kept_open(sys.stderr)


def _kept_open(stream: TextIO | None) -> Any:
    """Return the stream on a file that takes everything; None for one closed from the start."""
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
    """A file that takes also what can't be written, and drops it."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return len(data)
