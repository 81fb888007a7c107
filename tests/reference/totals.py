"""The rows of one event and family, before the tree is looked at (section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .consensus import SliceKey, consensus
from .figures import is_of_persons
from .model import ALL, FOREIGN, TOTAL, Consensus, Figure, Record

ZERO = Decimal(0)
ONE = Decimal(1)
SITES = "sites"


@dataclass
class Own:
    """T, P[N] and F of one event and family, stated or made up, and what follows from them."""

    total: Figure | None = None
    nations: dict[str, Figure] = field(default_factory=dict)
    foreign: Figure | None = None
    country: str = ""
    total_is_stated: bool = False
    sum_of_sexes: bool = False
    total_from_parts: bool = False
    sites_assumed: bool = False
    totals_serve: bool = False
    parts: Consensus | None = None
    reports: int = 0
    publishers: int = 0

    @property
    def foreign_nations(self) -> list[str]:
        """The N with a figure, other than the event's country."""
        return [n for n in self.nations if n != self.country]

    @property
    def foreign_rest(self) -> Decimal:
        """What `foreign` has beyond the foreign nations that have a figure of their own."""
        if self.foreign is None:
            return ZERO
        named = sum((self.nations[n].best for n in self.foreign_nations), ZERO)
        return max(ZERO, self.foreign.best - named)

    @property
    def stated_sum(self) -> Decimal:
        """All nations and the foreign rest."""
        return sum((f.best for f in self.nations.values()), ZERO) + self.foreign_rest

    @property
    def own_total(self) -> Decimal:
        """The larger of T and the stated sum."""
        return max(self.total.best if self.total else ZERO, self.stated_sum)

    @property
    def parts_exceed_total(self) -> bool:
        """T exists, made up or not, and the stated sum is larger."""
        return self.total is not None and self.stated_sum > self.total.best

    @property
    def serve_day(self) -> date | None:
        """D of section 6: up to which day running totals that serve hold the children."""
        if not self.totals_serve:
            return None
        if self.total is not None:
            return self.total.day
        stated = [*self.nations.values(), *([self.foreign] if self.foreign else [])]
        return max(figure.day for figure in stated)


def own_figures(
    records: Sequence[Record],
    slices: Mapping[SliceKey, Consensus],
    *,
    family: str,
    country: str,
    totals_serve: bool,
) -> Own:
    """T, P[N] and F of the records of one event and family that take part."""
    own = Own(country=country, totals_serve=totals_serve)
    own.reports = len({r.source_url for r in records})
    own.publishers = len({r.publisher for r in records})
    figures: dict[str, Figure] = {
        nationality: made.figure
        for (nationality, sex, age_group), made in slices.items()
        if sex == ALL and age_group == ALL
    }
    own.total_is_stated = TOTAL in figures
    countable = {n for n, _, _ in slices} if is_of_persons(family) else {TOTAL}
    for nationality in countable - figures.keys():
        by_sex = [
            slices[nationality, sex, ALL].figure
            for sex in ("female", "male")
            if (nationality, sex, ALL) in slices
        ]
        if by_sex:
            figures[nationality] = _sum_of(by_sex)
            own.sum_of_sexes = True
    own.total = figures.pop(TOTAL, None)
    if is_of_persons(family):
        own.foreign = figures.pop(FOREIGN, None)
        own.nations = figures
    if own.total is None and not own.nations and own.foreign is None and not totals_serve:
        parts = [
            r for r in records if r.counts_as == "part" and r.nationality == TOTAL and r.is_plain
        ]
        if parts:
            own.parts = consensus(parts)
            own.total = own.parts.figure
            own.total_from_parts = True
    return own


def _sum_of(by_sex: Sequence[Figure]) -> Figure:
    return Figure(
        best=sum((f.best for f in by_sex), ZERO),
        low=sum((f.low for f in by_sex), ZERO),
        high=sum((f.high for f in by_sex), ZERO),
        is_open_ended=any(f.is_open_ended for f in by_sex),
        is_disputed=any(f.is_disputed for f in by_sex),
        day=max(f.day for f in by_sex),
        standing=frozenset[str]().union(*(f.standing for f in by_sex)),
    )


def assumed_site(records: Sequence[Record], country: str) -> Own:
    """A raid that says nothing of sites is one; `records` are all of it that take part."""
    return Own(
        total=Figure(
            best=ONE,
            low=ONE,
            high=ONE,
            is_open_ended=False,
            is_disputed=False,
            day=max(r.day for r in records),
            standing=frozenset(r.record_id for r in records),
        ),
        country=country,
        sites_assumed=True,
        reports=len({r.source_url for r in records}),
        publishers=len({r.publisher for r in records}),
    )
