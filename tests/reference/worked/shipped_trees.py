"""Cases of the shipped records: events with parts."""

from __future__ import annotations

from datetime import date

from .case import Case

RAIDS, KRATIE, COAST, PURSAT, POIPET = (
    "kh-2025-07-14-directive-raids",
    "kh-2025-07-14-kratie",
    "kh-2025-07-14-phnom-penh-sihanoukville",
    "kh-2025-07-14-pursat",
    "kh-2025-07-16-poipet-building",
)
LANKA, COLOMBO, NEGOMBO, KANDY = (
    "lk-2024-06-24-foreigners-crackdown",
    "lk-2024-06-27-indians-colombo-negombo",
    "lk-2024-06-28-negombo-chinese",
    "lk-2024-07-01-kandy-halloluwa",
)
TEAM, TEAM_POIPET, TEAM_COAST, TEAM_EAST = (
    "kh-2025-12-01-joint-team-raids",
    "kh-2025-12-04-poipet-koreans",
    "kh-2025-12-09-sihanoukville-koreans",
    "kh-2025-12-18-mondulkiri-koreans",
)
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
        "directive raids of july 2025",
        "Four raids hold 996 of more than 1,000: the four that are left go to the largest gap, "
        "213 - 200 Vietnamese, and none to the 271 - 270 Indonesians. There may be 13 of them.",
        rows=(
            (RAIDS, "custody", "VN", 4, 4, 13, "open residual"),
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
        "sri lanka 2024",
        "Running totals are used: 200 by the end of the year hold 179 of three raids, and of the "
        "200 'foreign' 21 are left (63 beyond 137 Indians, less 12 Indians too many, less 30 "
        "Chinese); a running total that begins a day later stays out; seizures likewise. "
        "The raids may hold only 102, so that the 220 at most leave up to 118.",
        rows=(
            (LANKA, "custody", "foreign", 21, 1, 118, "residual"),
            (LANKA, "computers_seized", "unknown", 321, 281, 361, "residual"),
            (COLOMBO, "custody", "IN", 137, 60, 137, ""),
            (COLOMBO, "phones_seized", "unknown", 135, 135, 158, "disputed"),
            (COLOMBO, "computers_seized", "unknown", 57, 57, 57, ""),
            (COLOMBO, "sites", "unknown", 1, 1, 1, ""),
            (NEGOMBO, "custody", "CN", 30, 30, 30, ""),
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
        "joint team in december 2025",
        "A running total of 92 Koreans is used by its nationality; its three raids later hold 94, "
        "so that the campaign keeps none; of its seven sites the raids' three assumed ones go.",
        rows=(
            (TEAM, "sites", "unknown", 4, 4, 4, "residual"),
            (TEAM, "compounds_identified", "unknown", 7, 7, 7, ""),
            (TEAM, "losses_USD", "unknown", 331_500_000, 331_500_000, 331_500_000, ""),
            (TEAM_POIPET, "custody", "KR", 17, 17, 17, ""),
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
        "indians brought home",
        "A running total of one nationality, grown from 'up to 250' to 1,091, holds the 114 of "
        "three returns; the part of 75 is put aside.",
        rows=(
            (INDIANS, "removal", "IN", 977, 977, 977, "residual"),
            (JINBEI, "release", "IN", 60, 60, 60, ""),
            (RETURN_MAY, "removal", "IN", 60, 60, 60, ""),
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
