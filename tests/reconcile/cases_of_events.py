"""Cases made by hand: where and when an event was, and what it has itself (sections 4 and 5)."""

from __future__ import annotations

from reconcile.made_by_hand import (
    CAMPAIGN,
    ELSEWHERE,
    KAMPOT,
    OWN_PLACE,
    PART,
    PLACE,
    POIPET,
    RAID,
    Ask,
    campaign,
    case,
    record,
)

CASES = (
    # section 4
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
        "two cities in several reports of a raid",
        record(1, city="Poipet"),
        record(2, city="Poipet"),
        record(3, city="Bavet"),
        asks=(
            Ask("each city has half", RAID, PLACE, [(*POIPET, 0.5), (*ELSEWHERE, 0.5)]),
            Ask("neither is the event's own", RAID, OWN_PLACE, [(*ELSEWHERE, "country")]),
        ),
    ),
    case(
        "places of a campaign in some of its reports",
        campaign(1, city="Poipet"),
        campaign(2, city="Poipet; Bavet"),
        campaign(3, admin1="Kampot"),
        campaign(4),
        asks=(
            Ask("each report shares itself among its places, and the unknown city has the others",
                CAMPAIGN, PLACE, [(*POIPET, 0.375), (*ELSEWHERE, 0.125), (*ELSEWHERE, 0.5)]),
            Ask("none is the campaign's own", CAMPAIGN, OWN_PLACE, [(*ELSEWHERE, "country")]),
        ),
    ),
    case(
        "a campaign that each report places in one city, in one of its records at least",
        campaign(1, city="Poipet"),
        campaign(3, 5, "persons_deported", source_url="https://news.example/1", publisher="P1"),
        campaign(2, city="Paoy Paet"),
        asks=(
            Ask("the city has the whole weight", CAMPAIGN, PLACE, [(*POIPET, 1.0)]),
            Ask("it is the campaign's own", CAMPAIGN, OWN_PLACE, [(*POIPET, "city")]),
        ),
    ),
    case(
        "a campaign that one report places in a city, and one nowhere",
        campaign(1, city="Poipet"),
        campaign(2),
        asks=(
            Ask("the unknown city has half", CAMPAIGN, PLACE, [(*POIPET, 0.5), (*ELSEWHERE, 0.5)]),
            Ask("the city is not its own", CAMPAIGN, OWN_PLACE, [(*ELSEWHERE, "country")]),
        ),
    ),
    case(
        "a campaign that one report places in a city, and one in a province",
        campaign(1, city="Poipet"),
        campaign(2, admin1="Kampot"),
        asks=(
            Ask("the city is not its own", CAMPAIGN, OWN_PLACE, [(*ELSEWHERE, "country")]),
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
        "a city that matches nothing",
        record(1, city="Nowhere"),
        record(2, city="Nowhere"),
        asks=(
            Ask("it has the whole weight", RAID, PLACE, [(*ELSEWHERE, 1.0)]),
            Ask("it is the event's own", RAID, OWN_PLACE, [(*ELSEWHERE, "city")]),
        ),
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
)  # fmt: skip
