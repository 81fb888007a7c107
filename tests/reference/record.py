"""One raw record as the rules see it (sections 0 to 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

ALL = "all"
TOTAL = "total"
FOREIGN = "foreign"
UNKNOWN = "unknown"
NOT_ISO = frozenset({TOTAL, FOREIGN, UNKNOWN})

Place = tuple[str, str]
TieKey = tuple[int, int, int, Decimal, str]


@dataclass(frozen=True, eq=False)
class Record:
    """One version of a raw record, parsed, after curation decisions, with its bounds and its day.

    An empty nationality is `total`; an empty sex or age group is `all`.
    """

    record_id: str
    event_id: str
    parent_event_id: str
    follows_event_id: str
    event_kind: str
    event_start: date
    event_end: date
    date_precision: str
    country: str
    places: frozenset[Place]
    measure: str
    measure_group: str
    value: Decimal
    value_high: Decimal | None
    low: Decimal
    high: Decimal | None
    rank: int
    digits: int
    nationality: str
    sex: str
    age_group: str
    counts_as: str
    cumulative_since: date | None
    status: str
    source_url: str
    publisher: str
    credited_to: str
    published_on: date
    figure_as_of: date | None
    known_on: date
    day: date

    @property
    def stated_on(self) -> date:
        """The day that this record alone gives its figure."""
        return self.figure_as_of or self.published_on

    @property
    def takes_part(self) -> bool:
        """Section 0: carried out, and not a stock."""
        return self.status == "" and self.counts_as != "stock"

    @property
    def is_plain(self) -> bool:
        """Without sex and age group (section 3)."""
        return self.sex == ALL and self.age_group == ALL

    @property
    def is_precise(self) -> bool:
        """Exact, or a range (section 1)."""
        return self.rank <= 2

    @property
    def top(self) -> Decimal:
        """The high, or the value where there is no high (section 1)."""
        return self.value if self.high is None else self.high

    @property
    def report(self) -> tuple[str, date]:
        """A live page of another day is another report (section 3)."""
        return self.source_url, self.published_on

    @property
    def source(self) -> str:
        """Who first printed it, as far as the record says (section 3)."""
        return self.credited_to or self.publisher

    @cached_property
    def tie(self) -> TieKey:
        """The order in which ties are broken; the lowest comes first (section 3)."""
        return (
            self.rank,
            -self.day.toordinal(),
            -self.published_on.toordinal(),
            -self.value,
            self.record_id,
        )

    @cached_property
    def latest_first(self) -> tuple[int, TieKey]:
        """The later day first, then ties."""
        return -self.day.toordinal(), self.tie
