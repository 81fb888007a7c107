"""All records of a day by event and group, and the figures that follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from .breakdowns import used_running_totals
from .events import country_of
from .holding import Day, Holding
from .months import Weights, by_growth, evenly
from .overlaps import EventGroup, Overlap
from .own_figures import (
    SITES,
    OwnFigures,
    assumed_site,
    figures_of_running_totals,
    own_figures,
)
from .record import Record
from .tree import Forest


@dataclass
class World:
    """What is known on a day; only records that take part are kept by event and group."""

    forest: Forest
    records: Sequence[Record]
    overlaps: Mapping[EventGroup, Sequence[Overlap]]
    of_event: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    of_group: dict[EventGroup, list[Record]] = field(default_factory=lambda: defaultdict(list))
    assumed: set[EventGroup] = field(default_factory=set)

    def __post_init__(self) -> None:
        for record in self.records:
            if record.takes_part:
                self.of_event[record.event_id].append(record)
                self.of_group[record.event_id, record.measure_group].append(record)
        for event_id in self.of_event:
            is_raid = self.forest.events[event_id].event_kind == "raid"
            if is_raid and (event_id, SITES) not in self.of_group:
                self.assumed.add((event_id, SITES))

    @property
    def with_figures(self) -> set[EventGroup]:
        """Every event and group that has records that take part, or an assumed site."""
        return {*self.of_group, *self.assumed}

    def country(self, key: EventGroup) -> str:
        """The country of an event in a group (section 4)."""
        if key in self.of_group:
            return country_of(self.of_group[key])
        return self.forest.events[key[0]].country_code

    def own_by(self, measure_group: str, event_id: str, day: Day) -> OwnFigures:
        """The figures of an event's records of a group whose day is not after one (None: all)."""
        event, key = self.forest.events[event_id], (event_id, measure_group)
        if key in self.assumed:
            return assumed_site(self.of_event[event_id], self.country(key))
        return own_figures(
            [r for r in self.of_group.get(key, ()) if day is None or r.day <= day],
            measure_group,
            kind=event.event_kind,
            start=event.event_start,
            country=self.country(key),
        )

    def holding(self, measure_group: str) -> Holding:
        """The tree of one group."""
        overlaps = {e: of for (e, group), of in self.overlaps.items() if group == measure_group}
        return Holding(self.forest, partial(self.own_by, measure_group), overlaps)

    def months(self, key: EventGroup, own: OwnFigures) -> Weights:
        """On which months an event weighs in a group (section 4)."""
        event, last = self.forest.events[key[0]], own.running_total_as_of
        assert event.event_start is not None
        assert event.event_end is not None
        if last is None:
            return evenly(event.event_start, event.event_end)
        used = used_running_totals(self.of_group[key], key[1], event.event_kind, event.event_start)
        return by_growth(used, partial(_total_of, key[1], own.country), event.event_start, last)


def _total_of(measure_group: str, country: str, used: Sequence[Record]) -> Decimal:
    return figures_of_running_totals(used, measure_group, country).own_total
