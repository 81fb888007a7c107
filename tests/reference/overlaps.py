"""People who are attributed to one event and counted in another (section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.record.definition import MEASURES, MONEY_MEASURES

from .curation import Raw
from .figures import group_of, number
from .record import FOREIGN, UNKNOWN

ZERO = Decimal(0)
EventGroup = tuple[str, str]
RowShare = tuple[str, str, Decimal]  # nationality, event that counts them, persons


@dataclass(frozen=True)
class Overlap:
    """So many people of an event, or all (`persons` None), are counted in another one."""

    event_id: str
    measure_group: str
    counted_in: str
    persons: Decimal | None


@dataclass(frozen=True)
class Taken:
    """What the overlaps of one event and group take, and by how much one is too large."""

    shares: list[RowShare]
    too_large: list[tuple[str, Decimal]]


def parsed_overlaps(
    rows: Iterable[Raw], merges: Mapping[str, str], known_events: Iterable[str]
) -> dict[EventGroup, list[Overlap]]:
    """Overlaps by event and group, in the order in which they take.

    Raises ValueError where an event or a group is unknown, or a chain comes back to its beginning.
    """
    known = set(known_events)
    overlaps: dict[EventGroup, list[Overlap]] = defaultdict(list)
    for row in rows:
        overlap = Overlap(
            event_id=merges.get(row["event_id"], row["event_id"]),
            measure_group=row["measure_group"],
            counted_in=merges.get(row["counted_in_event_id"], row["counted_in_event_id"]),
            persons=number(row["persons"]) if row["persons"] else None,
        )
        for event_id in (overlap.event_id, overlap.counted_in):
            if event_id not in known:
                raise ValueError(f"overlap of an unknown event: {event_id}")
        if not _is_group(overlap.measure_group):
            raise ValueError(f"overlap of an unknown group: {overlap.measure_group}")
        overlaps[overlap.event_id, overlap.measure_group].append(overlap)
    for of_event in overlaps.values():
        of_event.sort(key=lambda o: (o.persons is None, o.counted_in))
    for start in overlaps:
        _refuse_cycle(start, overlaps)
    return overlaps


def _is_group(measure_group: str) -> bool:
    measure, _, unit = measure_group.rpartition("_")
    if measure in MONEY_MEASURES:
        return len(unit) in (3, 4) and unit.isascii() and unit.isalpha() and unit.isupper()
    return measure_group in {group_of(m, "") for m in MEASURES if m not in MONEY_MEASURES}


def _refuse_cycle(start: EventGroup, overlaps: Mapping[EventGroup, Sequence[Overlap]]) -> None:
    waiting = [overlap.counted_in for overlap in overlaps[start]]
    seen: set[str] = set()
    while waiting:
        event_id = waiting.pop()
        if event_id == start[0]:
            raise ValueError(f"cycle of overlaps: {event_id}")
        if event_id not in seen:
            seen.add(event_id)
            waiting += [o.counted_in for o in overlaps.get((event_id, start[1]), ())]


def taken(attributed: Mapping[str, Decimal], overlaps: Iterable[Overlap]) -> Taken:
    """Take the overlaps of one event and group from its rows, given by nationality."""
    left = dict(attributed)
    order = sorted(left, key=lambda n: (n != UNKNOWN, n != FOREIGN, -left[n], n))
    result = Taken([], [])
    for overlap in overlaps:
        wanted = sum(left.values(), ZERO) if overlap.persons is None else overlap.persons
        for nationality in order:
            share = min(wanted, left[nationality])
            left[nationality] -= share
            wanted -= share
            if share > 0:
                result.shares.append((nationality, overlap.counted_in, share))
        if wanted > 0:
            result.too_large.append((overlap.counted_in, wanted))
    return result
