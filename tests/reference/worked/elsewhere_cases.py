"""Cases of section 6: people counted elsewhere, and nationality from above."""

from __future__ import annotations

from .case import Case
from .making import arrested, overlap, so_far

HOME, ABROAD, THIRD = "kr-2026-01-05-home", "kh-2026-01-02-abroad", "th-2026-01-03-third"
TOP, MIDDLE, PART, ON_TOP = (
    "kh-2026-01-01-top",
    "kh-2026-01-02-middle",
    "kh-2026-01-03-part",
    "kh-2026-01-12-on-top",
)
_PART = {"counts_as": "part"}
_OF_TOP = {"parent_event_id": TOP}
_HOME_BY_NATIONALITY = (
    arrested(1, HOME, 15),
    arrested(2, HOME, 9, nationality="foreign", **_PART),
    arrested(3, HOME, 4, nationality="CN", **_PART),
    arrested(4, HOME, 4, nationality="KH", **_PART),
    arrested(5, ABROAD, 30),
    arrested(6, THIRD, 30),
)
_ALL_CHINESE = arrested(1, TOP, 100, nationality="CN")

CASES = (
    Case(
        "all of an event counted elsewhere",
        "The ten arrested on landing are those arrested abroad: the row stays, empty.",
        records=(arrested(1, HOME, 10, qualifier="about"), arrested(2, ABROAD, 10)),
        event_overlaps=(overlap(HOME, ABROAD),),
        rows=(
            (HOME, "custody", "unknown", 0, 0, 1, ""),
            (ABROAD, "custody", "unknown", 10, 10, 10, ""),
        ),
        counted_elsewhere=((HOME, "custody", "unknown", 10), (ABROAD, "custody", "unknown", 0)),
    ),
    Case(
        "a number counted elsewhere, unknown first",
        "Of 15 two are unknown, five foreign beside four Cambodians and four Chinese: eight are "
        "taken from the unknown, the foreigners, then the Chinese, who come before Cambodians.",
        records=tuple(row | {"country": "KH"} for row in _HOME_BY_NATIONALITY),
        event_overlaps=(overlap(HOME, ABROAD, 8),),
        rows=(
            (HOME, "custody", "unknown", 0, 0, 0, "residual"),
            (HOME, "custody", "foreign", 0, 0, 0, "residual"),
            (HOME, "custody", "CN", 3, 3, 3, ""),
            (HOME, "custody", "KH", 4, 4, 4, ""),
            (ABROAD, "custody", "unknown", 30, 30, 30, ""),
        ),
        counted_elsewhere=(
            (HOME, "custody", "unknown", 2),
            (HOME, "custody", "foreign", 5),
            (HOME, "custody", "CN", 1),
            (HOME, "custody", "KH", 0),
        ),
    ),
    Case(
        "several overlaps",
        "Eight of the 20 are counted in the campaign already; what is left, 12, elsewhere.",
        records=(
            arrested(1, TOP, 100),
            arrested(2, PART, 20, **_OF_TOP),
            arrested(3, THIRD, 30, **_OF_TOP),
            arrested(4, ABROAD, 30),
        ),
        event_overlaps=(overlap(PART, ABROAD), overlap(PART, THIRD, 8)),
        rows=(
            (TOP, "custody", "unknown", 58, 58, 58, "residual"),
            (PART, "custody", "unknown", 0, 0, 0, ""),
            (THIRD, "custody", "unknown", 30, 30, 30, ""),
            (ABROAD, "custody", "unknown", 30, 30, 30, ""),
        ),
        totals=((TOP, "custody", 100, 100, 42, "is_total_stated"),),
        counted_elsewhere=((PART, "custody", "unknown", 20),),
    ),
    Case(
        "a chain of overlaps",
        "Ten counted in the second, six of the second in the third.",
        records=(arrested(1, HOME, 10), arrested(2, ABROAD, 30), arrested(3, THIRD, 30)),
        event_overlaps=(overlap(HOME, ABROAD), overlap(ABROAD, THIRD, 6)),
        rows=(
            (HOME, "custody", "unknown", 0, 0, 0, ""),
            (ABROAD, "custody", "unknown", 24, 24, 24, ""),
            (THIRD, "custody", "unknown", 30, 30, 30, ""),
        ),
    ),
    Case(
        "counted outside of the campaign",
        "The campaign's 100 contain the ten that an event elsewhere counts: it keeps 90, no more.",
        records=(arrested(1, TOP, 100), arrested(2, PART, 10, **_OF_TOP), arrested(3, HOME, 50)),
        event_overlaps=(overlap(PART, HOME),),
        rows=(
            (TOP, "custody", "unknown", 90, 90, 90, "residual"),
            (PART, "custody", "unknown", 0, 0, 0, ""),
            (HOME, "custody", "unknown", 50, 50, 50, ""),
        ),
        totals=((TOP, "custody", 100, 100, 10, "is_total_stated"),),
    ),
    Case(
        "counted below the same campaign",
        "Two of its parts count the same ten: the campaign's 100 contain them once.",
        records=(
            arrested(1, TOP, 100),
            arrested(2, PART, 10, qualifier="about", **_OF_TOP),
            arrested(3, MIDDLE, 20, **_OF_TOP),
        ),
        event_overlaps=(overlap(PART, MIDDLE),),
        rows=(
            (TOP, "custody", "unknown", 80, 79, 80, "residual"),
            (PART, "custody", "unknown", 0, 0, 1, ""),
            (MIDDLE, "custody", "unknown", 20, 20, 20, ""),
        ),
        totals=((TOP, "custody", 100, 100, 20, "is_total_stated"),),
    ),
    Case(
        "counted in the campaign itself",
        "Five of the part are among the campaign's own: it keeps them.",
        records=(arrested(1, TOP, 100), arrested(2, PART, 10, **_OF_TOP)),
        event_overlaps=(overlap(PART, TOP, 5),),
        rows=(
            (TOP, "custody", "unknown", 95, 95, 95, "residual"),
            (PART, "custody", "unknown", 5, 5, 5, ""),
        ),
        totals=((TOP, "custody", 100, 100, 5, "is_total_stated"),),
    ),
    Case(
        "everybody is Chinese",
        "All 100 of the campaign are Chinese, and so are the ten of its part, and the two below.",
        records=(
            _ALL_CHINESE,
            arrested(2, MIDDLE, 10, qualifier="about", **_OF_TOP),
            arrested(3, PART, 2, nationality="foreign", parent_event_id=MIDDLE),
        ),
        rows=(
            (TOP, "custody", "CN", 90, 89, 91, "residual"),
            (MIDDLE, "custody", "CN", 8, 7, 9, "residual inherited"),
            (PART, "custody", "CN", 2, 2, 2, "inherited"),
        ),
    ),
    Case(
        "inherited rows are made one",
        "Three Chinese are stated, and four of whom nothing is known are Chinese too.",
        records=(
            _ALL_CHINESE,
            arrested(2, PART, 7, **_OF_TOP),
            arrested(3, PART, 3, nationality="CN", **_PART, **_OF_TOP),
            arrested(4, PART, 1, nationality="VN", **_PART, **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "CN", 93, 93, 94, "residual"),
            (PART, "custody", "CN", 6, 6, 6, "inherited"),
            (PART, "custody", "VN", 1, 1, 1, ""),
        ),
        totals=((TOP, "custody", 100, 100, 7, "is_total_stated is_allocation_capped"),),
    ),
    Case(
        "the nearest ancestor decides",
        "All are Chinese in the campaign, but Vietnamese in its part, and so the two below that.",
        records=(
            _ALL_CHINESE,
            arrested(2, MIDDLE, 10, nationality="VN", **_OF_TOP),
            arrested(3, PART, 2, parent_event_id=MIDDLE),
        ),
        rows=(
            (TOP, "custody", "CN", 90, 90, 100, "residual"),
            (MIDDLE, "custody", "VN", 8, 8, 8, "residual"),
            (PART, "custody", "VN", 2, 2, 2, "inherited"),
        ),
        totals=((TOP, "custody", 100, 100, 10, "is_total_stated is_allocation_capped"),),
    ),
    Case(
        "nationality goes no further than the count",
        "By 10 January all 100 are Chinese; nothing is said of those of 12 January.",
        records=(
            so_far(1, TOP, 100, nationality="CN", published_on="2026-01-10"),
            arrested(2, PART, 10, **_OF_TOP),
            arrested(3, ON_TOP, 5, **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "CN", 90, 90, 90, "residual"),
            (PART, "custody", "CN", 10, 10, 10, "inherited"),
            (ON_TOP, "custody", "unknown", 5, 5, 5, ""),
        ),
        totals=((TOP, "custody", None, 100, 10, "uses_running_total"),),
    ),
    Case(
        "more below than all of one nationality",
        "The parts count more than the five Chinese: so some of them are nobody's guess.",
        records=(arrested(1, TOP, 5, nationality="CN"), arrested(2, PART, 8, **_OF_TOP)),
        rows=((PART, "custody", "unknown", 8, 8, 8, ""),),
        events=(TOP,),
        totals=(
            (TOP, "custody", 5, 5, 8, "is_total_stated has_descendants_above_total "
                                      "is_allocation_capped"),
        ),
    ),
    Case(
        "a part makes nobody Chinese",
        "100 Chinese are only a part of those caught: of the others nothing is said.",
        records=(
            _ALL_CHINESE | _PART,
            arrested(2, PART, 10, **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "CN", 90, 90, 100, "residual"),
            (PART, "custody", "unknown", 10, 10, 10, ""),
        ),
    ),
)  # fmt: skip
