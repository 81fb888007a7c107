"""Cases of sections 3 and 5: how finely counts are separated, and what makes a total."""

from __future__ import annotations

from .case import Case
from .making import arrested, so_far

RAID = "kh-2026-01-02-arrests"
CAMPAIGN = "kh-2026-01-01-campaign"
_PAGE = {"source_url": "https://news.example/page", "publisher": "Page"}
_PART = {"counts_as": "part"}

TEN, TWELVE = arrested(1, RAID, 10), arrested(2, RAID, 12, published_on="2026-01-03")
TEN_SAID_OF_THE_SECOND = tuple(
    arrested(n, RAID, 10, published_on="2026-01-05", figure_as_of="2026-01-02") for n in (4, 5)
)
TEN_ON_THE_THIRD = tuple(arrested(n, RAID, 10, published_on="2026-01-03") for n in (4, 5))
HUNDRED, NINETY_FIVE = arrested(1, RAID, 100, **_PAGE), arrested(2, RAID, 95, **_PAGE)
TEN_TO_FOURTEEN = arrested(1, RAID, 10, value_high="14")
SIXTY_FOUR = arrested(1, RAID, 64)
SEVENTY = arrested(3, RAID, 70, qualifier="more_than", published_on="2026-01-03")
FIRST, REVISED = (
    arrested(1, RAID, 12, **_PAGE),
    arrested(2, RAID, 10, published_on="2026-01-03", **_PAGE),
)
RANGES = tuple(arrested(n, RAID, 10, value_high="12") for n in (1, 2))
ELEVEN = arrested(3, RAID, 11)

CASES = (
    Case(
        "an old value with its day",
        "What is printed later, but said of the old day, keeps no old value.",
        records=(TEN, TWELVE, *TEN_SAID_OF_THE_SECOND),
        rows=((RAID, "custody", "unknown", 12, 12, 12, ""),),
        not_chosen=((TEN, "outgrown"), (TEN_SAID_OF_THE_SECOND[0], "outgrown")),
    ),
    Case(
        "an old value on the day of the new",
        "Two who print ten on the very day of twelve do not know better.",
        records=(TEN, TWELVE, *TEN_ON_THE_THIRD),
        rows=((RAID, "custody", "unknown", 12, 12, 12, ""),),
        not_chosen=((TEN, "outgrown"), (TEN_ON_THE_THIRD[0], "outgrown")),
    ),
    Case(
        "two numbers of one report",
        "95 has more digits than 100, but does not lie within the bounds of an exact 100.",
        records=(HUNDRED, NINETY_FIVE),
        rows=((RAID, "custody", "unknown", 100, 100, 100, ""),),
        not_chosen=((NINETY_FIVE, "superseded_in_report"),),
    ),
    Case(
        "a later number within a range",
        "Twelve does not outgrow ten to fourteen; it wins, for it is later.",
        records=(TEN_TO_FOURTEEN, TWELVE),
        rows=((RAID, "custody", "unknown", 12, 10, 14, ""),),
        not_chosen=((TEN_TO_FOURTEEN, "later_tie"),),
    ),
    Case(
        "one vague later count against one",
        "'More than 70' of one source outgrows 64 of one.",
        records=(SIXTY_FOUR, SEVENTY),
        rows=((RAID, "custody", "unknown", 70, 70, 70, "open"),),
        not_chosen=((SIXTY_FOUR, "outgrown"),),
    ),
    Case(
        "a vague running total",
        "A running total of 'more than 70' of one source outgrows 64 of two.",
        records=(
            *(so_far(n, CAMPAIGN, 64, published_on="2026-01-03") for n in (1, 2)),
            so_far(3, CAMPAIGN, 70, qualifier="more_than", published_on="2026-01-05"),
        ),
        rows=((CAMPAIGN, "custody", "unknown", 70, 70, 70, "open"),),
    ),
    Case(
        "ranges are precise",
        "Ten to twelve of two sources is as precise as eleven of one, and more state it.",
        records=(*RANGES, ELEVEN),
        rows=((RAID, "custody", "unknown", 10, 10, 12, ""),),
        not_chosen=((ELEVEN, "fewer_sources"), (RANGES[1], "later_tie")),
    ),
    Case(
        "a live page of another day",
        "The page said twelve, and ten the day after: two reports, and the later one is current.",
        records=(FIRST, REVISED),
        rows=((RAID, "custody", "unknown", 10, 10, 10, ""),),
        not_chosen=((FIRST, "superseded_by_publisher"), (REVISED, None)),
    ),
    Case(
        "a nationality's total that is equal",
        "About 180 Taiwanese are a total beside 180 of everyone: only a larger one makes a part.",
        records=(
            arrested(1, RAID, 180),
            arrested(2, RAID, 180, nationality="TW", qualifier="about"),
        ),
        rows=((RAID, "custody", "TW", 180, 162, 198, ""),),
        consensus=((RAID, "custody", "total", 180, 162, 198, ""),),
    ),
    Case(
        "a total from parts beside a nationality of none",
        "No Chinese are counted, so that the part of ten is the total.",
        records=(arrested(1, RAID, 10, **_PART), arrested(2, RAID, 0, nationality="CN", **_PART)),
        rows=((RAID, "custody", "unknown", 10, 10, 10, ""),),
        totals=((RAID, "custody", 10, 10, 0, "is_total_from_parts"),),
        consensus=(
            (RAID, "custody", "total", 10, 10, 10, ""),
            (RAID, "custody", "CN", 0, 0, 0, ""),
        ),
    ),
)  # fmt: skip
