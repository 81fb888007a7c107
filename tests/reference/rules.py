"""The whole of reconcile.md: raw versions in, tables out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import TypeVar

from .attribution import Attribution, Forest, attribute, attributed_rows, total_row
from .consensus import SliceKey, consensus, serving, slices_of
from .delivery import Raw, judged, known_records
from .events import event_rows
from .model import (
    Consensus,
    EventRow,
    Record,
    ReportedRow,
    Result,
    Row,
    RunningTotalRow,
    SliceRow,
)
from .totals import SITES, ZERO, Own, assumed_site, own_figures

EventFamily = tuple[str, str]
AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass
class Figures:
    """All slices and own figures of all events; keys are (event, family)."""

    slices: dict[EventFamily, dict[SliceKey, Consensus]] = field(default_factory=dict)
    own: dict[EventFamily, Own] = field(default_factory=dict)


def reconcile(
    versions: Iterable[Raw],
    *,
    corrections: Iterable[Raw] = (),
    same_as: Iterable[Raw] = (),
    publisher_aliases: Iterable[Raw] = (),
    as_of: date | None = None,
) -> Result:
    """Every table of today (`as_of=None`: all that was landed), or as of a day (section 8).

    `versions` are raw records as text, in order of delivery. Raises ValueError where a correction
    does not hold, joined events run in a circle, or an event is joined to two.
    """
    with localcontext(Context(prec=80)):
        rows = judged(versions, corrections, same_as, publisher_aliases)
        records = known_records(rows, as_of)
        events, suspicions = event_rows(records)
        by_id = {event.event_id: event for event in events}
        figures = _figures(records, by_id)
        forest = Forest(by_id)
        kept = attribute(forest, figures.own)
        with_row = {key for key in kept if key in figures.own or kept[key].kids_total > 0}
        return Result(
            events=_sorted(events),
            slices=_sorted(_slice_rows(figures)),
            event_totals=_sorted(
                total_row(*key, figures.own.get(key, Own()), kept[key]) for key in with_row
            ),
            attributed=_sorted(
                row
                for key in figures.own
                for row in attributed_rows(*key, figures.own[key], kept[key])
            ),
            reported=_sorted(_reported(record, figures) for record in records),
            running_totals=_sorted(
                _running_total(record, forest, kept)
                for record in records
                if record.counts_as == "cumulative"
            ),
            suspicions=_sorted(suspicions),
        )


def _sorted(rows: Iterable[AnyRow]) -> list[AnyRow]:
    def key(row: AnyRow) -> tuple[str, ...]:
        return tuple(getattr(row, name) for name in list(row.__dataclass_fields__)[: row.KEYS])

    return sorted(rows, key=key)


def _figures(records: Sequence[Record], events: Mapping[str, EventRow]) -> Figures:
    """Sections 3 and 5 for every event and family that has a record that takes part."""
    by_key: dict[EventFamily, list[Record]] = defaultdict(list)
    by_event: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.takes_part:
            by_key[record.event_id, record.family].append(record)
            by_event[record.event_id].append(record)
    figures = Figures()
    for (event_id, family), members in by_key.items():
        event = events[event_id]
        assert event.event_start is not None
        serve = serving(members, family, event.event_kind, event.event_start)
        slices = {key: consensus(of) for key, of in slices_of(members, serve).items()}
        figures.slices[event_id, family] = slices
        figures.own[event_id, family] = own_figures(
            members,
            slices,
            family=family,
            country=event.country_code,
            totals_serve=bool(serve),
        )
    for event_id, members in by_event.items():
        event = events[event_id]
        if event.event_kind == "raid" and (event_id, SITES) not in by_key:
            figures.own[event_id, SITES] = assumed_site(members, event.country_code)
    return figures


def _slice_rows(figures: Figures) -> Iterable[SliceRow]:
    for event_family, slices in figures.slices.items():
        for key, made in slices.items():
            yield SliceRow(
                *event_family,
                *key,
                best=made.figure.best,
                low=made.figure.low,
                high=made.figure.high,
                is_open_ended=made.figure.is_open_ended,
                is_disputed=made.figure.is_disputed,
                reports=made.reports,
                publishers=made.publishers,
                first_reported_on=made.first_reported_on,
                last_reported_on=made.last_reported_on,
                chosen_record_id=made.chosen,
                latest_record_id=made.latest,
                standing_record_ids=made.figure.standing,
            )


def _reported(record: Record, figures: Figures) -> ReportedRow:
    """What became of one record, and why (section 7)."""
    judged_in = _consensuses_of(record, figures) if record.takes_part else []
    verdicts = [made.verdicts[record.record_id] for made in judged_in]
    is_chosen = None in verdicts
    return ReportedRow(
        record_id=record.record_id,
        event_id=record.event_id,
        family=record.family,
        measure=record.measure,
        value=record.value,
        low=record.low,
        high=record.high,
        nationality_code=record.nationality,
        sex=record.sex,
        age_group=record.age_group,
        counts_as=record.counts_as,
        is_standing=any(record.record_id in made.figure.standing for made in judged_in),
        is_chosen=is_chosen,
        not_chosen_because=None if is_chosen else _why_not(record, verdicts),
    )


def _consensuses_of(record: Record, figures: Figures) -> list[Consensus]:
    """The slices that the record is a member of, `total` (made up from parts too) first."""
    key = (record.event_id, record.family)
    slices = figures.slices[key]
    candidates = [
        slices.get(("total", record.sex, record.age_group)),
        figures.own[key].parts,
        slices.get((record.nationality, record.sex, record.age_group)),
    ]
    return [made for made in candidates if made is not None and record.record_id in made.verdicts]


def _why_not(record: Record, verdicts: Sequence[str | None]) -> str | None:
    if record.status:
        return "status"
    if record.counts_as == "stock":
        return "stock"
    if verdicts:
        return verdicts[0]
    return "running_total" if record.counts_as == "cumulative" else "in_no_slice"


def _running_total(
    record: Record, forest: Forest, kept: Mapping[EventFamily, Attribution]
) -> RunningTotalRow:
    """How much of a running total is attributed to events below (section 7)."""
    since = record.cumulative_since or forest.events[record.event_id].event_start
    explained = ZERO
    for event_id in forest.descendants(record.event_id):
        start = forest.events[event_id].event_start
        below = kept.get((event_id, record.family))
        if below is not None and since is not None and start is not None:
            if not since <= start <= record.day:
                continue
            explained += _of_nationality(below.given, record.nationality)
    return RunningTotalRow(
        record_id=record.record_id,
        event_id=record.event_id,
        family=record.family,
        measure=record.measure,
        value=record.value,
        cumulative_since=record.cumulative_since,
        nationality_code=record.nationality,
        published_on=record.published_on,
        explained=explained,
        unexplained=max(ZERO, record.value - explained),
    )


def _of_nationality(given: Mapping[str, Decimal], nationality: str) -> Decimal:
    if nationality == "total":
        return sum(given.values(), ZERO)
    return given.get(nationality, ZERO)
