"""Keep one of several tellings of a figure: headline, lead and body often repeat a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.articles.figure import Figure

MIN_ROUNDED = 20
# By qualifier, the shares of a round number within which the exact one lies.
ROUNDED = {"nearly": (0.9, 1.0), "more_than": (1.0, 1.15), "about": (0.95, 1.05)}


def once(found: list[Figure]) -> list[Figure]:
    """Return each figure once, in its most qualified form, in the order of the text.

    Two figures are one if measure, value, unit and status are equal and neither contradicts the
    other in nationality, sex or age group.
    """
    kept: list[Figure] = []
    for figure in found:
        same = next((other for other in kept if _is_same(other, figure)), None)
        if same is None:
            kept.append(figure)
        elif _weight(figure) > _weight(same):
            if same.counts_as == "total" and figure.counts_as == "part" and not figure.is_part:
                figure.counts_as = "total"
            kept[kept.index(same)] = figure
    kept = [figure for figure in kept if not any(_rounds(figure, other) for other in kept)]
    return sorted(kept, key=lambda figure: figure.start)


def _rounds(figure: Figure, other: Figure) -> bool:
    """Return whether a figure is another one, rounded: "nearly 200" of the 196 that were held."""
    if (figure.measure, figure.nation, figure.sex, figure.unit, figure.status) != (
        *(other.measure, other.nation, other.sex, other.unit, other.status),
    ):
        return False
    if other.qualifier != "exact" or "total" not in (figure.counts_as, other.counts_as):
        return False
    share = float(other.value / figure.value) if figure.value else 0.0
    if figure.value < MIN_ROUNDED or figure.counts_as != other.counts_as:
        return False
    low, high = ROUNDED.get(figure.qualifier, (1.0, 0.0))
    return low < share < high


def _is_same(one: Figure, other: Figure) -> bool:
    if (one.measure, one.value, one.number.high, one.unit) != (
        *(other.measure, other.value, other.number.high, other.unit),
    ):
        return False
    if one.chain == other.chain or one.status != other.status:
        return False
    if one.value < 3 and one.sentence != other.sentence and not one.nation:
        return False
    return all(
        not a or not b or a == b
        for a, b in ((one.nation, other.nation), (one.sex, other.sex), (one.age, other.age))
    )


def _weight(figure: Figure) -> int:
    """Return how much a telling says beside the number."""
    said = (figure.qualifier != "exact", figure.nation, figure.sex, figure.age, figure.thing)
    return sum(map(bool, said))
