"""Cases of section 4: where and when an event was."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ..shipped import made_up
from .case import Case
from .making import arrested, so_far

CHARTER = "kh-2026-01-02-charter"
CAMPAIGN = "kh-2026-01-30-campaign"
RAID = "kh-2026-01-30-arrests"
_HOME = {"event_kind": "repatriation", "published_on": "2026-01-03"}
_LANDED = {"country": "KR", "counts_as": "part", "published_on": "2026-01-04"}
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)

CASES = (
    Case(
        "sent home by one country, arrested in another",
        "The 14 were sent home by Cambodia; the ten Koreans of them were arrested in Korea, where "
        "they are no foreigners, so that all four foreigners come on top.",
        records=(
            *(
                made_up(n, CHARTER, "persons_repatriated", 14, publisher=f"P{n}",
                        source_url=f"https://news.example/{n}", **_HOME)
                for n in (1, 2, 3)
            ),
            arrested(4, CHARTER, 10, nationality="KR", **_LANDED),
            arrested(5, CHARTER, 4, nationality="foreign", **_LANDED),
        ),
        rows=(
            (CHARTER, "removal", "unknown", 14, 14, 14, ""),
            (CHARTER, "custody", "KR", 10, 10, 10, ""),
            (CHARTER, "custody", "foreign", 4, 4, 4, "residual"),
        ),
        countries=((CHARTER, "custody", "KR"), (CHARTER, "removal", "KH")),
    ),
    Case(
        "the places of a campaign",
        "Of three reports one names Poipet, one Poipet and Bavet, one nothing: the first two count "
        "a third each, shared among the places named, and the unknown city has the third.",
        records=(
            so_far(1, CAMPAIGN, 10, city="Poipet"),
            so_far(2, CAMPAIGN, 10, city="Poipet; Bavet"),
            so_far(3, CAMPAIGN, 10),
        ),
        places=(
            (CAMPAIGN, "Poipet", Fraction(1, 2)),
            (CAMPAIGN, "Bavet", Fraction(1, 6)),
            (CAMPAIGN, "", Fraction(1, 3)),
        ),
    ),
    Case(
        "the places of any other event",
        "Two reports name Poipet, one Bavet, one nothing: both cities have half.",
        records=(
            arrested(1, RAID, 10, city="Poipet"),
            arrested(2, RAID, 10, city="Poipet"),
            arrested(3, RAID, 10, city="Bavet"),
            arrested(4, RAID, 10),
        ),
        places=((RAID, "Poipet", Fraction(1, 2)), (RAID, "Bavet", Fraction(1, 2))),
    ),
    Case(
        "the months of a running total",
        "Ten in the two days to 31 January, 30 more in the two days to 2 February; that the same "
        "paper says 30 on the 3rd lowers the total, but not what had grown.",
        records=(
            so_far(1, CAMPAIGN, 10, published_on="2026-01-31"),
            so_far(2, CAMPAIGN, 40, published_on="2026-02-02"),
            so_far(3, CAMPAIGN, 30, published_on="2026-02-03", publisher="P2"),
        ),
        rows=((CAMPAIGN, "custody", "unknown", 30, 30, 30, ""),),
        months=(
            (CAMPAIGN, "custody", JANUARY, Fraction(1, 4)),
            (CAMPAIGN, "custody", FEBRUARY, Fraction(3, 4)),
        ),
    ),
    Case(
        "a running total that only February reports",
        "Its growth is spread over all days since the start: two of five days are in January.",
        records=(so_far(1, CAMPAIGN, 10, published_on="2026-02-03"),),
        months=(
            (CAMPAIGN, "custody", JANUARY, Fraction(2, 5)),
            (CAMPAIGN, "custody", FEBRUARY, Fraction(3, 5)),
        ),
    ),
    Case(
        "the months of running totals by nationality",
        "Ten Chinese by 31 January, 20 Vietnamese by 2 February: 10 and 30 together.",
        records=(
            so_far(1, CAMPAIGN, 10, nationality="CN", published_on="2026-01-31"),
            so_far(2, CAMPAIGN, 20, nationality="VN", published_on="2026-02-02"),
        ),
        months=(
            (CAMPAIGN, "custody", JANUARY, Fraction(1, 3)),
            (CAMPAIGN, "custody", FEBRUARY, Fraction(2, 3)),
        ),
    ),
    Case(
        "a running total from before the start",
        "A count of 28 January, before the start, grows from the 30th on like all the rest.",
        records=(
            so_far(1, CAMPAIGN, 10, published_on="2026-01-31", figure_as_of="2026-01-28"),
            so_far(2, CAMPAIGN, 40, published_on="2026-02-02"),
        ),
        months=(
            (CAMPAIGN, "custody", JANUARY, Fraction(1, 2)),
            (CAMPAIGN, "custody", FEBRUARY, Fraction(1, 2)),
        ),
    ),
    Case(
        "a running total that does not grow",
        "Nobody caught so far: the month of its day has the weight.",
        records=(so_far(1, CAMPAIGN, 0, published_on="2026-02-03"),),
        months=((CAMPAIGN, "custody", FEBRUARY, Fraction(1)),),
    ),
    Case(
        "the months of any other event",
        "One day in January and three in February.",
        records=(
            arrested(1, RAID, 10, event_start="2026-01-31", event_end="2026-02-03",
                 published_on="2026-02-04"),
        ),
        months=(
            (RAID, "custody", JANUARY, Fraction(1, 4)),
            (RAID, "custody", FEBRUARY, Fraction(3, 4)),
        ),
    ),
)  # fmt: skip
