"""The figures of one event and group, before the tree is looked at (section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .breakdowns import (
    THE_TOTAL,
    Breakdown,
    of_running_totals,
    of_totals_and_parts,
    plain_parts,
    used_running_totals,
)
from .consensus import Consensus, Figure, consensus
from .figures import is_of_persons
from .record import ALL, FOREIGN, TOTAL, Record

ZERO = Decimal(0)
ONE = Decimal(1)
SITES = "sites"


@dataclass
class OwnFigures:
    """T, P[N] and F of one event and group, stated or derived, and what follows from them."""

    country: str
    total: Figure | None = None
    nations: dict[str, Figure] = field(default_factory=dict)
    foreign: Figure | None = None
    consensuses: dict[Breakdown, Consensus] = field(default_factory=dict)
    is_total_stated: bool = False
    is_sum_of_sexes: bool = False
    is_total_from_parts: bool = False
    is_site_assumed: bool = False
    uses_running_total: bool = False
    report_count: int = 0
    publisher_count: int = 0

    @property
    def foreign_nations(self) -> list[str]:
        """The N with a figure, other than the country of the event in the group."""
        return [n for n in self.nations if n != self.country]

    @property
    def foreign_rest(self) -> Decimal:
        """What `foreign` has beyond the foreign nations that have a figure of their own."""
        if self.foreign is None:
            return ZERO
        named = sum((self.nations[n].best for n in self.foreign_nations), ZERO)
        return max(ZERO, self.foreign.best - named)

    @property
    def nationality_sum(self) -> Decimal:
        """All nations and the foreign rest."""
        return sum((f.best for f in self.nations.values()), ZERO) + self.foreign_rest

    @property
    def own_total(self) -> Decimal:
        """The larger of T and the sum by nationality."""
        return max(self.total.best if self.total else ZERO, self.nationality_sum)

    @property
    def has_parts_above_total(self) -> bool:
        """T is smaller than the sum by nationality, though it names no nationality."""
        if self.total is None or self.nationality_sum <= self.total.best:
            return False
        return self.total.best_record is None or self.total.best_record.nationality == TOTAL

    @property
    def running_total_as_of(self) -> date | None:
        """D of section 6: the day of the running total, None if none is used."""
        if not self.uses_running_total:
            return None
        if self.total is not None and self.total.best >= self.nationality_sum:
            return self.total.day
        stated = [*self.nations.values(), *([self.foreign] if self.foreign else [])]
        return max(figure.day for figure in stated)

    @property
    def only_nation(self) -> str | None:
        """N, if everybody counted here is of N as far as the event's own figures say."""
        above_zero = [n for n, figure in self.nations.items() if figure.best > 0]
        if len(above_zero) != 1 or self.nations[above_zero[0]].best != self.own_total:
            return None
        best_record = self.nations[above_zero[0]].best_record
        if best_record is None or best_record.counts_as == "part":
            return None
        return above_zero[0]


def own_figures(
    records: Sequence[Record],
    measure_group: str,
    *,
    kind: str | None,
    start: date | None,
    country: str,
) -> OwnFigures:
    """The figures of the records of one event and group that take part, maybe none."""
    used = used_running_totals(records, measure_group, kind, start)
    own = figures_of_running_totals(used, measure_group, country) if used else None
    if own is None:
        members = of_totals_and_parts(records)
        own = OwnFigures(country, consensuses={key: consensus(of) for key, of in members.items()})
        _make_up(own, is_of_persons(measure_group), plain_parts(records))
    own.report_count = len({r.report for r in records})
    own.publisher_count = len({r.publisher for r in records})
    return own


def figures_of_running_totals(
    used: Sequence[Record], measure_group: str, country: str
) -> OwnFigures:
    """The figures of running totals that are used."""
    members = of_running_totals(used)
    own = OwnFigures(
        country,
        consensuses={key: consensus(of, running=True) for key, of in members.items()},
        uses_running_total=True,
    )
    _make_up(own, is_of_persons(measure_group), ())
    return own


def _make_up(own: OwnFigures, has_nationalities: bool, parts: Sequence[Record]) -> None:
    """Take T, P[N] and F from the consensuses, and make up what is missing."""
    figures = {
        nationality: made.figure
        for (nationality, sex, age_group), made in own.consensuses.items()
        if sex == ALL and age_group == ALL
    }
    own.is_total_stated = TOTAL in figures
    countable = {n for n, _, _ in own.consensuses} if has_nationalities else {TOTAL}
    for nationality in countable - figures.keys():
        by_sex = _by_sex(own.consensuses, nationality)
        if by_sex:
            figures[nationality] = _sum_of(by_sex)
            own.is_sum_of_sexes = True
    own.total = figures.pop(TOTAL, None)
    if has_nationalities:
        own.foreign = figures.pop(FOREIGN, None)
        own.nations = figures
    stated = [*own.nations.values(), *([own.foreign] if own.foreign else [])]
    if own.total is None and parts and all(figure.best == 0 for figure in stated):
        own.consensuses[THE_TOTAL] = consensus(parts)
        own.total = own.consensuses[THE_TOTAL].figure
        own.is_total_from_parts = True


def _by_sex(consensuses: Mapping[Breakdown, Consensus], nationality: str) -> list[Figure]:
    return [
        consensuses[nationality, sex, ALL].figure
        for sex in ("female", "male")
        if (nationality, sex, ALL) in consensuses
    ]


def _sum_of(by_sex: Sequence[Figure]) -> Figure:
    return Figure(
        best=sum((f.best for f in by_sex), ZERO),
        low=sum((f.low for f in by_sex), ZERO),
        high=sum((f.high for f in by_sex), ZERO),
        is_open_ended=any(f.is_open_ended for f in by_sex),
        is_disputed=any(f.is_disputed for f in by_sex),
        day=max(f.day for f in by_sex),
        candidates=frozenset[str]().union(*(f.candidates for f in by_sex)),
        best_record=None,
    )


def assumed_site(records: Sequence[Record], country: str) -> OwnFigures:
    """A raid that says nothing of sites is one; `records` are all of it that take part."""
    return OwnFigures(
        country=country,
        total=Figure(
            best=ONE,
            low=ONE,
            high=ONE,
            is_open_ended=False,
            is_disputed=False,
            day=max(r.day for r in records),
            candidates=frozenset(r.record_id for r in records),
            best_record=None,
        ),
        is_site_assumed=True,
        report_count=len({r.report for r in records}),
        publisher_count=len({r.publisher for r in records}),
    )
