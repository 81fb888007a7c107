"""The shapes that the reference implementation works with and gives back."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

ALL = "all"
TOTAL = "total"
FOREIGN = "foreign"
UNKNOWN = "unknown"
NOT_ISO = frozenset({TOTAL, FOREIGN, UNKNOWN})

TieKey = tuple[int, int, int, Decimal, str]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One version of a raw record, parsed, judged and with its bounds (sections 0 to 2)."""

    record_id: str
    event_id: str
    parent_event_id: str
    follows_event_id: str
    event_kind: str
    event_start: date
    event_end: date
    date_precision: str
    country: str
    places: frozenset[tuple[str, str]]
    measure: str
    family: str
    value: Decimal
    low: Decimal
    high: Decimal | None
    rank: int
    nationality: str
    sex: str
    age_group: str
    counts_as: str
    cumulative_since: date | None
    status: str
    source_url: str
    publisher: str
    published_on: date
    known_on: date
    day: date
    tie: TieKey

    @property
    def takes_part(self) -> bool:
        """Section 0: carried out, and not a stock."""
        return self.status == "" and self.counts_as != "stock"

    @property
    def is_plain(self) -> bool:
        """Without sex and age group (section 3)."""
        return self.sex == ALL and self.age_group == ALL


@dataclass(frozen=True, slots=True)
class Figure:
    """Best value and bounds of a slice, stated or made up, with the records behind it."""

    best: Decimal
    low: Decimal
    high: Decimal
    is_open_ended: bool
    is_disputed: bool
    day: date
    standing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Consensus:
    """What section 3 makes of the records of one slice; `verdicts` says why each was not chosen."""

    figure: Figure
    chosen: str
    latest: str
    reports: int
    publishers: int
    first_reported_on: date
    last_reported_on: date
    verdicts: dict[str, str | None]


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
    places: frozenset[tuple[str, str]]
    report_count: int
    publisher_count: int
    first_reported_on: date | None
    last_reported_on: date | None
    takes_part: bool

    KEYS = 1


@dataclass(frozen=True, slots=True)
class SliceRow:
    """One row per event, family, nationality, sex and age group (section 3)."""

    event_id: str
    family: str
    nationality_code: str
    sex: str
    age_group: str
    best: Decimal
    low: Decimal
    high: Decimal
    is_open_ended: bool
    is_disputed: bool
    reports: int
    publishers: int
    first_reported_on: date
    last_reported_on: date
    chosen_record_id: str
    latest_record_id: str
    standing_record_ids: frozenset[str]

    KEYS = 5


@dataclass(frozen=True, slots=True)
class EventTotalRow:
    """One row per event and family (sections 5 to 7)."""

    event_id: str
    family: str
    total: Decimal | None
    total_low: Decimal | None
    total_high: Decimal | None
    stated_sum: Decimal
    own_total: Decimal
    kids_total: Decimal
    attributed: Decimal
    total_is_stated: bool
    parts_exceed_total: bool
    sum_of_sexes: bool
    total_from_parts: bool
    sites_assumed: bool
    children_exceed_parent: bool
    gap_capped: bool
    totals_serve: bool
    serve_day: date | None
    reports: int
    publishers: int

    KEYS = 2


@dataclass(frozen=True, slots=True)
class AttributedRow:
    """One row of a fact table, of any family, and its bridge (section 7)."""

    event_id: str
    family: str
    nationality_code: str
    persons: Decimal
    persons_low: Decimal
    persons_high: Decimal
    is_open_ended: bool
    is_disputed: bool
    is_residual: bool
    record_ids: frozenset[str]

    KEYS = 3


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One row per record, whatever its status (section 7)."""

    record_id: str
    event_id: str
    family: str
    measure: str
    value: Decimal
    low: Decimal
    high: Decimal | None
    nationality_code: str
    sex: str
    age_group: str
    counts_as: str
    is_standing: bool
    is_chosen: bool
    not_chosen_because: str | None

    KEYS = 1


@dataclass(frozen=True, slots=True)
class RunningTotalRow:
    """One row per cumulative record (section 7)."""

    record_id: str
    event_id: str
    family: str
    measure: str
    value: Decimal
    cumulative_since: date | None
    nationality_code: str
    published_on: date
    explained: Decimal
    unexplained: Decimal

    KEYS = 1


@dataclass(frozen=True, slots=True)
class SuspicionRow:
    """One row per parent link that is ignored; `why` is cycle or depth (section 6)."""

    event_id: str
    parent_event_id: str
    why: str

    KEYS = 1


Row = (
    EventRow
    | SliceRow
    | EventTotalRow
    | AttributedRow
    | ReportedRow
    | RunningTotalRow
    | SuspicionRow
)


@dataclass(frozen=True, slots=True)
class Result:
    """All tables, each sorted by its key."""

    events: list[EventRow] = field(default_factory=list)
    slices: list[SliceRow] = field(default_factory=list)
    event_totals: list[EventTotalRow] = field(default_factory=list)
    attributed: list[AttributedRow] = field(default_factory=list)
    reported: list[ReportedRow] = field(default_factory=list)
    running_totals: list[RunningTotalRow] = field(default_factory=list)
    suspicions: list[SuspicionRow] = field(default_factory=list)

    def table(self, name: str) -> list[Row]:
        """The rows of one table by its name."""
        rows: list[Row] = getattr(self, name)
        return rows

    def canonical(self) -> dict[str, list[tuple[object, ...]]]:
        """Every table as sorted plain tuples (sets as sorted tuples), to be compared with `==`."""
        return {f.name: [_plain(row) for row in self.table(f.name)] for f in fields(self)}

    def dicts(self, name: str) -> list[dict[str, object]]:
        """One table as dicts, sets as sorted tuples."""
        return [
            dict(zip((f.name for f in fields(row)), _plain(row), strict=True))
            for row in self.table(name)
        ]


def _plain(row: Row) -> tuple[object, ...]:
    return tuple(
        tuple(sorted(value)) if isinstance(value, frozenset) else value
        for value in (getattr(row, f.name) for f in fields(row))
    )
