"""What the cases made by hand are made of.

Each case is compared with the reference implementation today and on every day; `asks` say what must
come out where the reference has no answer (places, and what is beside the sites of a raid).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reference.shipped import Raw, made_up
from reference.strategies import Example


@dataclass(frozen=True)
class Ask:
    """A question about one event ($event in the query), and the rows that answer it."""

    says: str
    event_id: str
    query: str
    rows: list[tuple[Any, ...]]

    def of_event(self, suffix: str) -> Ask:
        """The same question where all event ids got a suffix."""
        return replace(self, event_id=self.event_id + suffix)


@dataclass(frozen=True)
class HandMade:
    """Records and curation_decisions, and the rule that they are about."""

    name: str
    example: Example
    asks: tuple[Ask, ...] = ()


RAID = "kh-2025-01-02-raid"
CAMPAIGN = "kh-2025-01-01-campaign"
CHILD, LATE = "kh-2025-01-05-child", "kh-2025-01-07-late"
INNER, ABROAD = "kh-2025-01-02-inner", "kh-2025-01-06-abroad"
PLACE = """
    select city_key = md5('poipet'), city_key = md5('kampot'), weight
    from marts.bridge_event_city where event_id = $event
"""
POIPET, KAMPOT, ELSEWHERE = (True, False), (False, True), (False, False)
OWN_PLACE = """
    select city_key = md5('poipet'), city_key = md5('kampot'), place_precision
    from marts.dim_event where event_id = $event
"""


def record(number: int, value: int = 10, measure: str = "persons_arrested", **cells: str) -> Raw:
    """A record of the raid, of its own report and publisher; `cells` overrides what stands here."""
    event_id = cells.pop("event_id", RAID)
    own = {"source_url": f"https://news.example/{number}", "publisher": f"P{number}"}
    return made_up(number, event_id, measure, value, **(own | cells))


def case(
    name: str, *versions: Raw, asks: tuple[Ask, ...] = (), **curation_decisions: list[Raw]
) -> HandMade:
    """One case of records in order of delivery."""
    return HandMade(name, Example(list(versions), **curation_decisions), asks)


PART = {"counts_as": "part"}
CUMULATIVE = {"event_id": CAMPAIGN, "event_kind": "campaign", "counts_as": "cumulative"}


def child(number: int, value: int, **cells: str) -> Raw:
    """A record of a child of the raid."""
    return record(number, value, event_id=CHILD, **({"parent_event_id": RAID} | cells))


def campaign(number: int, value: int = 10, measure: str = "persons_arrested", **cells: str) -> Raw:
    """A total of the campaign."""
    return of_campaign(number, value, measure, **({"counts_as": "total"} | cells))


def of_campaign(number: int, value: int, measure: str = "persons_arrested", **cells: str) -> Raw:
    """A running total of the campaign."""
    return record(number, value, measure, **(CUMULATIVE | cells))


def overlap(event_id: str, counted_in_event_id: str, persons: str = "") -> Raw:
    """People in custody of one event that another one counts: all, or so many."""
    return {
        "event_id": event_id,
        "measure_group": "custody",
        "counted_in_event_id": counted_in_event_id,
        "persons": persons,
        "decided_on": "2025-02-01",
        "reason": "The same people.",
    }
