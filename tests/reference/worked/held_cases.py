"""Cases of section 6: what a count holds of its children, and the bounds of what is left (7)."""

from __future__ import annotations

from .case import Case
from .making import arrested, so_far

TOP = "kh-2026-01-01-top"
EARLY, LATE = "kh-2026-01-05-early", "kh-2026-01-12-late"
ENDED, GOING_ON = "kh-2026-01-02-ended", "kh-2026-01-08-going-on"
BEFORE, BETWEEN, AFTER = (
    "kh-2026-01-09-before",
    "kh-2026-01-10-between",
    "kh-2026-01-15-after",
)
_OF_TOP = {"parent_event_id": TOP}
_OF_GOING_ON = {"parent_event_id": GOING_ON}
_TO_THE_20TH = {"event_end": "2026-01-20", **_OF_TOP}
HUNDRED_BY_THE_TENTH = so_far(1, TOP, 100, published_on="2026-01-10")
SEVEN_BY_THE_NINTH = so_far(2, GOING_ON, 7, published_on="2026-01-09", **_TO_THE_20TH)
THIRTY_BY_THE_20TH = so_far(3, GOING_ON, 30, published_on="2026-01-20", **_TO_THE_20TH)

CRACKDOWN, RAIDS, SECOND, SECOND_RAIDS = (
    "kh-2025-06-27-crackdown",
    "kh-2025-12-01-raids",
    "kh-2026-01-01-second",
    "kh-2026-01-20-raids-of-second",
)

