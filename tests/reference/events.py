"""The event itself: kind, dates, parent, country (section 4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from .model import EventRow, IgnoredLinkRow
from .places import NOWHERE, own_place, weighed_places
from .record import Record
from .tree import shape

PRECISIONS = ("day", "range", "month", "year")
UNKNOWN_COUNTRY = "ZZ"


def event_rows(records: Sequence[Record]) -> tuple[list[EventRow], list[IgnoredLinkRow]]:
    """One row per event that a record is about, or names as a parent; and the ignored links."""
    by_event: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_event[record.event_id].append(record)
    rows = {event_id: _event(event_id, of_event) for event_id, of_event in by_event.items()}
    for record in records:
        named = record.parent_event_id
        if named and named not in rows:
            rows[named] = _named_only(named)
    tree = shape({r.event_id: r.parent_event_id for r in rows.values() if r.takes_part}, rows)
    placed = [
        replace(
            row,
            tree_parent_id=tree.parent[event_id],
            root_event_id=tree.root[event_id],
            depth=tree.depth[event_id],
        )
        for event_id, row in rows.items()
    ]
    return placed, tree.ignored


def _event(event_id: str, all_records: Sequence[Record]) -> EventRow:
    """Only records that take part are read; an event that has none is read from all others."""
    part = [r for r in all_records if r.takes_part]
    read = part or all_records
    kind = _most_frequent(read, lambda r: r.event_kind)
    dates = min(read, key=lambda r: (PRECISIONS.index(r.date_precision), r.tie))
    start, end = dates.event_start, dates.event_end
    if kind == "campaign":
        start, end = day_named(event_id), max(r.event_end for r in read)
    places = weighed_places(read, kind)
    return EventRow(
        event_id=event_id,
        event_kind=kind,
        parent_event_id=_latest_link(event_id, read, lambda r: r.parent_event_id),
        tree_parent_id=None,
        root_event_id=event_id,
        follows_event_id=_latest_link(event_id, read, lambda r: r.follows_event_id),
        depth=0,
        event_start=start,
        event_end=end,
        date_precision=dates.date_precision,
        country_code=country_of(read),
        places=places,
        own_place=own_place(places),
        report_count=len({r.report for r in read}),
        publisher_count=len({r.publisher for r in read}),
        first_reported_on=min(r.published_on for r in read),
        last_reported_on=max(r.published_on for r in read),
        takes_part=bool(part),
    )


def _named_only(event_id: str) -> EventRow:
    """An event that exists only as somebody's parent (section 6)."""
    return EventRow(
        event_id=event_id,
        event_kind=None,
        parent_event_id=None,
        tree_parent_id=None,
        root_event_id=event_id,
        follows_event_id=None,
        depth=0,
        event_start=None,
        event_end=None,
        date_precision=None,
        country_code=UNKNOWN_COUNTRY,
        places=NOWHERE,
        own_place=None,
        report_count=0,
        publisher_count=0,
        first_reported_on=None,
        last_reported_on=None,
        takes_part=False,
    )


def day_named(event_id: str) -> date:
    """The day in `<iso2>-<yyyy-mm-dd>-<slug>`."""
    return date.fromisoformat(event_id[3:13])


def country_of(records: Sequence[Record]) -> str:
    """The country of an event, or of an event in a group, by the records of it."""
    return _most_frequent(records, lambda r: r.country)


def _most_frequent(records: Sequence[Record], of: Callable[[Record], str]) -> str:
    times = Counter(of(r) for r in records)
    return of(min(records, key=lambda r: (-times[of(r)], r.tie)))


def _latest_link(
    event_id: str, records: Iterable[Record], of: Callable[[Record], str]
) -> str | None:
    naming = [r for r in records if of(r) not in ("", event_id)]
    return of(min(naming, key=lambda r: r.latest_first)) if naming else None
