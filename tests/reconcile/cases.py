"""Small cases made by hand, for what random records meet too seldom or the reference leaves out.

Each is compared with the reference implementation today and on every day; `asks` say what must
come out where the reference does not tell (places, and what stands beside the sites of a raid).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
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


def of_campaign(number: int, value: int, measure: str = "persons_arrested", **cells: str) -> Raw:
    """A running total of the campaign."""
    return record(number, value, measure, **(CUMULATIVE | cells))


CASES = (
    # section 0
    case(
        "a correction of a later version alone",
        first := record(1, 10),
        first | {"value": "20", "published_on": "2025-01-04"},
        corrections=[
            {"record_id": first["record_id"], "column_name": "value", "was": "20", "becomes": "30"}
        ],
    ),
    # section 3
    case(
        "of two exact figures within the latest, that of the later day, though published earlier",
        record(1, 10, figure_as_of="2025-01-04", published_on="2025-01-05"),
        record(2, 12, figure_as_of="2025-01-03", published_on="2025-01-06"),
        record(3, 5, qualifier="more_than", published_on="2025-01-07"),
    ),
    case(
        "of two exact figures of one day, the one published later, though lower",
        record(1, 12, figure_as_of="2025-01-03", published_on="2025-01-05"),
        record(2, 10, figure_as_of="2025-01-03", published_on="2025-01-06"),
    ),
    case(
        "two equal figures of one report: the more precise, though of an earlier day",
        record(1, 10, source_url="https://news.example/a", figure_as_of="2025-01-02"),
        record(2, 10, source_url="https://news.example/a", figure_as_of="2025-01-03",
               published_on="2025-01-04", qualifier="about"),
    ),
    case(
        "an exact figure on the high of the latest",
        record(1, 11),
        record(2, 10, qualifier="about", published_on="2025-01-04"),
    ),
    case(
        "an exact figure on the low of the latest",
        record(1, 9),
        record(2, 10, qualifier="about", published_on="2025-01-04"),
    ),
    case(
        "running totals of phones of one nationality serve not, so that the part is the total",
        of_campaign(1, 5, "phones_seized", nationality="CN"),
        of_campaign(2, 3, "phones_seized", **PART),
    ),
    # section 4; Poipet and Paoy Paet are one city
    case(
        "one city by two names, and a province",
        record(1, city="Poipet"),
        record(2, city=" Paoy Paet"),
        record(3, admin1="Kampot"),
        asks=(
            Ask("a province does not count beside a city", RAID, PLACE, [(*POIPET, 1.0)]),
            Ask("two names of one city are one", RAID, OWN_PLACE, [(*POIPET, "city")]),
        ),
    ),
    case(
        "two cities and one province",
        record(1, city="Poipet; Bavet"),
        record(2, admin1="Kampot"),
        asks=(
            Ask("each city has half", RAID, PLACE, [(*POIPET, 0.5), (*ELSEWHERE, 0.5)]),
            Ask("neither is the event's own", RAID, OWN_PLACE, [(*ELSEWHERE, "country")]),
        ),
    ),
    case(
        "one province, and another place that only denied records name",
        record(1, admin1="Kampot"),
        record(2, admin1="Svay Rieng", status="denied"),
        record(3, city="Bavet", status="denied"),
        asks=(
            Ask("places of denied records are none", RAID, PLACE, [(*KAMPOT, 1.0)]),
            Ask("one province is the event's own", RAID, OWN_PLACE, [(*KAMPOT, "admin1")]),
        ),
    ),
    case(
        "three records that are alike call it a raid, two that differ a deportation",
        *(record(number, published_on="2025-01-03") for number in (1, 2, 3)),
        record(4, event_kind="deportation", published_on="2025-01-04"),
        record(5, event_kind="deportation", published_on="2025-01-05"),
    ),
    case(
        "no place",
        record(1, country="ZZ"),
        asks=(
            Ask("the unknown city has weight 1", RAID, PLACE, [(*ELSEWHERE, 1.0)]),
            Ask("no place at all is known", RAID, OWN_PLACE, [(*ELSEWHERE, "unknown")]),
        ),
    ),
    # section 5
    case(
        "one sex of a nationality is open-ended",
        record(1, 3, nationality="CN", sex="female"),
        record(2, 5, nationality="CN", sex="male", qualifier="at_least"),
    ),
    case(
        "one sex of a nationality is disputed",
        record(1, 3, nationality="CN", sex="female"),
        record(2, 5, nationality="CN", sex="male"),
        record(3, 6, nationality="CN", sex="male"),
    ),
    case(
        "a part of foreigners hinders a total from parts",
        record(1, 10, **PART),
        record(2, 4, nationality="foreign", **PART),
    ),
    case(
        "a part of phones of one nationality hinders none",
        record(1, 10, "phones_seized", **PART),
        record(2, 4, "phones_seized", nationality="CN", **PART),
    ),
    case(
        "later records of phones move the event to Thailand: its Thais are foreign no more",
        record(1, 20),
        record(2, 7, nationality="foreign", **PART),
        record(3, 4, nationality="KH", **PART),
        record(4, 3, nationality="TH", **PART),
        *(
            record(number, 2, "phones_seized", country="TH", published_on="2025-01-09")
            for number in range(5, 11)
        ),
    ),
    # section 6
    case(
        "two equal gaps, and too little for both",
        record(1, 4, nationality="VN", **PART),
        record(2, 4, nationality="CN", **PART),
        child(3, 3),
    ),
    case(
        "foreigners are the largest gap, and get what the nationalities leave",
        record(1, 30),
        record(2, 20, nationality="foreign", **PART),
        record(3, 2, nationality="CN", **PART),
        child(4, 15),
    ),
    case(
        "children beyond, short of, and not among the parent's nationalities lessen its foreigners",
        record(1, 40),
        record(2, 20, nationality="foreign", **PART),
        record(3, 3, nationality="CN", **PART),
        record(4, 5, nationality="VN", **PART),
        child(5, 5, nationality="CN", **PART),
        child(6, 2, nationality="VN", **PART),
        child(7, 1, nationality="PH", **PART),
        child(8, 6, nationality="KH", **PART),
    ),
    case(
        "the day of a running total is that of its latest record",
        of_campaign(1, 10, published_on="2025-01-03"),
        of_campaign(2, 10, published_on="2025-01-06"),
        child(3, 4, parent_event_id=CAMPAIGN),
        record(4, 2, event_id=LATE, parent_event_id=CAMPAIGN),
    ),
    case(
        "the day of running totals by nationality is the latest of them, foreigners included",
        of_campaign(1, 10, nationality="CN", published_on="2025-01-03"),
        of_campaign(2, 20, nationality="foreign", published_on="2025-01-06"),
        child(3, 4, parent_event_id=CAMPAIGN),
        record(4, 2, event_id=LATE, parent_event_id=CAMPAIGN),
    ),
    case(
        "the day of running totals is that of the total, though a nationality's is later",
        of_campaign(1, 100, published_on="2025-01-04"),
        of_campaign(2, 20, nationality="CN", published_on="2025-01-10"),
        record(3, 5, event_id=LATE, parent_event_id=CAMPAIGN),
    ),
    case(
        "the day of running totals by sex is the later",
        of_campaign(1, 3, sex="female", published_on="2025-01-03"),
        of_campaign(2, 7, sex="male", published_on="2025-01-06"),
        of_campaign(3, 1, nationality="CN", published_on="2025-01-03"),
        child(4, 4, parent_event_id=CAMPAIGN),
        record(5, 2, event_id=LATE, parent_event_id=CAMPAIGN),
    ),
    # section 7
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
    case(
        "custody that is known only after the sites",
        record(1, 2, "sites_raided", published_on="2025-01-03"),
        record(2, 7, published_on="2025-01-06"),
        asks=(
            Ask(
                "custody cuts the row of the sites on its own day",
                RAID,
                """select sites, persons_in_custody, known_from, known_to
                from marts.fct_raids_history where event_id = $event""",
                [(2, 0, date(2025, 1, 3), date(2025, 1, 6)), (2, 7, date(2025, 1, 6), None)],
            ),
        ),
    ),
    # section 8
    case(
        "of three versions the last was published before the second",
        first := record(1, 10, published_on="2025-01-04"),
        first | {"value": "11", "published_on": "2025-01-09"},
        first | {"value": "8", "published_on": "2025-01-06"},
    ),
)  # fmt: skip