CASES = (
    Case(
        "nothing, everything, and what was counted by the day",
        "A running total of 100 on 10 January holds nothing of 12 January, all 20 of 5 January, "
        "all 15 of a campaign that had ended, and the 7 that one that goes on had counted. It may "
        "have had up to 30 of that one, so that between 35 and 58 are left.",
        records=(
            HUNDRED_BY_THE_TENTH,
            SEVEN_BY_THE_NINTH,
            THIRTY_BY_THE_20TH,
            arrested(4, EARLY, 20, **_OF_TOP),
            arrested(5, LATE, 5, **_OF_TOP),
            arrested(6, ENDED, 15, event_kind="campaign", event_end="2026-01-09",
                 published_on="2026-01-19", **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "unknown", 58, 35, 58, "residual"),
            (EARLY, "custody", "unknown", 20, 20, 20, ""),
            (LATE, "custody", "unknown", 5, 5, 5, ""),
            (ENDED, "custody", "unknown", 15, 15, 15, ""),
            (GOING_ON, "custody", "unknown", 30, 30, 30, ""),
        ),
        totals=((TOP, "custody", 100, 100, 42, "is_total_stated uses_running_total"),),
    ),
    Case(
        "a count that holds a count",
        "By 10 January the campaign that goes on had 7 of the 9th, with 3 of its own raid in them, "
        "and 6 of a raid of the 10th beside: 13. In the end it has 30 with all 13 of its raids.",
        records=(
            HUNDRED_BY_THE_TENTH,
            SEVEN_BY_THE_NINTH,
            THIRTY_BY_THE_20TH,
            arrested(4, BEFORE, 3, **_OF_GOING_ON),
            arrested(5, BETWEEN, 6, **_OF_GOING_ON),
            arrested(6, AFTER, 4, **_OF_GOING_ON),
        ),
        rows=(
            (TOP, "custody", "unknown", 87, 70, 87, "residual"),
            (GOING_ON, "custody", "unknown", 17, 17, 17, "residual"),
            (BEFORE, "custody", "unknown", 3, 3, 3, ""),
            (BETWEEN, "custody", "unknown", 6, 6, 6, ""),
            (AFTER, "custody", "unknown", 4, 4, 4, ""),
        ),
        totals=((TOP, "custody", 100, 100, 13, "is_total_stated uses_running_total"),),
    ),
    Case(
        "never more than counted in the end",
        "By 10 January the campaign that goes on had 7 of whom nothing was known. In the end all 5 "
        "are Chinese: no unknown are left that the running total could hold.",
        records=(
            HUNDRED_BY_THE_TENTH,
            SEVEN_BY_THE_NINTH,
            arrested(3, GOING_ON, 5, event_kind="campaign", nationality="CN",
                 published_on="2026-01-20", **_TO_THE_20TH),
        ),
        rows=(
            (TOP, "custody", "unknown", 100, 95, 100, "residual"),
            (GOING_ON, "custody", "CN", 5, 5, 5, ""),
        ),
        totals=((TOP, "custody", 100, 100, 0, "is_total_stated uses_running_total"),),
    ),
    Case(
        "revised down in the end",
        "By 10 January the campaign that goes on had 7; in the end it has about 5, and more than "
        "those can't be held.",
        records=(
            HUNDRED_BY_THE_TENTH,
            SEVEN_BY_THE_NINTH,
            arrested(3, GOING_ON, 5, event_kind="campaign", qualifier="about",
                 published_on="2026-01-20", **_TO_THE_20TH),
        ),
        rows=(
            (TOP, "custody", "unknown", 95, 94, 96, "residual"),
            (GOING_ON, "custody", "unknown", 5, 4, 6, ""),
        ),
        totals=((TOP, "custody", 100, 100, 5, "is_total_stated uses_running_total"),),
    ),
    Case(
        "held whole",
        "Arrests that go on after 10 January are held whole if they are no campaign, and so is a "
        "campaign that ends on the day.",
        records=(
            HUNDRED_BY_THE_TENTH,
            arrested(2, EARLY, 20, event_end="2026-01-14", published_on="2026-01-14", **_OF_TOP),
            arrested(3, ENDED, 15, event_kind="campaign", event_end="2026-01-10",
                 published_on="2026-01-19", **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "unknown", 65, 65, 65, "residual"),
            (EARLY, "custody", "unknown", 20, 20, 20, ""),
            (ENDED, "custody", "unknown", 15, 15, 15, ""),
        ),
    ),
    Case(
        "the day of the best",
        "An exact 100 of 10 January stays best beside 'about 95' of the 14th, and with it its day.",
        records=(
            HUNDRED_BY_THE_TENTH,
            so_far(2, TOP, 95, qualifier="about", published_on="2026-01-14"),
            arrested(3, LATE, 5, **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "unknown", 100, 85, 105, "residual"),
            (LATE, "custody", "unknown", 5, 5, 5, ""),
        ),
    ),
    Case(
        "the day of nationalities above the total",
        "Ten in all by 3 January, but eight Chinese by the 5th and eight Vietnamese by the 8th: "
        "the 16 are of the 8th, and hold what began on the 5th.",
        records=(
            so_far(1, TOP, 10, published_on="2026-01-03"),
            so_far(2, TOP, 8, nationality="CN", published_on="2026-01-05"),
            so_far(3, TOP, 8, nationality="VN", published_on="2026-01-08"),
            arrested(4, EARLY, 5, nationality="VN", **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "CN", 8, 8, 8, "residual"),
            (TOP, "custody", "VN", 3, 3, 3, "residual"),
            (EARLY, "custody", "VN", 5, 5, 5, ""),
        ),
        totals=(
            (TOP, "custody", 10, 16, 5, "is_total_stated uses_running_total "
                                        "has_parts_above_total"),
        ),
    ),
    Case(
        "the second worked example",
        "5,106 on 25 January hold raids of 2,348, and of a campaign of January that counts 5,770 "
        "on 14 March the 300 of its own raids until then. The 2,000 Chinese are not lost. The "
        "campaign may have had all its 5,770 by then.",
        records=(
            so_far(1, CRACKDOWN, 5106, published_on="2026-01-25"),
            so_far(2, CRACKDOWN, 2000, nationality="CN", published_on="2026-01-25"),
            arrested(3, RAIDS, 2348, parent_event_id=CRACKDOWN),
            so_far(4, SECOND, 5770, published_on="2026-03-14", parent_event_id=CRACKDOWN),
            arrested(5, SECOND_RAIDS, 300, parent_event_id=SECOND),
        ),
        rows=(
            (CRACKDOWN, "custody", "CN", 2000, 2000, 2000, "residual"),
            (CRACKDOWN, "custody", "unknown", 458, 0, 458, "residual"),
            (RAIDS, "custody", "unknown", 2348, 2348, 2348, ""),
            (SECOND, "custody", "unknown", 5470, 5470, 5470, "residual"),
            (SECOND_RAIDS, "custody", "unknown", 300, 300, 300, ""),
        ),
        totals=(
            (CRACKDOWN, "custody", 5106, 5106, 2648, "is_total_stated uses_running_total"),
            (SECOND, "custody", 5770, 5770, 300, "is_total_stated uses_running_total"),
        ),
    ),
    Case(
        "what is left of a vague child",
        "Of 100 a child has about 50: between 45 and 55 are left.",
        records=(arrested(1, TOP, 100), arrested(2, EARLY, 50, qualifier="about", **_OF_TOP)),
        rows=(
            (TOP, "custody", "unknown", 50, 45, 55, "residual"),
            (EARLY, "custody", "unknown", 50, 45, 55, ""),
        ),
    ),
    Case(
        "what is left of a nationality",
        "Of 60 Chinese a child has about 50: between 5 and 15 are left; and of the 40 others as "
        "many as the total leaves.",
        records=(
            arrested(1, TOP, 100),
            arrested(2, TOP, 60, nationality="CN", counts_as="part"),
            arrested(3, EARLY, 50, qualifier="about", nationality="CN", **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "CN", 10, 5, 15, "residual"),
            (TOP, "custody", "unknown", 40, 35, 45, "residual"),
            (EARLY, "custody", "CN", 50, 45, 55, ""),
        ),
    ),
    Case(
        "a capped nationality shows its upper end",
        "A child has 95 of the 100, nobody knows which: five of 60 Chinese are left, or 60.",
        records=(
            arrested(1, TOP, 100),
            arrested(2, TOP, 60, nationality="CN", counts_as="part"),
            arrested(3, EARLY, 95, **_OF_TOP),
        ),
        rows=(
            (TOP, "custody", "CN", 5, 5, 60, "residual"),
            (EARLY, "custody", "unknown", 95, 95, 95, ""),
        ),
        totals=((TOP, "custody", 100, 100, 95, "is_total_stated is_allocation_capped"),),
    ),
)  # fmt: skip
