"""Numbers of persons with their bounds, by nationality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from .record import FOREIGN, UNKNOWN

ZERO = Decimal(0)


class Amount(NamedTuple):
    """A best value with its bounds."""

    low: Decimal
    best: Decimal
    high: Decimal

    def plus(self, other: Amount) -> Amount:
        """The sum, bound by bound."""
        return Amount(self.low + other.low, self.best + other.best, self.high + other.high)

    def less(self, persons: Decimal) -> Amount:
        """So many persons less in all three; the low does not go below zero."""
        return Amount(max(ZERO, self.low - persons), self.best - persons, self.high - persons)


NONE = Amount(ZERO, ZERO, ZERO)
Amounts = Mapping[str, Amount]  # by nationality, `foreign` and `unknown` too


def summed(parts: Iterable[Amounts]) -> dict[str, Amount]:
    """The sum by nationality."""
    total: dict[str, Amount] = {}
    for part in parts:
        for nationality, amount in part.items():
            total[nationality] = total.get(nationality, NONE).plus(amount)
    return total


def total_of(amounts: Amounts) -> Amount:
    """The sum over all nationalities."""
    total = NONE
    for amount in amounts.values():
        total = total.plus(amount)
    return total


def made(amounts: Amounts, nationality: str | None) -> Amounts:
    """`unknown` and `foreign` added to a nationality; nothing changes where that is None."""
    if nationality is None:
        return amounts
    return summed(
        {nationality if n in (FOREIGN, UNKNOWN) else n: amount} for n, amount in amounts.items()
    )


@dataclass(frozen=True)
class Given:
    """What is attributed to an event in one row, before any nationality from above.

    `counted_in` says how many of them each other event counts.
    """

    nationality: str
    amount: Amount
    is_open_ended: bool
    is_disputed: bool
    record_ids: frozenset[str]
    counted_in: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def counted_elsewhere(self) -> Decimal:
        """How many of them other events count."""
        return sum(self.counted_in.values(), ZERO)
