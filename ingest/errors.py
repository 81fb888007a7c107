"""What goes wrong, as one sentence for the person who can do something about it.

There is one exception, RaidbookError. Its subclasses are those that somebody catches apart: each
has an exit code of its own on the command line (`raidbook.common.exit_codes`).
"""

from __future__ import annotations

import errno


class RaidbookError(Exception):
    """Something can't be done: the text says what, where and what to do. Exit code 3."""


class RefusedError(RaidbookError):
    """Data is refused, such as a file that can't be read as records. Exit code 1."""


class WrongUseError(RaidbookError):
    """What was asked for can't be meant, or does not exist. Exit code 2."""


def is_of_the_disk(error: BaseException) -> bool:
    """Say whether an error comes from the system, and not from bytes that make no sense.

    Libraries raise OSError for both; a damaged file's offsets lead to an invalid argument.
    """
    return isinstance(error, OSError) and error.errno not in (None, 0, errno.EINVAL)


def first_line(error: BaseException) -> str:
    """Return what an error says, without the pages that DuckDB adds."""
    return (str(error).splitlines() or ["no message"])[0]
