"""Bounds of a figure, and families of measures (sections 1 and 2)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

FOUR_PLACES = Decimal("0.0001")
WHOLE = Decimal(1)

FAMILIES = {
    "persons_arrested": "custody",
    "persons_detained": "custody",
    "persons_deported": "removal",
    "persons_repatriated": "removal",
    "persons_released": "release",
    "persons_rescued": "release",
    "sites_raided": "sites",
}
FAMILIES_OF_PERSONS = frozenset({"custody", "removal", "release"})


def family_of(measure: str, unit: str) -> str:
    """The family of a measure; money is one family per unit (section 2)."""
    if unit:
        return f"{measure}_{unit}"
    return FAMILIES.get(measure, measure)


def is_of_persons(family: str) -> bool:
    """Custody, removal, release and all that begins with persons_ (section 2)."""
    return family in FAMILIES_OF_PERSONS or family.startswith("persons_")


def number(text: str) -> Decimal:
    """A stated number as decimal(38,4)."""
    return Decimal(text).quantize(FOUR_PLACES, rounding=ROUND_HALF_UP)


def bounds(
    qualifier: str, value: Decimal, value_high: Decimal | None
) -> tuple[Decimal, Decimal | None, int]:
    """Low, high (none = open) and precision rank (section 1)."""
    if value_high is not None:
        return value, value_high, 2
    nine_tenths = (value * 9 / 10).quantize(WHOLE, rounding=ROUND_FLOOR)
    eleven_tenths = (value * 11 / 10).quantize(WHOLE, rounding=ROUND_CEILING)
    match qualifier:
        case "exact":
            return value, value, 1
        case "about":
            return nine_tenths, eleven_tenths, 3
        case "nearly":
            return nine_tenths, value, 3
        case "at_least" | "more_than":
            return value, None, 4
        case "up_to" | "less_than":
            return Decimal(0), value, 5
    raise ValueError(f"unknown qualifier: {qualifier}")
