"""Cases made by hand: what events hold of one another, and facts (sections 6 to 8)."""

from __future__ import annotations

from datetime import date

from reconcile.made_by_hand import (
    ABROAD,
    CAMPAIGN,
    CHILD,
    INNER,
    LATE,
    PART,
    RAID,
    Ask,
    campaign,
    case,
    child,
    of_campaign,
    overlap,
    record,
)

CASES = (
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
        "descendants beyond, short of, or not among its nationalities lessen its foreigners",
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
        "a running total that is printed again has its first day",
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
    case(
        "two nationalities that are all there is are not one",
        record(1, 6, nationality="CN"),
        record(2, 4, nationality="VN"),
        child(3, 3),
    ),
    case(
        "everybody is Chinese, in the descendants and in those of them that another child counts",
        record(1, 20, nationality="CN"),
        child(2, 5),
        child(3, 3, nationality="foreign", **PART),
        record(4, 6, event_id=LATE, parent_event_id=RAID),
        event_overlaps=[overlap(CHILD, LATE, "4")],
    ),
    case(
        "what a campaign of Chinese had by a day is Chinese, in its raids too",
        of_campaign(1, 100, published_on="2025-01-10"),
        of_campaign(2, 60, nationality="CN", published_on="2025-01-10"),
        record(3, 20, event_id=INNER, event_kind="campaign", parent_event_id=CAMPAIGN,
               nationality="CN", event_end="2025-02-01", published_on="2025-01-08"),
        record(4, 8, event_id=CHILD, parent_event_id=INNER),
    ),
    case(
        "what a campaign had by a day holds what another one had by its own running total of then",
        of_campaign(1, 1000, published_on="2025-01-30"),
        *(
            record(number, value, event_id=INNER, event_kind="campaign", counts_as="cumulative",
                   parent_event_id=CAMPAIGN, event_end="2025-03-01", published_on=day)
            for number, value, day in ((2, 200, "2025-01-20"), (3, 600, "2025-02-25"))
        ),
        *(
            record(number, value, event_id=CHILD, event_kind="campaign", parent_event_id=INNER,
                   event_end="2025-03-01", published_on=day)
            for number, value, day in (
                (4, 150, "2025-01-12"), (5, 180, "2025-01-25"), (6, 400, "2025-02-20")
            )
        ),
    ),
    case(
        "of what a campaign had by a day, what another event below counts is left out",
        of_campaign(1, 100, published_on="2025-01-10"),
        *(
            record(number, value, event_id=INNER, event_kind="campaign", event_end="2025-03-01",
                   parent_event_id=CAMPAIGN, published_on=day)
            for number, value, day in ((2, 30, "2025-01-08"), (3, 50, "2025-02-20"))
        ),
        record(4, 20, event_id=LATE, parent_event_id=CAMPAIGN),
        event_overlaps=[overlap(INNER, LATE, "20")],
    ),
    case(
        "descendants that are just as many are all of the one nationality",
        record(1, 10, nationality="CN"),
        child(2, 10),
    ),
    case(
        "those counted elsewhere are unknown first, then foreign",
        record(1, 17),
        record(2, 14, nationality="foreign", **PART),
        record(3, 10, nationality="CN", **PART),
        record(4, 6, event_id=LATE),
        event_overlaps=[overlap(RAID, LATE, "5")],
    ),
    case(
        "those counted elsewhere are of the largest nationality, and of equal ones of the first",
        record(1, 4, nationality="VN", **PART),
        record(2, 9, nationality="PH", **PART),
        record(3, 9, nationality="CN", **PART),
        record(4, 6, event_id=LATE),
        event_overlaps=[overlap(RAID, LATE, "5")],
    ),
    *(
        case(
            f"of those counted elsewhere some are counted below the same event: {which}",
            record(1, 20),
            record(2, 10, nationality="CN", **PART),
            child(3, 8),
            child(4, 5, nationality="CN", **PART),
            record(5, 6, event_id=LATE, parent_event_id=RAID),
            record(6, 6, event_id=ABROAD),
            event_overlaps=[overlap(CHILD, ABROAD, abroad), overlap(CHILD, LATE, "3")],
        )
        for which, abroad in (("the later id", "3"), ("before all that are left", ""))
    ),
    case(
        "those counted elsewhere have the nationality that was given to their row",
        campaign(1, 40),
        campaign(2, 20, nationality="CN", **PART),
        record(3, 10, nationality="CN", parent_event_id=CAMPAIGN),
        child(4, 5),
        record(5, 6, event_id=LATE, parent_event_id=CAMPAIGN),
        event_overlaps=[overlap(CHILD, LATE, "3")],
    ),
    # section 7
    case(
        "custody beside the sites of a raid",
        record(1, 7, event_end="2025-02-01"),
        record(2, 5, "persons_deported"),
        asks=(
            Ask(
                "an assumed site shows its seven in custody, and that it ends in another month",
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
