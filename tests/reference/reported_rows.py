"""What became of every record: in its breakdowns, and as a running total (sections 3 and 7)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from .amounts import ZERO
from .model import (
    AttributedRow,
    ConsensusRecordRow,
    ConsensusRow,
    ReportedRow,
    RunningTotalRow,
)
from .overlaps import EventGroup
from .own_figures import OwnFigures
from .record import TOTAL, Record
from .tree import Forest


def consensus_rows(key: EventGroup, own: OwnFigures) -> Iterable[ConsensusRow]:
    """One row per breakdown of an event and group."""
    for breakdown, made in own.consensuses.items():
        assert made.figure.best_record is not None
        yield ConsensusRow(
            *key,
            *breakdown,
            best=made.figure.best,
            low=made.figure.low,
            high=made.figure.high,
            is_open_ended=made.figure.is_open_ended,
            is_disputed=made.figure.is_disputed,
            report_count=made.report_count,
            publisher_count=made.publisher_count,
            first_reported_on=made.first_reported_on,
            last_reported_on=made.last_reported_on,
            chosen_record_id=made.figure.best_record.record_id,
            day=made.figure.day,
        )


def consensus_record_rows(key: EventGroup, own: OwnFigures) -> Iterable[ConsensusRecordRow]:
    """One row per breakdown of an event and group and record of it."""
    for breakdown, made in own.consensuses.items():
        for record_id, verdict in made.verdicts.items():
            yield ConsensusRecordRow(
                *key,
                *breakdown,
                record_id=record_id,
                precision_rank=verdict.record.rank,
                is_largest_in_report=verdict.is_largest_in_report,
                is_current=verdict.is_current,
                is_outgrown=verdict.is_outgrown,
                is_candidate=verdict.is_candidate,
                is_chosen=verdict.is_chosen,
                not_chosen_because=verdict.not_chosen_because,
            )


def reported_row(record: Record, verdicts: list[ConsensusRecordRow]) -> ReportedRow:
    """One record; `verdicts` says what became of it in each of its breakdowns."""
    is_chosen = any(verdict.is_chosen for verdict in verdicts)
    return ReportedRow(
        record_id=record.record_id,
        event_id=record.event_id,
        measure_group=record.measure_group,
        measure=record.measure,
        value=record.value,
        low=record.low,
        high=record.high,
        nationality_code=record.nationality,
        sex=record.sex,
        age_group=record.age_group,
        counts_as=record.counts_as,
        is_current=any(verdict.is_current for verdict in verdicts),
        is_chosen=is_chosen,
        not_chosen_because=None if is_chosen else _why_not(record, verdicts),
    )


def _why_not(record: Record, verdicts: list[ConsensusRecordRow]) -> str | None:
    """The reason in the total, or else in its nationality's breakdown."""
    if record.status:
        return "status"
    if record.counts_as == "stock":
        return "stock"
    if verdicts:
        return min(verdicts, key=lambda v: v.nationality_code != TOTAL).not_chosen_because
    return "running_total" if record.counts_as == "cumulative" else "in_no_breakdown"


def running_total_row(
    record: Record, forest: Forest, attributed: dict[EventGroup, list[AttributedRow]]
) -> RunningTotalRow:
    """How much of a running total is attributed to events below."""
    since = record.cumulative_since or forest.events[record.event_id].event_start
    explained = ZERO
    for event_id in forest.descendants(record.event_id):
        start = forest.events[event_id].event_start
        if since is not None and start is not None and since <= start <= record.stated_on:
            rows = attributed.get((event_id, record.measure_group), [])
            explained += _of_nationality(rows, record.nationality)
    return RunningTotalRow(
        record_id=record.record_id,
        event_id=record.event_id,
        measure_group=record.measure_group,
        measure=record.measure,
        value=record.value,
        cumulative_since=record.cumulative_since,
        nationality_code=record.nationality,
        published_on=record.published_on,
        explained=explained,
        unexplained=max(ZERO, record.value - explained),
    )


def _of_nationality(rows: Iterable[AttributedRow], nationality: str) -> Decimal:
    return sum(
        (
            row.persons + row.persons_counted_elsewhere
            for row in rows
            if nationality in (TOTAL, row.nationality_code)
        ),
        ZERO,
    )
