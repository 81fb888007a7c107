"""What goes wrong on the way in, as sentences for the person who delivered the file."""

from __future__ import annotations

import errno


class RefusedError(Exception):
    """A whole file that can't be read as records: the text says which, where and what to do."""


def is_of_the_disk(error: BaseException) -> bool:
    """Say whether an error comes from the system, and not from bytes that make no sense.

    Libraries raise OSError for both; a damaged file's offsets lead to an invalid argument.
    """
    return isinstance(error, OSError) and error.errno not in (None, 0, errno.EINVAL)
