"""Where an event was, and with what weight (section 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from .model import Weighed
from .record import Place, Record

NOWHERE: frozenset[Weighed] = frozenset({("unknown", "", Fraction(1))})


def weighed_places(records: Sequence[Record], kind: str | None) -> frozenset[Weighed]:
    """The places that the records of one event name; their weights sum to one."""
    named = frozenset[Place]().union(*(r.places for r in records))
    cities = frozenset(place for place in named if place[0] == "city")
    places = cities or named
    if not places:
        return NOWHERE
    if kind == "campaign":
        return _by_reports(records, places)
    return frozenset((*place, Fraction(1, len(places))) for place in places)


def _by_reports(records: Sequence[Record], places: frozenset[Place]) -> frozenset[Weighed]:
    """Each report weighs the same, and shares itself among the places that it names."""
    named_by: dict[tuple[object, ...], set[Place]] = defaultdict(set)
    for record in records:
        named_by[record.report] |= record.places & places
    weights: dict[Place, Fraction] = defaultdict(Fraction)
    for of_report in named_by.values():
        for place in of_report:
            weights[place] += Fraction(1, len(of_report) * len(named_by))
    weights["unknown", ""] = 1 - sum(weights.values(), Fraction())
    return frozenset((*place, weight) for place, weight in weights.items() if weight)


def own_place(places: frozenset[Weighed]) -> Place | None:
    """The one place that has the whole weight, if there is one and it is known."""
    known = [(kind, name) for kind, name, weight in places if kind != "unknown" and weight == 1]
    return known[0] if known else None
