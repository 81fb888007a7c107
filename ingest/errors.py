"""The exceptions of the project. Each message is one sentence for the person who can act on it.

The base class is RaidbookError. There is a subclass only where callers distinguish it: each has its
exit code on the command line (`raidbook.common.exit_codes`).
"""

from __future__ import annotations

import errno


class RaidbookError(Exception):
    """Something can't be done. The message says what, where and what to do. Exit code 3."""


class RefusedError(RaidbookError):
    """Data is refused, for example a file that can't be read as records. Exit code 1."""


class ReviewFileError(RefusedError):
    """The file is a review: only the rows that a person accepted are records."""


class WrongUseError(RaidbookError):
    """The request is invalid, or names something that does not exist. Exit code 2."""


def is_of_the_disk(error: BaseException) -> bool:
    """Return whether an error comes from the system and not from the bytes of a damaged file.

    Libraries raise OSError for both. The offsets in a damaged file lead to "invalid argument".
    """
    return isinstance(error, OSError) and error.errno not in (None, 0, errno.EINVAL)


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message. DuckDB may add many more."""
    return (str(error).splitlines() or ["no message"])[0]
