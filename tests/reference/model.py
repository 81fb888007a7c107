"""The tables that the reference implementation gives back, by their published names."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

Weighed = tuple[str, str, Fraction]  # kind of place, name as in the record, weight


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row per event (section 4), with its place in the tree (section 6)."""

    event_id: str
    event_kind: str | None
    parent_event_id: str | None
    tree_parent_id: str | None
    root_event_id: str
    follows_event_id: str | None
    depth: int
    event_start: date | None
    event_end: date | None
    date_precision: str | None
    country_code: str
    places: frozenset[Weighed]
    own_place: tuple[str, str] | None
    report_count: int
    publisher_count: int
    first_reported_on: date | None
    last_reported_on: date | None
    takes_part: bool

    KEYS = 1


@dataclass(frozen=True, slots=True)
class EventCountryRow:
    """One row per event and group: the country of its facts (section 4)."""

    event_id: str
    measure_group: str
    country_code: str

    KEYS = 2


@dataclass(frozen=True, slots=True)
class ConsensusRow:
    """One row per breakdown (section 3)."""

    event_id: str
    measure_group: str
    nationality_code: str
    sex: str
    age_group: str
    best: Decimal
    low: Decimal
    high: Decimal
    is_open_ended: bool
    is_disputed: bool
    report_count: int
    publisher_count: int
    first_reported_on: date
    last_reported_on: date
    chosen_record_id: str
    day: date

    KEYS = 5


@dataclass(frozen=True, slots=True)
class ConsensusRecordRow:
    """One row per breakdown and record that is a member of it (section 3)."""

    event_id: str
    measure_group: str
    nationality_code: str
    sex: str
    age_group: str
    record_id: str
    precision_rank: int
    is_largest_in_report: bool
    is_current: bool
    is_outgrown: bool
    is_candidate: bool
    is_chosen: bool
    not_chosen_because: str | None

    KEYS = 6


@dataclass(frozen=True, slots=True)
class EventTotalRow:
    """One row per event and group (sections 5 to 7)."""

    event_id: str
    measure_group: str
    total: Decimal | None
    total_low: Decimal | None
    total_high: Decimal | None
    nationality_sum: Decimal
    own_total: Decimal
    running_total_as_of: date | None
    descendants_total: Decimal
    net_total: Decimal
    counted_elsewhere: Decimal
    is_total_stated: bool
    uses_running_total: bool
    is_sum_of_sexes: bool
    is_total_from_parts: bool
    is_site_assumed: bool
    has_parts_above_total: bool
    has_descendants_above_total: bool
    is_allocation_capped: bool
    is_open_ended: bool
    is_disputed: bool
    report_count: int
    publisher_count: int

    KEYS = 2


@dataclass(frozen=True, slots=True)
class DescendantsRow:
    """What an event's count holds of its descendants, and what they count in the end (6).

    One row per event, group and nationality of which they count anything. Not published.
    """

    event_id: str
    measure_group: str
    nationality_code: str
    held: Decimal
    held_low: Decimal
    held_high: Decimal
    counted: Decimal

    KEYS = 3


@dataclass(frozen=True, slots=True)
class AttributedRow:
    """One row of a fact table, of any group, and its bridge (section 7)."""

    event_id: str
    measure_group: str
    nationality_code: str
    persons: Decimal
    persons_low: Decimal
    persons_high: Decimal
    persons_counted_elsewhere: Decimal
    is_open_ended: bool
    is_disputed: bool
    is_residual: bool
    is_nationality_inherited: bool
    country_code: str
    record_ids: frozenset[str]
    counted_in: frozenset[tuple[str, Decimal]]

    KEYS = 3


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One row per event, group and month on which it weighs (section 4); `month` is its first."""

    event_id: str
    measure_group: str
    month: date
    weight: Fraction
    is_spread: bool

    KEYS = 3


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One row per record, whatever its status (section 7)."""

    record_id: str
    event_id: str
    measure_group: str
    measure: str
    value: Decimal
    low: Decimal
    high: Decimal | None
    nationality_code: str
    sex: str
    age_group: str
    counts_as: str
    is_current: bool
    is_chosen: bool
    not_chosen_because: str | None

    KEYS = 1


@dataclass(frozen=True, slots=True)
class RunningTotalRow:
    """One row per cumulative record (section 7)."""

    record_id: str
    event_id: str
    measure_group: str
    measure: str
    value: Decimal
    cumulative_since: date | None
    nationality_code: str
    published_on: date
    explained: Decimal
    unexplained: Decimal

    KEYS = 1


@dataclass(frozen=True, slots=True)
class IgnoredLinkRow:
    """One row per parent link that is ignored; `why` is cycle or depth (section 6)."""

    event_id: str
    parent_event_id: str
    why: str

    KEYS = 1


@dataclass(frozen=True, slots=True)
class OverlapWarningRow:
    """One row per overlap that is too large (section 6); `persons` is by how many.

    `why` is `more_than_there_is` or `more_than_counted_there`.
    """

    event_id: str
    measure_group: str
    counted_in_event_id: str
    why: str
    persons: Decimal

    KEYS = 4


Row = (
    EventRow
    | EventCountryRow
    | ConsensusRow
    | ConsensusRecordRow
    | EventTotalRow
    | DescendantsRow
    | AttributedRow
    | MonthRow
    | ReportedRow
    | RunningTotalRow
    | IgnoredLinkRow
    | OverlapWarningRow
)


@dataclass(frozen=True, slots=True)
class Result:
    """All tables, each sorted by its key."""

    events: list[EventRow] = field(default_factory=list)
    event_countries: list[EventCountryRow] = field(default_factory=list)
    consensus: list[ConsensusRow] = field(default_factory=list)
    consensus_records: list[ConsensusRecordRow] = field(default_factory=list)
    event_totals: list[EventTotalRow] = field(default_factory=list)
    descendants: list[DescendantsRow] = field(default_factory=list)
    attributed: list[AttributedRow] = field(default_factory=list)
    months: list[MonthRow] = field(default_factory=list)
    reported: list[ReportedRow] = field(default_factory=list)
    running_totals: list[RunningTotalRow] = field(default_factory=list)
    ignored_links: list[IgnoredLinkRow] = field(default_factory=list)
    overlap_warnings: list[OverlapWarningRow] = field(default_factory=list)

    def table(self, name: str) -> list[Row]:
        """The rows of one table by its name."""
        rows: list[Row] = getattr(self, name)
        return rows

    def canonical(self) -> dict[str, list[tuple[object, ...]]]:
        """Every table as sorted plain tuples (sets as sorted tuples), to be compared with `==`."""
        return {f.name: [_plain(row) for row in self.table(f.name)] for f in fields(self)}


def _plain(row: Row) -> tuple[object, ...]:
    return tuple(
        tuple(sorted(value)) if isinstance(value, frozenset) else value
        for value in (getattr(row, f.name) for f in fields(row))
    )
