"""Cases worked out by hand from the records and the rules, as data.

`rows` are all attributed rows of the events named: event, family, nationality, best, low, high,
and those of open, disputed, residual that are true. `totals` are event, family, T (None: no T),
own_total, descendants_total, and every flag that is true; only the totals worth a look are given.
No corrections, joined events or publisher aliases are applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .shipped import Raw, made_up

WorkedRow = tuple[str, str, str, int, int, int, str]
WorkedTotal = tuple[str, str, int | None, int, int, str]


@dataclass(frozen=True)
class Case:
    """One or several events, what they show, and what must come out. `records` None: shipped."""

    name: str
    says: str
    rows: tuple[WorkedRow, ...]
    totals: tuple[WorkedTotal, ...] = ()
    events: tuple[str, ...] = ()
    records: tuple[Raw, ...] | None = None

    @property
    def all_events(self) -> frozenset[str]:
        """The events whose rows are given in full, also where there are none."""
        return frozenset(self.events) | {row[0] for row in self.rows}


JULY, POIPET_RAIDS, HANDOVER, BUILDING = (
    "kh-2025-07-14-three-days",
    "kh-2025-02-22-poipet",
    "kh-2025-03-01-thais-deported",
    "kh-2025-07-16-poipet-building",
)
_OF_JULY = {"event_kind": "campaign", "event_end": "2025-07-16", "published_on": "2025-07-17"}
_RECALLED = {"event_end": "2025-03-31", "date_precision": "range", "published_on": "2025-07-17"}
_DEPORTED = {"event_kind": "deportation", "follows_event_id": POIPET_RAIDS, **_RECALLED}
_PART = {"counts_as": "part", "qualifier": "at_least", **_OF_JULY}
_ESTIMATE = {"event_kind": "estimate", "country": "ZZ", "published_on": "2025-07-17"}
AFP = (
    made_up(1, JULY, "persons_detained", 1000, qualifier="more_than", **_OF_JULY),
    made_up(2, JULY, "persons_detained", 271, nationality="ID", **_PART),
    made_up(3, JULY, "persons_detained", 213, nationality="VN", **_PART),
    made_up(4, JULY, "persons_detained", 75, nationality="TW", **_PART),
    made_up(5, POIPET_RAIDS, "persons_detained", 230, nationality="foreign", **_RECALLED),
    made_up(6, HANDOVER, "persons_deported", 119, nationality="TH", **_DEPORTED),
    made_up(7, "zz-2025-01-01-estimate", "losses", 40_000_000_000, unit="USD", **_ESTIMATE),
    made_up(8, "kh-2025-06-26-amnesty", "compounds_identified", 53, qualifier="at_least",
            event_kind="estimate"),
)  # fmt: skip
ONE_BUILDING = made_up(1, BUILDING, "persons_arrested", 271, nationality="ID",
                       parent_event_id=JULY, publisher="AP",
                       source_url="https://news.example/2")  # fmt: skip
_AFP_ELSEWHERE: tuple[WorkedRow, ...] = (
    (POIPET_RAIDS, "custody", "foreign", 230, 230, 230, ""),
    (POIPET_RAIDS, "sites", "unknown", 1, 1, 1, ""),
    (HANDOVER, "removal", "TH", 119, 119, 119, ""),
    ("zz-2025-01-01-estimate", "losses_USD", "unknown", 40_000_000_000, 40_000_000_000,
     40_000_000_000, ""),
    ("kh-2025-06-26-amnesty", "compounds_identified", "unknown", 53, 53, 53, "open"),
)  # fmt: skip

A7 = "kh-2026-01-31-bavet-a7"
RAIDS, KRATIE, COAST, PURSAT, POIPET = (
    "kh-2025-07-14-directive-raids",
    "kh-2025-07-14-kratie",
    "kh-2025-07-14-phnom-penh-sihanoukville",
    "kh-2025-07-14-pursat",
    "kh-2025-07-16-poipet-building",
)
CLARK = "ph-2023-05-04-clark-sun-valley"
FEBRUARY, THAIS = "kh-2025-02-22-poipet-building", "kh-2025-03-01-thai-handover"
THU_DUC = "vn-2025-04-14-thu-duc-building"
LANKA, COLOMBO, NEGOMBO, KANDY = (
    "lk-2024-06-24-foreigners-crackdown",
    "lk-2024-06-27-indians-colombo-negombo",
    "lk-2024-06-28-negombo-chinese",
    "lk-2024-07-01-kandy-halloluwa",
)
JAPANESE = "kh-2023-01-24-sihanoukville-japanese"
PRINCE = "sg-2025-10-30-prince-group-seizure"
TO_CHINA = "kh-2025-04-13-china-deportation"
WAITING = "kh-2022-03-30-thais-awaiting-return"
GOLDEN_TOP = "zm-2024-06-07-golden-top-verdict"
TEAM, TEAM_POIPET, TEAM_COAST, TEAM_EAST = (
    "kh-2025-12-01-joint-team-raids",
    "kh-2025-12-04-poipet-koreans",
    "kh-2025-12-09-sihanoukville-koreans",
    "kh-2025-12-18-mondulkiri-koreans",
)
CONDO, KLCC = "my-2025-05-13-bukit-mertajam-condo", "my-2025-09-19-kl-persiaran-klcc"
INDIANS, JINBEI, RETURN_MAY, RESCUED, RETURN_OCTOBER = (
    "kh-2022-01-01-indian-rescues",
    "kh-2024-05-20-jinbei-4-revolt",
    "kh-2024-05-20-indian-return",
    "kh-2024-09-22-indians-rescued",
    "kh-2024-10-01-indian-return",
)
GAMBLING, SEN_SOK, RUSSEY_KEO = (
    "kh-2026-03-02-korean-gambling-network",
    "kh-2026-03-02-sen-sok-koreans",
    "kh-2026-03-03-russey-keo-koreans",
)

CASES = (
    Case(
        "worked example",
        "The example of the specification: nationalities and what is left are the total.",
        records=AFP,
        rows=(
            (JULY, "custody", "ID", 271, 271, 271, "open"),
            (JULY, "custody", "VN", 213, 213, 213, "open"),
            (JULY, "custody", "TW", 75, 75, 75, "open"),
            (JULY, "custody", "unknown", 441, 441, 441, "open residual"),
            *_AFP_ELSEWHERE,
        ),
        totals=(
            (JULY, "custody", 1000, 1000, 0, "is_total_stated"),
            (POIPET_RAIDS, "custody", 230, 230, 0, "is_total_stated"),
            (HANDOVER, "removal", 119, 119, 0, "is_total_stated"),
        ),
    ),
    Case(
        "worked example, and one building",
        "A child takes its Indonesians out of what its parent keeps; together still 1,000.",
        records=(*AFP, ONE_BUILDING),
        rows=(
            (JULY, "custody", "VN", 213, 213, 213, "open residual"),
            (JULY, "custody", "TW", 75, 75, 75, "open residual"),
            (JULY, "custody", "unknown", 441, 441, 441, "open residual"),
            (BUILDING, "custody", "ID", 271, 271, 271, ""),
            (BUILDING, "sites", "unknown", 1, 1, 1, ""),
            *_AFP_ELSEWHERE,
        ),
        totals=((JULY, "custody", 1000, 1000, 271, "is_total_stated"),),
    ),
    Case(
        "bavet a7",
        "2,044 by many, 2,223 by one a day later, 'more than 2,000' last: 2,223 lies within "
        "the latest's bounds and is the later exact one; the nationalities add up to it, so that "
        "the 2,044 foreigners leave no rest.",
        rows=(
            (A7, "custody", "CN", 1792, 1792, 1797, "disputed"),
            (A7, "custody", "TW", 5, 5, 5, ""),
            (A7, "custody", "VN", 177, 177, 177, ""),
            (A7, "custody", "MM", 179, 179, 179, ""),
            (A7, "custody", "NP", 30, 30, 30, ""),
            (A7, "custody", "MY", 1, 1, 1, ""),
            (A7, "custody", "LA", 2, 2, 2, ""),
            (A7, "custody", "IN", 36, 36, 36, ""),
            (A7, "custody", "MX", 1, 1, 1, ""),
            (A7, "sites", "unknown", 1, 1, 1, ""),
        ),
        totals=(
            (A7, "custody", 2223, 2223, 0, "is_total_stated"),
            (A7, "sites", 1, 1, 0, "is_site_assumed"),
        ),
    ),
    Case(
        "directive raids of july 2025",
        "Four raids hold 996 of more than 1,000: the four that are left go to the largest gap, "
        "213 - 200 Vietnamese, and none to the 271 - 270 Indonesians.",
        rows=(
            (RAIDS, "custody", "VN", 4, 4, 4, "open residual"),
            (KRATIE, "custody", "unknown", 312, 312, 312, ""),
            (COAST, "custody", "VN", 200, 200, 200, "open"),
            (COAST, "custody", "CN", 27, 27, 27, ""),
            (COAST, "custody", "TW", 75, 75, 75, ""),
            (COAST, "custody", "KH", 85, 85, 85, ""),
            (PURSAT, "custody", "unknown", 27, 27, 27, ""),
            (POIPET, "custody", "ID", 270, 270, 270, "open"),
            (KRATIE, "sites", "unknown", 1, 1, 1, ""),
            (COAST, "sites", "unknown", 1, 1, 1, ""),
            (PURSAT, "sites", "unknown", 1, 1, 1, ""),
            (POIPET, "sites", "unknown", 1, 1, 1, ""),
        ),
        totals=(
            (RAIDS, "custody", 1000, 1000, 996, "is_total_stated is_allocation_capped"),
            (RAIDS, "sites", None, 0, 4, ""),
            (COAST, "custody", None, 387, 0, ""),
            (POIPET, "custody", 270, 270, 0, "is_total_stated"),
        ),
    ),
    Case(
        "clark sun valley",
        "Eleven totals from 1,000 to 1,162; the last day says 1,090, but the nationalities, each "
        "with its own latest, add up to 1,246, more than the total and more than 'foreign'.",
        rows=(
            (CLARK, "release", "VN", 437, 389, 437, "disputed"),
            (CLARK, "release", "CN", 307, 307, 307, ""),
            (CLARK, "release", "ID", 242, 143, 242, "disputed"),
            (CLARK, "release", "PH", 172, 129, 172, "disputed"),
            (CLARK, "release", "NP", 40, 40, 40, ""),
            (CLARK, "release", "MY", 27, 25, 27, "disputed"),
            (CLARK, "release", "MM", 12, 7, 12, "disputed"),
            (CLARK, "release", "TH", 6, 5, 6, "disputed"),
            (CLARK, "release", "TW", 2, 2, 2, ""),
            (CLARK, "release", "HK", 1, 1, 1, ""),
            (CLARK, "custody", "CN", 7, 7, 7, ""),
            (CLARK, "custody", "ID", 4, 4, 4, ""),
            (CLARK, "custody", "MY", 1, 1, 1, ""),
            (CLARK, "persons_charged", "ID", 2, 2, 2, ""),
            (CLARK, "sites", "unknown", 1, 1, 1, ""),
        ),
        totals=(
            (CLARK, "release", 1090, 1246, 0, "is_total_stated has_parts_above_total"),
            (CLARK, "custody", 12, 12, 0, "is_total_stated"),
        ),
    ),
    Case(
        "poipet building of february 2025, and the deportation that followed",
        "215 and 230 are one raid: 230 detained with 123 Thais inside leave one more foreigner; "
        "230 rescued with 109 Thais leave fifteen, at least none; 119 deported of 61 and 58.",
        rows=(
            (FEBRUARY, "custody", "TH", 123, 109, 123, "disputed"),
            (FEBRUARY, "custody", "PK", 50, 50, 50, ""),
            (FEBRUARY, "custody", "IN", 48, 48, 48, ""),
            (FEBRUARY, "custody", "TW", 5, 5, 5, ""),
            (FEBRUARY, "custody", "ID", 3, 3, 3, ""),
            (FEBRUARY, "custody", "foreign", 1, 1, 1, "residual"),
            (FEBRUARY, "release", "TH", 109, 109, 109, ""),
            (FEBRUARY, "release", "PK", 50, 50, 50, ""),
            (FEBRUARY, "release", "IN", 48, 48, 48, ""),
            (FEBRUARY, "release", "TW", 5, 5, 5, ""),
            (FEBRUARY, "release", "ID", 3, 3, 3, ""),
            (FEBRUARY, "release", "foreign", 15, 0, 15, "disputed residual"),
            (FEBRUARY, "sites", "unknown", 2, 2, 2, ""),
            (THAIS, "removal", "TH", 119, 119, 119, ""),
            (THAIS, "phones_seized", "unknown", 121, 121, 121, ""),
        ),
        totals=(
            (FEBRUARY, "custody", 230, 230, 0, "is_total_stated"),
            (FEBRUARY, "release", 230, 230, 0, "is_total_stated"),
            (THAIS, "removal", 119, 119, 0, "is_total_stated"),
        ),
    ),
    Case(
        "thu duc",
        "Parts without nationality make the total where there is none: the largest of one report, "
        "not their sum; those only held or present enter nothing.",
        rows=(
            (THU_DUC, "custody", "unknown", 30, 30, 30, "open"),
            (THU_DUC, "sites", "unknown", 6, 6, 6, ""),
            (THU_DUC, "phones_seized", "unknown", 147, 147, 147, ""),
            (THU_DUC, "computers_seized", "unknown", 38, 38, 38, ""),
        ),
        totals=((THU_DUC, "computers_seized", 38, 38, 0, "is_total_from_parts"),),
    ),
    Case(
        "sri lanka 2024",
        "Running totals serve: 200 by the end of the year hold 179 of three raids, and of the "
        "200 'foreign' 21 are left (63 beyond 137 Indians, less 12 Indians too many, less 30 "
        "Chinese); a running total that begins a day later stays out; seizures likewise.",
        rows=(
            (LANKA, "custody", "foreign", 21, 1, 41, "open residual"),
            (LANKA, "computers_seized", "unknown", 321, 281, 361, "residual"),
            (COLOMBO, "custody", "IN", 137, 60, 137, "open"),
            (COLOMBO, "phones_seized", "unknown", 135, 135, 158, "disputed"),
            (COLOMBO, "computers_seized", "unknown", 57, 57, 57, ""),
            (COLOMBO, "sites", "unknown", 1, 1, 1, ""),
            (NEGOMBO, "custody", "CN", 30, 30, 30, "open"),
            (NEGOMBO, "sites", "unknown", 1, 1, 1, ""),
            (KANDY, "custody", "IN", 12, 12, 12, "open"),
            (KANDY, "computers_seized", "unknown", 22, 22, 22, ""),
            (KANDY, "phones_seized", "unknown", 50, 50, 50, "open"),
            (KANDY, "sites", "unknown", 1, 1, 1, ""),
        ),
        totals=(
            (LANKA, "custody", 200, 200, 179, "is_total_stated uses_running_total"),
            (LANKA, "computers_seized", 400, 400, 79, "is_total_stated uses_running_total"),
            (LANKA, "phones_seized", None, 0, 185, ""),
            (LANKA, "sites", None, 0, 3, ""),
            (KANDY, "computers_seized", 22, 22, 0, "is_total_from_parts"),
        ),
    ),
    Case(
        "nineteen japanese men",
        "Only men of one nationality are stated: its figure is made up from them, a total is not.",
        rows=((JAPANESE, "custody", "JP", 19, 19, 19, ""),),
        totals=((JAPANESE, "custody", None, 19, 0, "is_sum_of_sexes"),),
    ),
    Case(
        "prince group in singapore",
        "Money by unit: the later exact 116 million lies alone within its bounds; 'more than "
        "115 million' still stands, keeps the low and leaves the end open.",
        rows=(
            (PRINCE, "money_seized_USD", "unknown", 116_000_000, 115_000_000, 116_000_000,
             "open"),
        ),
        totals=((PRINCE, "money_seized_USD", 116_000_000, 116_000_000, 0, "is_total_stated"),),
    ),
    Case(
        "deported to china",
        "'Nearly 190' is 171 to 190; what was planned (more than 400) takes no part.",
        rows=((TO_CHINA, "removal", "unknown", 190, 171, 190, ""),),
        totals=((TO_CHINA, "removal", 190, 190, 0, "is_total_stated"),),
    ),
    Case(
        "thais awaiting return",
        "A stock and a plan: an event without any fact.",
        events=(WAITING,),
        rows=(),
    ),
    Case(
        "golden top verdict",
        "22 and 21 Chinese on one day: the higher wins the tie; with one Cameroonian more than "
        "the total of 22, which was of the Chinese alone.",
        rows=(
            (GOLDEN_TOP, "persons_convicted", "CN", 22, 21, 22, "disputed"),
            (GOLDEN_TOP, "persons_convicted", "CM", 1, 1, 1, ""),
        ),
        totals=(
            (GOLDEN_TOP, "persons_convicted", 22, 23, 0, "is_total_stated has_parts_above_total"),
        ),
    ),
    Case(
        "joint team in december 2025",
        "A running total of 92 Koreans serves by its nationality; its three raids later hold 94, "
        "so that the campaign keeps none; of its seven sites the raids' three assumed ones go.",
        rows=(
            (TEAM, "sites", "unknown", 4, 4, 4, "residual"),
            (TEAM, "compounds_identified", "unknown", 7, 7, 7, ""),
            (TEAM, "losses_USD", "unknown", 331_500_000, 331_500_000, 331_500_000, ""),
            (TEAM_POIPET, "custody", "KR", 17, 15, 17, "disputed"),
            (TEAM_POIPET, "sites", "unknown", 1, 1, 1, ""),
            (TEAM_COAST, "custody", "KR", 51, 51, 51, ""),
            (TEAM_COAST, "release", "KR", 1, 1, 1, ""),
            (TEAM_COAST, "sites", "unknown", 1, 1, 1, ""),
            (TEAM_EAST, "custody", "KR", 26, 26, 26, ""),
            (TEAM_EAST, "release", "KR", 1, 1, 1, ""),
            (TEAM_EAST, "sites", "unknown", 1, 1, 1, ""),
        ),
        totals=(
            (TEAM, "custody", None, 92, 94, "uses_running_total has_descendants_above_total"),
            (TEAM, "release", None, 2, 2, "uses_running_total"),
            (TEAM, "sites", 7, 7, 3, "is_total_stated"),
            (TEAM_EAST, "release", None, 1, 0, "is_sum_of_sexes"),
        ),
    ),
    Case(
        "bukit mertajam, and kuala lumpur",
        "Beside four Malaysians 'foreign' is a rest; where it stands alone it is none.",
        rows=(
            (CONDO, "custody", "MY", 4, 4, 4, ""),
            (CONDO, "custody", "foreign", 2, 2, 2, "residual"),
            (CONDO, "phones_seized", "unknown", 8, 8, 8, ""),
            (CONDO, "sites", "unknown", 1, 1, 1, ""),
            (KLCC, "custody", "foreign", 10, 10, 10, ""),
            (KLCC, "computers_seized", "unknown", 8, 8, 8, ""),
            (KLCC, "phones_seized", "unknown", 16, 16, 16, ""),
            (KLCC, "devices_seized", "unknown", 2, 2, 2, ""),
            (KLCC, "sites", "unknown", 5, 5, 5, ""),
        ),
        totals=((CONDO, "custody", 6, 6, 0, "is_total_stated"),),
    ),
    Case(
        "indians brought home",
        "Running totals of one nationality, from 'up to 250' to 1,091, hold the 114 of three "
        "returns; the part of 75 is put aside.",
        rows=(
            (INDIANS, "removal", "IN", 977, 0, 977, "disputed residual"),
            (JINBEI, "release", "IN", 60, 60, 60, ""),
            (RETURN_MAY, "removal", "IN", 60, 60, 60, "open"),
            (RESCUED, "release", "IN", 67, 67, 67, ""),
            (RESCUED, "removal", "IN", 30, 30, 30, ""),
            (RETURN_OCTOBER, "removal", "IN", 24, 24, 24, ""),
        ),
        totals=(
            (INDIANS, "removal", None, 1091, 114, "uses_running_total"),
            (INDIANS, "release", None, 0, 127, ""),
        ),
    ),
    Case(
        "korean gambling network",
        "Two raids hold all ten Koreans and both sites: their campaign keeps its seizures only.",
        rows=(
            (GAMBLING, "money_seized_USD", "unknown", 19_700, 17_730, 21_670, ""),
            (GAMBLING, "computers_seized", "unknown", 8, 8, 8, ""),
            (GAMBLING, "phones_seized", "unknown", 4, 4, 4, ""),
            (GAMBLING, "devices_seized", "unknown", 18, 18, 18, ""),
            (SEN_SOK, "custody", "KR", 5, 5, 5, ""),
            (SEN_SOK, "sites", "unknown", 1, 1, 1, ""),
            (RUSSEY_KEO, "custody", "KR", 5, 5, 5, ""),
            (RUSSEY_KEO, "sites", "unknown", 1, 1, 1, ""),
        ),
        totals=(
            (GAMBLING, "custody", 10, 10, 10, "is_total_stated"),
            (GAMBLING, "sites", 2, 2, 2, "is_total_stated"),
        ),
    ),
)  # fmt: skip

CRACKDOWN = "kh-2025-06-27-crackdown"
# custody attributed to the crackdown and all its descendants, as of a day, shipped records only
AS_OF = (
    (CRACKDOWN, "custody", date(2025, 7, 17), 1000),
    (CRACKDOWN, "custody", date(2025, 7, 20), 2137),
    (CRACKDOWN, "custody", date(2025, 7, 25), 3075),
    (CRACKDOWN, "custody", date(2025, 12, 31), 4851),
)
