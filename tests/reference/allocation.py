"""What an event keeps beyond its descendants, with bounds (sections 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from .amounts import NONE, ZERO, Amount, Amounts, Given, total_of
from .consensus import Figure
from .overlaps import Overlap, taken
from .own_figures import OwnFigures
from .record import FOREIGN, NOT_ISO, UNKNOWN


@dataclass(frozen=True)
class Allocation:
    """The rows of an event and group, and whether some gap got less than it asked."""

    rows: list[Given]
    is_capped: bool


def allocate(own: OwnFigures, descendants: Amounts, overlaps: Iterable[Overlap]) -> Allocation:
    """Share what remains beyond the descendants among the gaps, the largest first."""
    left = max(ZERO, own.own_total - total_of(descendants).best)
    given: dict[str, Decimal] = {}
    is_capped = False
    for nationality, gap in _gaps(own, descendants):
        given[nationality] = min(gap, left)
        left -= given[nationality]
        is_capped |= given[nationality] < gap
    given[UNKNOWN] = left
    rows = [_row(own, descendants, n, persons) for n, persons in given.items() if persons > 0]
    return Allocation(_with_overlaps(rows, overlaps), is_capped)


def _gaps(own: OwnFigures, descendants: Amounts) -> list[tuple[str, Decimal]]:
    """What each nationality lacks, in the order in which they are served; `foreign` is last."""
    gaps = {
        n: max(ZERO, figure.best - descendants.get(n, NONE).best)
        for n, figure in own.nations.items()
    }
    in_order = sorted(gaps.items(), key=lambda gap: (-gap[1], gap[0]))
    return [*in_order, (FOREIGN, _foreign_gap(own, descendants))]


def _foreign_gap(own: OwnFigures, descendants: Amounts) -> Decimal:
    beyond = ZERO
    for nationality, amount in descendants.items():
        if nationality not in NOT_ISO and nationality != own.country:
            stated = own.nations.get(nationality)
            beyond += max(ZERO, amount.best - (stated.best if stated else ZERO))
    return max(ZERO, own.foreign_rest - descendants.get(FOREIGN, NONE).best - beyond)


def _row(own: OwnFigures, descendants: Amounts, nationality: str, persons: Decimal) -> Given:
    figure = _figure_of(own, nationality)
    return Given(
        nationality=nationality,
        amount=_bounded(figure, nationality, persons, descendants),
        is_open_ended=figure is not None and figure.is_open_ended,
        is_disputed=figure is not None and figure.is_disputed,
        record_ids=_behind(own, nationality),
    )


def _figure_of(own: OwnFigures, nationality: str) -> Figure | None:
    if nationality == UNKNOWN:
        return own.total
    return own.foreign if nationality == FOREIGN else own.nations[nationality]


def _bounded(
    figure: Figure | None, nationality: str, persons: Decimal, descendants: Amounts
) -> Amount:
    """The bounds of a row: those of its consensus, less those of what descendants hold."""
    low, best, high = (
        (figure.low, figure.best, figure.high) if figure else (persons, persons, persons)
    )
    if nationality in (UNKNOWN, FOREIGN):
        of_all = total_of(descendants)
        low = low - (best - persons) - (of_all.high - of_all.best)
        high = high - (best - persons) + (of_all.best - of_all.low)
    else:
        of_nation = descendants.get(nationality, NONE)
        low, high = low - of_nation.high, high - of_nation.low
    return Amount(min(persons, max(ZERO, low)), persons, max(persons, high))


def _behind(own: OwnFigures, nationality: str) -> frozenset[str]:
    """Candidates of the row's consensus, and of those that were subtracted from it."""
    figures = [_figure_of(own, nationality)]
    if nationality == FOREIGN:
        figures += [own.nations[n] for n in own.foreign_nations]
    if nationality == UNKNOWN:
        figures += [own.foreign, *own.nations.values()]
    return frozenset[str]().union(*(f.candidates for f in figures if f is not None))


def _with_overlaps(rows: list[Given], overlaps: Iterable[Overlap]) -> list[Given]:
    """Note in each row how many of it other events count."""
    counted_in: dict[str, dict[str, Decimal]] = {row.nationality: {} for row in rows}
    for nationality, event_id, share in taken(_attributed(rows), overlaps).shares:
        of_row = counted_in[nationality]
        of_row[event_id] = of_row.get(event_id, ZERO) + share
    return [replace(row, counted_in=counted_in[row.nationality]) for row in rows]


def _attributed(rows: Iterable[Given]) -> dict[str, Decimal]:
    return {row.nationality: row.amount.best for row in rows}


def too_large(rows: Iterable[Given], overlaps: Iterable[Overlap]) -> list[tuple[str, Decimal]]:
    """By how much overlaps are larger than the rows they are taken from, by counting event."""
    return taken(_attributed(rows), overlaps).too_large
