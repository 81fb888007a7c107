"""The exit codes of all commands, and the errors that lead to them."""

from __future__ import annotations

from enum import IntEnum

from ingest.errors import RaidbookError, RefusedError, WrongUseError


class ExitCode(IntEnum):
    """The exit code of a command. make turns every failure into 2."""

    DONE = 0
    REFUSED = 1  # data was refused: it failed a check, or can't be read
    WRONG_USE = 2  # the request makes no sense, or names something that does not exist
    BROKEN = 3  # the command could not run


def exit_code_of(error: RaidbookError) -> ExitCode:
    """Return the exit code for `error`."""
    if isinstance(error, RefusedError):
        return ExitCode.REFUSED
    return ExitCode.WRONG_USE if isinstance(error, WrongUseError) else ExitCode.BROKEN
