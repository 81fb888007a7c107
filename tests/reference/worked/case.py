"""What a case worked out by hand consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..shipped import Raw

WorkedRow = tuple[str, str, str, int, int, int, str]
WorkedTotal = tuple[str, str, int | None, int, int, str]
WorkedConsensus = tuple[str, str, str, int, int, int, str]


@dataclass(frozen=True)
class Case:
    """One or several events, what they show, and what must come out. `records` None: shipped.

    `rows` are all attributed rows of the events named: event, group, nationality, best, low, high,
    and those of open, disputed, residual, inherited that are true. The others give what is worth a
    look: `totals` are event, group, T (None: no T), own_total, descendants_total, and every flag
    that is true; `consensus` are event, group, nationality, best, low, high, and those of open and
    disputed that are true, of breakdowns without sex and age group; `not_chosen` says why records
    were not chosen (None: chosen); `counted_elsewhere` are event, group, nationality, persons;
    `countries` event, group, country; `places` event, city and weight ("" is the unknown one);
    `months` event, group, month, weight. The last two are complete for the events they name.
    """

    name: str
    says: str
    rows: tuple[WorkedRow, ...] = ()
    totals: tuple[WorkedTotal, ...] = ()
    consensus: tuple[WorkedConsensus, ...] = ()
    not_chosen: tuple[tuple[Raw, str | None], ...] = ()
    counted_elsewhere: tuple[tuple[str, str, str, int], ...] = ()
    countries: tuple[tuple[str, str, str], ...] = ()
    places: tuple[tuple[str, str, Fraction], ...] = ()
    months: tuple[tuple[str, str, date, Fraction], ...] = ()
    events: tuple[str, ...] = ()
    records: tuple[Raw, ...] | None = None
    event_overlaps: tuple[Raw, ...] = ()

    @property
    def all_events(self) -> frozenset[str]:
        """The events whose rows are given in full, also where there are none."""
        return frozenset(self.events) | {row[0] for row in self.rows}
