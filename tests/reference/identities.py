"""The identities of section 7, for any result; each function yields a sentence per failure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from .figures import is_of_persons
from .model import AttributedRow, EventTotalRow, Result
from .overlaps import EventGroup
from .record import ALL, NOT_ISO
from .tree import Forest

ZERO = Decimal(0)


def broken_identities(result: Result) -> list[str]:
    """Every identity that has to hold on each build, and does not."""
    return [
        *_trees(result),
        *_held_beyond_all(result),
        *_rows(result),
        *_totals_by_row(result),
        *_weights(result),
    ]


class _Rows:
    """The rows of the facts by event and group, and who counts them."""

    def __init__(self, result: Result) -> None:
        self.forest = Forest({event.event_id: event for event in result.events})
        self._of: dict[EventGroup, list[AttributedRow]] = defaultdict(list)
        for row in result.attributed:
            self._of[row.event_id, row.measure_group].append(row)

    def of(self, event_id: str, measure_group: str) -> list[AttributedRow]:
        return self._of.get((event_id, measure_group), [])

    def below(self, event_id: str, measure_group: str) -> list[AttributedRow]:
        below = self.forest.descendants(event_id)
        return [row for event in below for row in self.of(event, measure_group)]

    def counted(self, row: AttributedRow, ancestor: str) -> Decimal:
        """Persons, and those counted in an event outside of the tree of an ancestor."""
        outside = (n for e, n in row.counted_in if not self.forest.is_in_tree_of(e, ancestor))
        return row.persons + sum(outside, ZERO)


def _trees(result: Result) -> Iterator[str]:
    """What an event and its descendants count is what the rules say."""
    rows = _Rows(result)
    for total in result.event_totals:
        event_id, measure_group = total.event_id, total.measure_group
        own_rows = rows.of(event_id, measure_group)
        of_descendants = sum(
            (rows.counted(row, event_id) for row in rows.below(event_id, measure_group)), ZERO
        )
        together = of_descendants + sum((rows.counted(row, event_id) for row in own_rows), ZERO)
        together += _counted_below_itself(rows, total)
        not_held = of_descendants - total.descendants_total
        expected = max(total.own_total, total.descendants_total) + not_held
        if together != expected:
            yield f"{event_id} {measure_group}: counts {together}, not {expected}"
        if not_held < 0:
            yield f"{event_id} {measure_group}: holds {-not_held} more than there are"


def _counted_below_itself(rows: _Rows, total: EventTotalRow) -> Decimal:
    """Persons of the event that its own descendants count: READINGS says why they are added."""
    return sum(
        (
            persons
            for row in rows.of(total.event_id, total.measure_group)
            for event_id, persons in row.counted_in
            if rows.forest.is_in_tree_of(event_id, total.event_id)
        ),
        ZERO,
    )


def _held_beyond_all(result: Result) -> Iterator[str]:
    """Held is never more than all, by nationality; and all is what the facts say."""
    rows = _Rows(result)
    counted: dict[EventGroup, Decimal] = defaultdict(Decimal)
    for row in result.descendants:
        where = f"{row.event_id} {row.measure_group} {row.nationality_code}"
        if row.held > row.counted:
            yield f"{where}: holds {row.held} of {row.counted}"
        if not row.held_low <= row.held <= row.held_high:
            yield f"{where}: {row.held} held is not within its bounds"
        counted[row.event_id, row.measure_group] += row.counted
        if row.nationality_code not in NOT_ISO:
            there = sum(
                rows.counted(fact, row.event_id)
                for fact in rows.below(row.event_id, row.measure_group)
                if fact.nationality_code == row.nationality_code
            )
            if row.counted > there:
                yield f"{where}: descendants count {row.counted}, the facts say {there}"
    for event_id, measure_group in {(t.event_id, t.measure_group) for t in result.event_totals}:
        below = rows.below(event_id, measure_group)
        there = sum((rows.counted(row, event_id) for row in below), ZERO)
        if counted[event_id, measure_group] != there:
            yield f"{event_id} {measure_group}: the facts of the descendants say {there}"


def _rows(result: Result) -> Iterator[str]:
    """No row is negative or out of its bounds, and each has a record behind it."""
    for row in result.attributed:
        where = f"{row.event_id} {row.measure_group} {row.nationality_code}"
        if row.persons + row.persons_counted_elsewhere <= 0:
            yield f"{where}: attributes {row.persons}"
        if not ZERO <= row.persons_low <= row.persons <= row.persons_high:
            yield f"{where}: {row.persons} is not within its bounds"
        if sum(persons for _, persons in row.counted_in) != row.persons_counted_elsewhere:
            yield f"{where}: {row.persons_counted_elsewhere} are counted nowhere"
        if not row.record_ids:
            yield f"{where}: no record stands behind it"


def _totals_by_row(result: Result) -> Iterator[str]:
    """The totals of an event and group are the sums of its rows."""
    rows = _Rows(result)
    for total in result.event_totals:
        of_event = rows.of(total.event_id, total.measure_group)
        net = sum(row.persons for row in of_event)
        elsewhere = sum(row.persons_counted_elsewhere for row in of_event)
        if (net, elsewhere) != (total.net_total, total.counted_elsewhere):
            yield f"{total.event_id} {total.measure_group}: rows sum to {net} and {elsewhere}"


def _weights(result: Result) -> Iterator[str]:
    """Weights by city and by month sum to one."""
    for event in result.events:
        if sum(weight for _, _, weight in event.places) != 1:
            yield f"{event.event_id}: its places do not sum to one"
        if not all(weight > 0 for _, _, weight in event.places):
            yield f"{event.event_id}: a place has no weight"
    by_month: dict[EventGroup, list[Fraction]] = defaultdict(list)
    for month in result.months:
        by_month[month.event_id, month.measure_group].append(month.weight)
        if not 0 < month.weight <= 1:
            yield f"{month.event_id} {month.measure_group} {month.month}: weighs {month.weight}"
    facts = {(row.event_id, row.measure_group) for row in result.attributed}
    for key in {*facts, *by_month} if result.months else ():
        if sum(by_month[key]) != 1:
            yield f"{' '.join(key)}: its months sum to {sum(by_month[key])}"


def lost_nationalities(result: Result) -> list[str]:
    """Each P[N] that is not found again in the event and its descendants, as N."""
    rows = _Rows(result)
    capped = {(t.event_id, t.measure_group) for t in result.event_totals if t.is_allocation_capped}
    lost = []
    for (event_id, measure_group, nationality), stated in _stated_nationalities(result).items():
        both = rows.of(event_id, measure_group) + rows.below(event_id, measure_group)
        found = sum(
            row.persons + row.persons_counted_elsewhere
            for row in both
            if row.nationality_code == nationality
        )
        if found < stated and (event_id, measure_group) not in capped:
            lost.append(f"{event_id} {measure_group} {nationality}: {found} of {stated}")
    return lost


def _stated_nationalities(result: Result) -> dict[tuple[str, str, str], Decimal]:
    """Each P[N], made of sexes where nothing else is stated."""
    plain: dict[tuple[str, str, str], Decimal] = {}
    by_sex: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in result.consensus:
        key = (row.event_id, row.measure_group, row.nationality_code)
        if row.nationality_code in NOT_ISO or not is_of_persons(row.measure_group):
            continue
        if row.age_group == ALL and row.sex == ALL:
            plain[key] = row.best
        elif row.age_group == ALL:
            by_sex[key] += row.best
    return {**by_sex, **plain}
