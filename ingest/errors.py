"""What goes wrong on the way in, as sentences for the person who delivered the file."""

from __future__ import annotations


class RefusedError(Exception):
    """A whole file that can't be read as records: the text says which, where and what to do."""
