"""Choices read off drawn bytes, and the days that random examples are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")
Raw = dict[str, str]

FIRST_DAY = date(2025, 6, 26)  # so that ten days lie in two months
DAYS = 10


class Choices:
    """Choices read off drawn bytes; when they run out, the plainest.

    Byte 0 always means the plainest choice, so that failing examples shrink to plain records.
    """

    def __init__(self, drawn: bytes) -> None:
        self._left = iter(drawn)

    def number(self, below: int) -> int:
        """A whole number from 0 to below - 1."""
        return next(self._left, 0) % below

    def of(self, options: Sequence[T]) -> T:
        """One of the options; the first is the plainest."""
        return options[self.number(len(options))]

    def once_in(self, times: int) -> bool:
        """True about once in so many times; a zero byte is false."""
        return self.number(times) == times - 1


def day(number: int) -> str:
    """The day with this number; it may lie before the first or after the last."""
    return (FIRST_DAY + timedelta(days=number)).isoformat()
