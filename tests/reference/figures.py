"""Bounds of a figure, its digits, and the groups of measures (sections 1 and 2)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

FOUR_PLACES = Decimal("0.0001")
WHOLE = Decimal(1)
DIGITS_OF_A_FRACTION = 99

MEASURE_GROUPS = {
    "persons_arrested": "custody",
    "persons_detained": "custody",
    "persons_deported": "removal",
    "persons_repatriated": "removal",
    "persons_released": "release",
    "persons_rescued": "release",
    "sites_raided": "sites",
}
GROUPS_OF_PERSONS = frozenset({"custody", "removal", "release"})


def group_of(measure: str, unit: str) -> str:
    """The group of a measure; money is one group per unit (section 2)."""
    if unit:
        return f"{measure}_{unit}"
    return MEASURE_GROUPS.get(measure, measure)


def is_of_persons(measure_group: str) -> bool:
    """Custody, removal, release and all that begins with persons_ (section 2)."""
    return measure_group in GROUPS_OF_PERSONS or measure_group.startswith("persons_")


def number(text: str) -> Decimal:
    """A stated number as decimal(38,4)."""
    return Decimal(text).quantize(FOUR_PLACES, rounding=ROUND_HALF_UP)


def digits(value: Decimal) -> int:
    """How many significant digits a value has: 5,770 three, 6,000 one, 0 one (section 1)."""
    if value != value.to_integral_value():
        return DIGITS_OF_A_FRACTION
    return max(1, len(str(int(value)).rstrip("0")))


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
