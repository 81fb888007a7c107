"""The rows of the facts and of the totals (section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .allocation import too_large
from .amounts import NONE, ZERO, Amount, Given, total_of
from .holding import Holding, Settled
from .model import AttributedRow, DescendantsRow, EventTotalRow, OverlapWarningRow
from .overlaps import Overlap
from .record import FOREIGN, NOT_ISO, UNKNOWN


@dataclass(frozen=True)
class _Row:
    """A row as published: what is given, some of it made one by a nationality from above."""

    nationality: str
    parts: Sequence[Given]
    is_inherited: bool

    def net(self) -> Amount:
        """Persons and bounds, less those that other events count, row by row."""
        return total_of(
            {str(n): part.amount.less(part.counted_elsewhere) for n, part in enumerate(self.parts)}
        )

    def counted_in(self) -> dict[str, Decimal]:
        """How many of them each other event counts."""
        counted: dict[str, Decimal] = {}
        for part in self.parts:
            for event_id, persons in part.counted_in.items():
                counted[event_id] = counted.get(event_id, ZERO) + persons
        return counted


def attributed_rows(
    holding: Holding, event_id: str, measure_group: str, country: str
) -> list[AttributedRow]:
    """The fact rows of an event and group, with the nationality that comes from above."""
    rows = _published(holding.settled(event_id).rows, holding.nationality_from_above(event_id))
    names_one = any(row.nationality not in NOT_ISO for row in rows)
    has_descendants = any(
        holding.settled(below).rows for below in holding.forest.descendants(event_id)
    )
    return [
        AttributedRow(
            event_id=event_id,
            measure_group=measure_group,
            nationality_code=row.nationality,
            persons=row.net().best,
            persons_low=row.net().low,
            persons_high=row.net().high,
            persons_counted_elsewhere=sum(row.counted_in().values(), ZERO),
            is_open_ended=any(part.is_open_ended for part in row.parts),
            is_disputed=any(part.is_disputed for part in row.parts),
            is_residual=(row.nationality in NOT_ISO and names_one) or has_descendants,
            is_nationality_inherited=row.is_inherited,
            country_code=country,
            record_ids=frozenset[str]().union(*(part.record_ids for part in row.parts)),
            counted_in=frozenset(row.counted_in().items()),
        )
        for row in rows
    ]


def _published(rows: Iterable[Given], from_above: str | None) -> list[_Row]:
    parts: dict[str, list[Given]] = {}
    for row in rows:
        becomes = _becomes(row.nationality, from_above)
        parts.setdefault(becomes, []).append(row)
    return [
        _Row(nationality, of, any(part.nationality != nationality for part in of))
        for nationality, of in parts.items()
    ]


def _becomes(nationality: str, from_above: str | None) -> str:
    return from_above if from_above and nationality in (FOREIGN, UNKNOWN) else nationality


def total_row(event_id: str, measure_group: str, settled: Settled) -> EventTotalRow:
    """The row of an event and group with every flag (sections 5 to 7)."""
    own = settled.own
    descendants_total = total_of(settled.descendants).best
    counted_elsewhere = sum((row.counted_elsewhere for row in settled.rows), ZERO)
    attributed = sum((row.amount.best for row in settled.rows), ZERO)
    return EventTotalRow(
        event_id=event_id,
        measure_group=measure_group,
        total=own.total.best if own.total else None,
        total_low=own.total.low if own.total else None,
        total_high=own.total.high if own.total else None,
        nationality_sum=own.nationality_sum,
        own_total=own.own_total,
        running_total_as_of=own.running_total_as_of,
        descendants_total=descendants_total,
        net_total=attributed - counted_elsewhere,
        counted_elsewhere=counted_elsewhere,
        is_total_stated=own.is_total_stated,
        uses_running_total=own.uses_running_total,
        is_sum_of_sexes=own.is_sum_of_sexes,
        is_total_from_parts=own.is_total_from_parts,
        is_site_assumed=own.is_site_assumed,
        has_parts_above_total=own.has_parts_above_total,
        has_descendants_above_total=ZERO < own.own_total < descendants_total,
        is_allocation_capped=settled.is_allocation_capped,
        is_open_ended=own.total is not None and own.total.is_open_ended,
        is_disputed=own.total is not None and own.total.is_disputed,
        report_count=own.report_count,
        publisher_count=own.publisher_count,
    )


def descendants_rows(holding: Holding, event_id: str, measure_group: str) -> list[DescendantsRow]:
    """What the event's count holds of its descendants, beside all that they count."""
    held = holding.settled(event_id).descendants
    everything = holding.all_below(event_id)
    return [
        DescendantsRow(
            event_id=event_id,
            measure_group=measure_group,
            nationality_code=nationality,
            held=held.get(nationality, NONE).best,
            held_low=held.get(nationality, NONE).low,
            held_high=held.get(nationality, NONE).high,
            counted=everything.get(nationality, NONE).best,
        )
        for nationality in sorted(held.keys() | everything.keys())
    ]


def overlap_warnings(
    holding: Holding, event_id: str, measure_group: str, overlaps: Sequence[Overlap]
) -> list[OverlapWarningRow]:
    """Overlaps that are larger than what they are taken from, or than what counts them."""
    settled = holding.settled(event_id)
    found = [
        (counted_in, "more_than_there_is", persons)
        for counted_in, persons in too_large(settled.rows, overlaps)
    ]
    for counted_in in {overlap.counted_in for overlap in overlaps}:
        stated = [o.persons for o in overlaps if o.counted_in == counted_in and o.persons]
        shared = [row.counted_in.get(counted_in, ZERO) for row in settled.rows]
        persons = max(sum(stated, ZERO), sum(shared, ZERO))
        there = _counts(holding, counted_in)
        if persons > there:
            found.append((counted_in, "more_than_counted_there", persons - there))
    return [
        OverlapWarningRow(event_id, measure_group, counted_in, why, persons)
        for counted_in, why, persons in found
    ]


def _counts(holding: Holding, event_id: str) -> Decimal:
    if event_id not in holding.forest.events:
        return ZERO
    settled = holding.settled(event_id)
    return max(settled.own.own_total, total_of(settled.descendants).best)
