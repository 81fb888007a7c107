"""The shape of the tree (section 6): who hangs under whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .model import EventRow, IgnoredLinkRow

MAX_DEPTH = 5


@dataclass
class Forest:
    """Events by id, with their children in the cut tree."""

    events: Mapping[str, EventRow]
    children: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for event in self.events.values():
            if event.tree_parent_id is not None:
                self.children.setdefault(event.tree_parent_id, []).append(event.event_id)

    def children_of(self, event_id: str) -> list[str]:
        """The events right below."""
        return self.children.get(event_id, [])

    def descendants(self, event_id: str) -> list[str]:
        """Every event below, in no particular order."""
        found: list[str] = []
        waiting = list(self.children_of(event_id))
        while waiting:
            below = waiting.pop()
            found.append(below)
            waiting.extend(self.children_of(below))
        return found

    def upwards(self, event_id: str) -> list[str]:
        """The event itself, its parent, and so on to the root."""
        path: list[str] = []
        event: str | None = event_id
        while event is not None:
            path.append(event)
            event = self.events[event].tree_parent_id
        return path

    def is_in_tree_of(self, event_id: str, ancestor: str) -> bool:
        """The event is that ancestor, or lies below it; an event that nobody knows does not."""
        return event_id in self.events and ancestor in self.upwards(event_id)


@dataclass(frozen=True)
class Shape:
    """Parent, root and depth of each event after cycles and depth were dealt with."""

    parent: dict[str, str | None]
    root: dict[str, str]
    depth: dict[str, int]
    ignored: list[IgnoredLinkRow]


def shape(links: Mapping[str, str | None], event_ids: Iterable[str]) -> Shape:
    """Ignore every link of a cycle; then cut where depth would reach five."""
    parent = {event_id: links.get(event_id) for event_id in event_ids}
    ignored: dict[str, IgnoredLinkRow] = {}
    for event_id, above in parent.items():
        if above is not None and _is_on_cycle(event_id, parent):
            ignored[event_id] = IgnoredLinkRow(event_id, above, "cycle")
    parent.update(dict.fromkeys(ignored))
    children: dict[str | None, list[str]] = defaultdict(list)
    for event_id, above in parent.items():
        children[above].append(event_id)
    root: dict[str, str] = {}
    depth: dict[str, int] = {}
    waiting = [(event_id, event_id, 0) for event_id in children[None]]
    while waiting:
        event_id, top, level = waiting.pop()
        above = parent[event_id]
        if above is not None and level == MAX_DEPTH:
            ignored[event_id] = IgnoredLinkRow(event_id, above, "depth")
            parent[event_id], top, level = None, event_id, 0
        root[event_id], depth[event_id] = top, level
        waiting += [(below, top, level + 1) for below in children[event_id]]
    return Shape(parent, root, depth, list(ignored.values()))


def _is_on_cycle(event_id: str, parent: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    above = parent[event_id]
    while above is not None and above not in seen:
        if above == event_id:
            return True
        seen.add(above)
        above = parent[above]
    return False
