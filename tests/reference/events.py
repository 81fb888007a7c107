"""The event itself (section 4) and the shape of the tree (section 6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .model import EventRow, Record, SuspicionRow

PRECISIONS = ("day", "range", "month", "year")
MOST_DEPTH = 5
UNKNOWN_COUNTRY = "ZZ"


def event_rows(records: Sequence[Record]) -> tuple[list[EventRow], list[SuspicionRow]]:
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
    return placed, tree.suspicions


def _event(event_id: str, all_records: Sequence[Record]) -> EventRow:
    part = [r for r in all_records if r.takes_part]
    read = part or all_records
    kind = _most_frequent(read, lambda r: r.event_kind)
    dates = min(read, key=lambda r: (PRECISIONS.index(r.date_precision), r.tie))
    start, end = dates.event_start, dates.event_end
    if kind == "campaign":
        start, end = day_named(event_id), max(r.event_end for r in read)
    places = frozenset[tuple[str, str]]().union(*(r.places for r in read))
    cities = frozenset(place for place in places if place[0] == "city")
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
        country_code=_most_frequent(read, lambda r: r.country),
        places=cities or places,
        report_count=len({r.source_url for r in read}),
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
        places=frozenset(),
        report_count=0,
        publisher_count=0,
        first_reported_on=None,
        last_reported_on=None,
        takes_part=False,
    )


def day_named(event_id: str) -> date:
    """The day in `<iso2>-<yyyy-mm-dd>-<slug>`."""
    return date.fromisoformat(event_id[3:13])


def _most_frequent(records: Sequence[Record], of: Callable[[Record], str]) -> str:
    times = Counter(of(r) for r in records)
    return of(min(records, key=lambda r: (-times[of(r)], r.tie)))


def _latest_link(
    event_id: str, records: Iterable[Record], of: Callable[[Record], str]
) -> str | None:
    naming = [r for r in records if of(r) not in ("", event_id)]
    if not naming:
        return None
    return of(min(naming, key=lambda r: (-r.day.toordinal(), r.tie)))


@dataclass(frozen=True)
class Tree:
    """Who hangs under whom after cycles and depth were dealt with (section 6)."""

    parent: dict[str, str | None]
    root: dict[str, str]
    depth: dict[str, int]
    suspicions: list[SuspicionRow]


def shape(links: dict[str, str | None], event_ids: Iterable[str]) -> Tree:
    """Ignore every link of a cycle; then cut where depth would reach five."""
    parent = {event_id: links.get(event_id) for event_id in event_ids}
    suspicions = []
    for event_id in [e for e in parent if _is_on_cycle(e, parent)]:
        suspicions.append((event_id, "cycle"))
    ignored = {event_id: parent[event_id] for event_id, _ in suspicions}
    parent.update(dict.fromkeys(ignored))
    root: dict[str, str] = {}
    depth: dict[str, int] = {}
    for start in parent:
        path = []
        event: str | None = start
        while event is not None and event not in depth:
            path.append(event)
            event = parent[event]
        for below in reversed(path):
            above = parent[below]
            if above is not None and depth[above] + 1 == MOST_DEPTH:
                ignored[below], above = above, None
                suspicions.append((below, "depth"))
            depth[below] = 0 if above is None else depth[above] + 1
            root[below] = below if above is None else root[above]
    parent.update(dict.fromkeys(ignored))
    rows = [SuspicionRow(event_id, str(ignored[event_id]), why) for event_id, why in suspicions]
    return Tree(parent, root, depth, rows)


def _is_on_cycle(event_id: str, parent: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    above = parent[event_id]
    while above is not None and above not in seen:
        if above == event_id:
            return True
        seen.add(above)
        above = parent[above]
    return False
