"""Cases of section 3: what several reports say about one thing."""

from __future__ import annotations

from .case import Case
from .making import arrested, so_far

RAID = "kh-2026-01-02-arrests"
CAMPAIGN, LATE = "kh-2026-01-01-campaign", "kh-2026-01-31-late"
_PAGE = {"source_url": "https://news.example/page", "publisher": "Page"}

COUNT_AGAIN = (
    so_far(1, CAMPAIGN, 5106, published_on="2026-01-25"),
    so_far(2, CAMPAIGN, 5106, published_on="2026-02-01"),
    arrested(3, LATE, 10, parent_event_id=CAMPAIGN),
)
HEADLINE = arrested(1, RAID, 6000, qualifier="nearly", **_PAGE)
TEXT = arrested(2, RAID, 5770, qualifier="more_than", **_PAGE)
ALL_CHINESE = arrested(1, RAID, 500, nationality="CN", qualifier="up_to", **_PAGE)
SOME_CHINESE = arrested(2, RAID, 73, nationality="CN", counts_as="part", **_PAGE)
EVERYONE, TAIWANESE = arrested(1, RAID, 186), arrested(2, RAID, 180, nationality="TW")
TEN, TWELVE, FIFTEEN = (
    arrested(1, RAID, 10),
    arrested(2, RAID, 12, published_on="2026-01-03"),
    arrested(3, RAID, 15, published_on="2026-01-04"),
)
TEN_AGAIN = (
    arrested(4, RAID, 10, published_on="2026-01-05"),
    arrested(5, RAID, 10, published_on="2026-01-05"),
)
TEN_OF_ONE_AGENCY = tuple(row | {"credited_to": "Agency"} for row in TEN_AGAIN)
SIXTY_FOUR = (arrested(1, RAID, 64), arrested(2, RAID, 64))
SEVENTY = tuple(
    arrested(number, RAID, 70, qualifier="more_than", published_on="2026-01-03")
    for number in (3, 4)
)
FIFTY = arrested(3, RAID, 50, qualifier="about", published_on="2026-01-07")
HUNDRED = so_far(1, CAMPAIGN, 100, published_on="2026-01-03")
NINETY = tuple(so_far(number, CAMPAIGN, 90, published_on="2026-01-05") for number in (2, 3))
EIGHT = arrested(3, RAID, 8, published_on="2026-01-03")
TWENTY, UP_TO = arrested(1, RAID, 20), arrested(2, RAID, 25, qualifier="up_to")
FOURTEEN = arrested(4, RAID, 14, published_on="2026-01-04")

