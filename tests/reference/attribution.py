"""The tree, nothing counted twice (section 6), and the rows of the facts (section 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .model import FOREIGN, NOT_ISO, UNKNOWN, AttributedRow, EventRow, EventTotalRow, Figure
from .totals import ZERO, Own

Amounts = dict[str, Decimal]


@dataclass
class Attribution:
    """What an event keeps in one family, and what its descendants hold."""

    given: Amounts
    kids_total: Decimal
    gap_capped: bool
    descendants_have_rows: bool


@dataclass
class Forest:
    """Events by id, with children and all descendants in the cut tree."""

    events: Mapping[str, EventRow]
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for event in self.events.values():
            if event.tree_parent_id is not None:
                self.children[event.tree_parent_id].append(event.event_id)

    def descendants(self, event_id: str) -> list[str]:
        """Every event below, in no particular order."""
        found: list[str] = []
        waiting = list(self.children.get(event_id, ()))
        while waiting:
            below = waiting.pop()
            found.append(below)
            waiting.extend(self.children.get(below, ()))
        return found


def attribute(
    forest: Forest, own: Mapping[tuple[str, str], Own]
) -> dict[tuple[str, str], Attribution]:
    """From the deepest events up, what each keeps; keys are (event, family)."""
    families: dict[str, set[str]] = defaultdict(set)
    for event_id, family in own:
        families[event_id].add(family)
    kept: dict[tuple[str, str], Attribution] = {}
    for event_id in sorted(forest.events, key=lambda e: (-forest.events[e].depth, e)):
        descendants = forest.descendants(event_id)
        mentioned = families[event_id].union(*(families[below] for below in descendants))
        for family in sorted(mentioned):
            figures = own.get((event_id, family), Own())
            below = {d: kept[d, family].given for d in descendants if (d, family) in kept}
            kept[event_id, family] = _keep(figures, _kids(forest, figures, below), below)
    return kept


def _kids(forest: Forest, own: Own, below: Mapping[str, Amounts]) -> Amounts:
    """What counts as the children's: with running totals only what starts up to D."""
    kids: Amounts = defaultdict(Decimal)
    for event_id, given in below.items():
        start = forest.events[event_id].event_start
        if own.serve_day is not None and start is not None and start > own.serve_day:
            continue
        for nationality, persons in given.items():
            kids[nationality] += persons
    return kids


def _keep(own: Own, kids: Amounts, below: Mapping[str, Amounts]) -> Attribution:
    kids_total = sum(kids.values(), ZERO)
    left = max(ZERO, own.own_total - kids_total)
    gaps = {
        n: max(ZERO, figure.best - kids.get(n, ZERO))
        for n, figure in own.nations.items()
        if figure.best > 0
    }
    shares = [(n, gaps[n]) for n in sorted(gaps, key=lambda n: (-gaps[n], n))]
    shares.append((FOREIGN, _foreign_gap(own, kids)))
    given: Amounts = {}
    gap_capped = False
    for nationality, gap in shares:
        share = min(gap, left)
        left -= share
        gap_capped |= share < gap
        given[nationality] = share
    given[UNKNOWN] = left
    return Attribution(
        given={n: persons for n, persons in given.items() if persons > 0},
        kids_total=kids_total,
        gap_capped=gap_capped,
        descendants_have_rows=any(below.values()),
    )


def _foreign_gap(own: Own, kids: Amounts) -> Decimal:
    beyond = ZERO
    for nationality, persons in kids.items():
        if nationality not in NOT_ISO and nationality != own.country:
            stated = own.nations.get(nationality)
            beyond += max(ZERO, persons - (stated.best if stated else ZERO))
    return max(ZERO, own.foreign_rest - kids.get(FOREIGN, ZERO) - beyond)


def attributed_rows(
    event_id: str, family: str, own: Own, kept: Attribution
) -> Sequence[AttributedRow]:
    """The rows of an event and family, with bounds and the records behind them (section 7)."""
    named = any(n not in NOT_ISO for n in kept.given)
    return [
        AttributedRow(
            event_id=event_id,
            family=family,
            nationality_code=nationality,
            persons=persons,
            persons_low=_low(_figure_of(own, nationality), persons),
            persons_high=_high(_figure_of(own, nationality), persons),
            is_open_ended=_is(_figure_of(own, nationality), "is_open_ended"),
            is_disputed=_is(_figure_of(own, nationality), "is_disputed"),
            is_residual=(nationality in NOT_ISO and named) or kept.descendants_have_rows,
            record_ids=_behind(own, nationality),
        )
        for nationality, persons in kept.given.items()
    ]


def _figure_of(own: Own, nationality: str) -> Figure | None:
    if nationality == UNKNOWN:
        return own.total
    return own.foreign if nationality == FOREIGN else own.nations[nationality]


def _low(figure: Figure | None, persons: Decimal) -> Decimal:
    return persons if figure is None else max(ZERO, figure.low - (figure.best - persons))


def _high(figure: Figure | None, persons: Decimal) -> Decimal:
    return persons if figure is None else figure.high - (figure.best - persons)


def _is(figure: Figure | None, flag: str) -> bool:
    return figure is not None and bool(getattr(figure, flag))


def _behind(own: Own, nationality: str) -> frozenset[str]:
    """Standing records of the slice, and of those that were subtracted from it."""
    figures = [_figure_of(own, nationality)]
    if nationality == FOREIGN:
        figures += [own.nations[n] for n in own.foreign_nations]
    if nationality == UNKNOWN:
        figures += [own.foreign, *own.nations.values()]
    return frozenset[str]().union(*(f.standing for f in figures if f is not None))


def total_row(event_id: str, family: str, own: Own, kept: Attribution) -> EventTotalRow:
    """The row of an event and family with every flag (sections 5 to 7)."""
    return EventTotalRow(
        event_id=event_id,
        family=family,
        total=own.total.best if own.total else None,
        total_low=own.total.low if own.total else None,
        total_high=own.total.high if own.total else None,
        stated_sum=own.stated_sum,
        own_total=own.own_total,
        kids_total=kept.kids_total,
        attributed=sum(kept.given.values(), ZERO),
        total_is_stated=own.total_is_stated,
        parts_exceed_total=own.parts_exceed_total,
        sum_of_sexes=own.sum_of_sexes,
        total_from_parts=own.total_from_parts,
        sites_assumed=own.sites_assumed,
        children_exceed_parent=ZERO < own.own_total < kept.kids_total,
        gap_capped=kept.gap_capped,
        totals_serve=own.totals_serve,
        serve_day=own.serve_day,
        reports=own.reports,
        publishers=own.publishers,
    )
