"""The tree of one group: what each count holds of its descendants (section 6).

A count is of a day: that of a running total, or today (None). `seen_by` is the ancestor for
which persons are summed: those counted in it or below it do not count for it a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from .allocation import allocate
from .amounts import NONE, ZERO, Amount, Amounts, Given, made, summed, total_of
from .overlaps import Overlap
from .own_figures import OwnFigures
from .tree import Forest

Day = date | None
OwnBy = Callable[[str, Day], OwnFigures]


@dataclass(frozen=True)
class Settled:
    """One event in one group: its figures, what they hold of its descendants, and its rows.

    `held_until` is the day up to which its count holds its children, None if it holds them all.
    `nationality` is N where everybody is of N.
    """

    own: OwnFigures
    held_until: Day
    descendants: Amounts
    rows: Sequence[Given]
    is_allocation_capped: bool
    nationality: str | None


@dataclass
class Holding:
    """All events in one group; `own_by` gives an event's own figures from records up to a day."""

    forest: Forest
    own_by: OwnBy
    overlaps: Mapping[str, Sequence[Overlap]]
    _settled: dict[tuple[str, Day], Settled] = field(default_factory=dict)
    _counted: dict[tuple[str, Day, str], Amounts] = field(default_factory=dict)

    def settled(self, event_id: str, day: Day = None) -> Settled:
        """The event with all that is known of it, or by the records up to a day."""
        if (event_id, day) not in self._settled:
            self._settled[event_id, day] = self._settle(event_id, day)
        return self._settled[event_id, day]

    def _settle(self, event_id: str, day: Day) -> Settled:
        own = self.own_by(event_id, day)
        until = own.running_total_as_of or day
        children = self.forest.children_of(event_id)
        held = {child: self._held(child, until, event_id) for child in children}
        nationality = own.only_nation
        if total_of(summed(held.values())).best > own.own_total:
            nationality = None
        descendants = summed(
            self._made(nationality, child, until, of_child) for child, of_child in held.items()
        )
        allocation = allocate(own, descendants, self.overlaps.get(event_id, ()))
        return Settled(own, until, descendants, allocation.rows, allocation.is_capped, nationality)

    def counted(self, event_id: str, seen_by: str, day: Day = None) -> Amounts:
        """What the event and its descendants count, in the end or by a day."""
        key = (event_id, day, seen_by)
        if key not in self._counted:
            self._counted[key] = self._count(event_id, day, seen_by)
        return self._counted[key]

    def _count(self, event_id: str, day: Day, seen_by: str) -> Amounts:
        event = self.settled(event_id, day)
        own_rows = [{row.nationality: self._seen(row, seen_by)} for row in event.rows]
        of_children = [
            self._made(event.nationality, child, event.held_until, self._held(child, day, seen_by))
            for child in self.forest.children_of(event_id)
        ]
        return summed([*own_rows, *of_children])

    def all_below(self, event_id: str) -> Amounts:
        """What the descendants of an event count in the end, with the nationality it gives them."""
        event = self.settled(event_id)
        return summed(
            self._made(event.nationality, child, event.held_until, self.counted(child, event_id))
            for child in self.forest.children_of(event_id)
        )

    def _made(self, nationality: str | None, child: str, until: Day, amounts: Amounts) -> Amounts:
        """What is counted of a child, with the nationality that the count above gives it."""
        return made(amounts, nationality if self.is_held_entirely(child, until) else None)

    def nationality_from_above(self, event_id: str) -> str | None:
        """The nationality that the nearest ancestor says everybody here has."""
        path = self.forest.upwards(event_id)
        for child, ancestor in pairwise(path):
            above = self.settled(ancestor)
            if above.nationality and self.is_held_entirely(child, above.held_until):
                return above.nationality
        return None

    def is_held_entirely(self, child: str, until: Day) -> bool:
        """A count of that day holds all that the child and its descendants ever count."""
        if until is None:
            return True
        event = self.forest.events[child]
        if not event.takes_part or event.event_start is None or event.event_end is None:
            return False
        has_ended = event.event_kind != "campaign" or event.event_end <= until
        return event.event_start <= until and has_ended

    def _starts_after(self, child: str, until: Day) -> bool:
        event = self.forest.events[child]
        if until is None or not event.takes_part or event.event_start is None:
            return False
        return event.event_start > until

    def _held(self, child: str, until: Day, seen_by: str) -> Amounts:
        """What a count of that day holds of a child: nothing, all, or what it had by then."""
        if self._starts_after(child, until):
            return {}
        in_the_end = self.counted(child, seen_by)
        if self.is_held_entirely(child, until):
            return in_the_end
        by_then = self.counted(child, seen_by, until)
        return {n: _at_most(by_then.get(n, NONE), most) for n, most in in_the_end.items()}

    def _seen(self, row: Given, seen_by: str) -> Amount:
        """A row as an ancestor counts it: less those who are counted in its own tree."""
        here = [
            persons
            for event_id, persons in row.counted_in.items()
            if self.forest.is_in_tree_of(event_id, seen_by)
        ]
        return row.amount.less(sum(here, ZERO))


def _at_most(by_then: Amount, in_the_end: Amount) -> Amount:
    """By nationality never more than in the end; the high is that of the end."""
    low, best, high = in_the_end
    return Amount(min(by_then.low, low), min(by_then.best, best), high)
