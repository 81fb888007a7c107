"""The exit codes of every command, and which error ends with which."""

from __future__ import annotations

from enum import IntEnum

from ingest.errors import RaidbookError, RefusedError, WrongUseError


class ExitCode(IntEnum):
    """What a command ends with; make turns every failure into 2."""

    DONE = 0
    REFUSED = 1  # data was refused, by a check or because it can't be read
    WRONG_USE = 2  # what was asked for can't be meant
    BROKEN = 3  # it could not run


def exit_code_of(error: RaidbookError) -> ExitCode:
    """Return the exit code of a command that ends with `error`."""
    if isinstance(error, RefusedError):
        return ExitCode.REFUSED
    return ExitCode.WRONG_USE if isinstance(error, WrongUseError) else ExitCode.BROKEN
