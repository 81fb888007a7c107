"""On which months an event and group weighs (section 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from .record import Record

ONE_DAY = timedelta(days=1)
Weights = dict[date, Fraction]  # by the first day of the month


def by_growth(
    used: Sequence[Record],
    total_by: Callable[[Sequence[Record]], Decimal],
    start: date,
    last: date,
) -> Weights:
    """The share by which a running total grew in each month; `last` is D.

    `total_by` gives the total that some of the running totals state.
    """
    grown: Weights = defaultdict(Fraction)
    before, so_far = start - ONE_DAY, Fraction()
    for day in sorted({r.day for r in used if start <= r.day <= last}):
        total = Fraction(total_by([r for r in used if r.day <= day]))
        for month, share in evenly(before + ONE_DAY, day).items():
            grown[month] += share * max(Fraction(), total - so_far)
        before, so_far = day, max(so_far, total)
    if so_far == 0:
        return {last.replace(day=1): Fraction(1)}
    return {month: growth / so_far for month, growth in grown.items() if growth}


def evenly(first: date, last: date) -> Weights:
    """The share of the days from first to last that lie in each month."""
    days = max(1, (last - first).days + 1)
    shares: Weights = {}
    month = first.replace(day=1)
    while month <= max(first, last):
        following = (month + timedelta(days=32)).replace(day=1)
        until = min(max(first, last), following - ONE_DAY)
        shares[month] = Fraction((until - max(first, month)).days + 1, days)
        month = following
    return shares
