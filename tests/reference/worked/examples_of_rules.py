"""The worked examples that the rules end with."""

from __future__ import annotations

from ..shipped import made_up
from .case import Case, WorkedRow

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
)  # fmt: skip
