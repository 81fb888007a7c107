"""Cases of the shipped records: single events."""

from __future__ import annotations

from .case import Case

A7 = "kh-2026-01-31-bavet-a7"
CLARK = "ph-2023-05-04-clark-sun-valley"
FEBRUARY, THAIS = "kh-2025-02-22-poipet-building", "kh-2025-03-01-thai-handover"
THU_DUC = "vn-2025-04-14-thu-duc-building"
JAPANESE = "kh-2023-01-24-sihanoukville-japanese"
PRINCE = "sg-2025-10-30-prince-group-seizure"
TO_CHINA = "kh-2025-04-13-china-deportation"
WAITING = "kh-2022-03-30-thais-awaiting-return"
GOLDEN_TOP = "zm-2024-06-07-golden-top-verdict"
CONDO, KLCC = "my-2025-05-13-bukit-mertajam-condo", "my-2025-09-19-kl-persiaran-klcc"

CASES = (
    Case(
        "bavet a7",
        "2,044 foreigners, by many reports, are a part of the 2,223 that one has a day later; the "
        "nationalities add up to 2,223, so that the foreigners leave no rest.",
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
        "clark sun valley",
        "Totals from 1,000 to 1,162: 1,162 outgrows 1,048, but not 1,090, which three print later. "
        "The nationalities, grown, add up to 1,246, more than the total and more than 'foreign'.",
        rows=(
            (CLARK, "release", "VN", 437, 437, 437, ""),
            (CLARK, "release", "CN", 307, 307, 307, ""),
            (CLARK, "release", "ID", 242, 242, 242, ""),
            (CLARK, "release", "PH", 172, 172, 172, ""),
            (CLARK, "release", "NP", 40, 40, 40, ""),
            (CLARK, "release", "MY", 27, 27, 27, ""),
            (CLARK, "release", "MM", 12, 12, 12, ""),
            (CLARK, "release", "TH", 6, 6, 6, ""),
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
        "215 grew to 230 in one raid: 230 detained with 123 Thais inside leave one more foreigner; "
        "230 rescued with 109 Thais leave fifteen; 119 deported of 61 and 58.",
        rows=(
            (FEBRUARY, "custody", "TH", 123, 123, 123, ""),
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
            (FEBRUARY, "release", "foreign", 15, 15, 15, "residual"),
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
        "nineteen japanese men",
        "Only men of one nationality are stated: its figure is derived from them, a total is not.",
        rows=((JAPANESE, "custody", "JP", 19, 19, 19, ""),),
        totals=((JAPANESE, "custody", None, 19, 0, "is_sum_of_sexes"),),
    ),
    Case(
        "prince group in singapore",
        "Money by unit: 'more than 115 million' grew to an exact 116 million.",
        rows=(
            (PRINCE, "money_seized_USD", "unknown", 116_000_000, 116_000_000, 116_000_000,
             ""),
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
        "22 Chinese by most, 21 by one; with one Cameroonian more than the total of 22, but that "
        "names the Chinese, so that no part is above it.",
        rows=(
            (GOLDEN_TOP, "persons_convicted", "CN", 22, 21, 22, "disputed"),
            (GOLDEN_TOP, "persons_convicted", "CM", 1, 1, 1, ""),
        ),
        totals=(
            (GOLDEN_TOP, "persons_convicted", 22, 23, 0, "is_total_stated"),
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
)  # fmt: skip