CASES = (
    Case(
        "an old count printed again",
        "5,106 of 25 January, printed again on 1 February, holds no raid of 31 January.",
        records=COUNT_AGAIN,
        rows=(
            (CAMPAIGN, "custody", "unknown", 5106, 5106, 5106, "residual"),
            (LATE, "custody", "unknown", 10, 10, 10, ""),
        ),
        totals=((CAMPAIGN, "custody", 5106, 5106, 0, "is_total_stated uses_running_total"),),
    ),
    Case(
        "a headline and its text",
        "'More than 5,770' has more digits than 'nearly 6,000' and lies within its bounds.",
        records=(HEADLINE, TEXT),
        rows=((RAID, "custody", "unknown", 5770, 5770, 5770, "open"),),
        not_chosen=((HEADLINE, "superseded_in_report"), (TEXT, None)),
    ),
    Case(
        "a total and a part in one report",
        "73 has more digits than 'up to 500' and lies within its bounds, but is far from it.",
        records=(ALL_CHINESE, SOME_CHINESE),
        rows=((RAID, "custody", "CN", 500, 0, 500, ""),),
        not_chosen=((ALL_CHINESE, None), (SOME_CHINESE, "superseded_in_report")),
    ),
    Case(
        "all 180 Taiwanese of 186",
        "A total of one nationality is a part where a larger plain total is stated.",
        records=(EVERYONE, TAIWANESE),
        rows=(
            (RAID, "custody", "TW", 180, 180, 180, ""),
            (RAID, "custody", "unknown", 6, 6, 6, "residual"),
        ),
        consensus=((RAID, "custody", "total", 186, 186, 186, ""),),
    ),
    Case(
        "a count that grew",
        "Each later count outgrows the earlier ones, and nothing is in dispute.",
        records=(TEN, TWELVE, FIFTEEN),
        rows=((RAID, "custody", "unknown", 15, 15, 15, ""),),
        not_chosen=((TEN, "outgrown"), (TWELVE, "outgrown"), (FIFTEEN, None)),
    ),
    Case(
        "two sources keep an old value",
        "Ten is printed by two sources after twelve was: it stays, and most sources state it.",
        records=(TEN, TWELVE, *TEN_AGAIN),
        rows=((RAID, "custody", "unknown", 10, 10, 12, "disputed"),),
        not_chosen=(
            *((TEN, "later_tie"), (TWELVE, "fewer_sources")),
            *((TEN_AGAIN[0], None), (TEN_AGAIN[1], "later_tie")),
        ),
    ),
    Case(
        "one agency keeps an old value",
        "Two papers that print one agency are one source: twelve outgrows ten.",
        records=(TEN, TWELVE, *TEN_OF_ONE_AGENCY),
        rows=((RAID, "custody", "unknown", 12, 12, 12, ""),),
        not_chosen=((TEN, "outgrown"), (TWELVE, None), (TEN_OF_ONE_AGENCY[0], "outgrown")),
    ),
    Case(
        "one vague later count",
        "'More than 70' of one source does not outgrow 64 of two, nor beat it.",
        records=(*SIXTY_FOUR, SEVENTY[0]),
        rows=((RAID, "custody", "unknown", 64, 64, 70, "disputed"),),
        not_chosen=((SEVENTY[0], "less_precise"), (SIXTY_FOUR[1], "later_tie")),
    ),
    Case(
        "a vague later count of two sources",
        "'More than 70' of two sources outgrows 64 of two.",
        records=(*SIXTY_FOUR, *SEVENTY),
        rows=((RAID, "custody", "unknown", 70, 70, 70, "open"),),
        not_chosen=((SIXTY_FOUR[0], "outgrown"), (SEVENTY[1], "later_tie")),
    ),
    Case(
        "about 50 five days later",
        "A vague late count does not beat exact ones; it widens the bounds.",
        records=(*SIXTY_FOUR, FIFTY),
        rows=((RAID, "custody", "unknown", 64, 45, 64, "disputed"),),
        not_chosen=((FIFTY, "less_precise"),),
    ),
    Case(
        "a running total that falls",
        "A running total can't fall: 100 of one source stays above 90 of two, and is of its day.",
        records=(HUNDRED, *NINETY),
        rows=((CAMPAIGN, "custody", "unknown", 100, 90, 100, "disputed"),),
        not_chosen=((HUNDRED, None), (NINETY[0], "lower_running_total")),
    ),
    Case(
        "a later lower count of one source",
        "Ten of two sources stays above eight of one, though that is later.",
        records=(TEN, TEN | {"record_id": f"{RAID}/p2-20260102/2", "publisher": "P2",
                             "source_url": "https://news.example/2"}, EIGHT),
        rows=((RAID, "custody", "unknown", 10, 8, 10, "disputed"),),
        not_chosen=((EIGHT, "fewer_sources"),),
    ),
    Case(
        "a later lower count of as many sources",
        "Eight of one source wins over ten of one, for it is later.",
        records=(TEN, EIGHT),
        rows=((RAID, "custody", "unknown", 8, 8, 10, "disputed"),),
        not_chosen=((TEN, "later_tie"),),
    ),
    Case(
        "an upper end alone",
        "'Up to 25' says nothing of a lower end: 20 to 25, and no dispute.",
        records=(TWENTY, UP_TO),
        rows=((RAID, "custody", "unknown", 20, 20, 25, ""),),
        not_chosen=((UP_TO, "less_precise"),),
    ),
    Case(
        "nothing but an upper end",
        "Where 'up to 25' is best, the low is 0.",
        records=(UP_TO,),
        rows=((RAID, "custody", "unknown", 25, 0, 25, ""),),
    ),
    Case(
        "a dispute of the last day",
        "14 and 15 of one day are in dispute; ten of two days before is only outgrown.",
        records=(TEN, FIFTEEN, FOURTEEN),
        rows=((RAID, "custody", "unknown", 15, 14, 15, "disputed"),),
        not_chosen=((TEN, "outgrown"), (FOURTEEN, "later_tie")),
    ),
)  # fmt: skip
