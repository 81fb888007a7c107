"""Small cases made by hand, for what random records meet too seldom or the reference leaves out.

Each is compared with the reference implementation today and on every day; `asks` say what must
come out where the reference does not tell (places, and what stands beside the sites of a raid).
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
    """Records and judgements, and the rule that they are about."""

    name: str
    example: Example
    asks: tuple[Ask, ...] = ()


RAID, OTHER = "kh-2025-01-02-raid", "kh-2025-01-03-other"
PLACE = """
    select events.place_number is not null, events.has_city,
        (select count(*) from marts.bridge_event_city where event_id = $event),
        (select sum(weight) from marts.bridge_event_city where event_id = $event)
    from intermediate.int_events_today as events where event_id = $event
"""


def record(number: int, value: int = 10, measure: str = "persons_arrested", **cells: str) -> Raw:
    """A record of the raid, of its own report and publisher; `cells` overrides what stands here."""
    event_id = cells.pop("event_id", RAID)
    own = {"source_url": f"https://news.example/{number}", "publisher": f"P{number}"}
    return made_up(number, event_id, measure, value, **(own | cells))


def case(name: str, *versions: Raw, asks: tuple[Ask, ...] = (), **judgements: list[Raw]) -> HandMade:
    """One case of records in order of delivery."""
    return HandMade(name, Example(list(versions), **judgements), asks)


CASES = (
    case(
        "one city, named with and without a province",
        record(1, city="Poipet"),
        record(2, city="poipet "),
        record(3, admin1="Kampot"),
        asks=(Ask("a province does not count beside a city", RAID, PLACE, [(True, True, 1, 1.0)]),),
    ),
    case(
        "two cities and one province",
        record(1, city="Poipet; Bavet"),
        record(2, admin1="Kampot"),
        asks=(Ask("two cities are no city of its own", RAID, PLACE, [(False, True, 1, 1.0)]),),
    ),
    case(
        "one province, and a city that only a denied record names",
        record(1, admin1="Kampot"),
        record(2, city="Bavet", status="denied"),
        asks=(Ask("one province is the place", RAID, PLACE, [(True, False, 1, 1.0)]),),
    ),
    case(
        "no place",
        record(1),
        asks=(Ask("the unknown city has weight 1", RAID, PLACE, [(False, False, 1, 1.0)]),),
    ),
    case(
        "custody beside the sites of a raid",
        record(1, 7, event_end="2025-02-01"),
        record(2, 5, "persons_deported"),
        asks=(
            Ask(
                "an assumed site tells of its seven in custody, and that it ends in another month",
                RAID,
                """select sites, is_assumed, persons_in_custody, spans_months from marts.fct_raids
                where event_id = $event""",
                [(1, True, 7, True)],
            ),
        ),
    ),
)
