"""Slices of an event and family, and their consensus (section 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from .figures import is_of_persons
from .model import TOTAL, Consensus, Figure, Record

SliceKey = tuple[str, str, str]


def serving(records: Sequence[Record], family: str, kind: str | None, start: date) -> list[Record]:
    """The running totals that serve instead of all other records; empty where none do.

    `records` are those of one event and family that take part.
    """
    if kind != "campaign" or any(r.counts_as == "total" and r.is_plain for r in records):
        return []
    fit = [
        r
        for r in records
        if r.counts_as == "cumulative"
        and r.cumulative_since in (None, start)
        and (is_of_persons(family) or r.nationality == TOTAL)
    ]
    return fit if any(r.is_plain for r in fit) else []


def slices_of(records: Sequence[Record], serve: Sequence[Record]) -> dict[SliceKey, list[Record]]:
    """The records of each slice: by nationality (or total), sex and age group."""
    members: dict[SliceKey, list[Record]] = defaultdict(list)
    for record in serve:
        members[record.nationality, record.sex, record.age_group].append(record)
    if serve:
        return members
    for record in records:
        if record.counts_as not in ("total", "part"):
            continue
        own_key = (record.nationality, record.sex, record.age_group)
        if record.is_plain and record.counts_as == "total":
            members[TOTAL, record.sex, record.age_group].append(record)
        if not record.is_plain or record.nationality != TOTAL:
            members[own_key].append(record)
    return members


def consensus(members: Sequence[Record]) -> Consensus:
    """The seven steps of section 3 over the records of one slice."""
    verdicts: dict[str, str | None] = {}
    of_reports = _keep_one(
        members, lambda r: r.source_url, _largest_first, "superseded_in_report", verdicts
    )
    standing = _keep_one(
        of_reports, lambda r: r.publisher, _latest_first, "superseded_by_publisher", verdicts
    )
    latest = min(standing, key=_latest_first)
    best = min((r for r in standing if _within(r, latest)), key=lambda r: r.tie)
    for record in standing:
        verdicts[record.record_id] = _verdict(record, latest, best)
    days = [r.published_on for r in members]
    return Consensus(
        figure=Figure(
            best=best.value,
            low=min(r.low for r in standing),
            high=max(r.value if r.high is None else r.high for r in standing),
            is_open_ended=any(r.high is None for r in standing),
            is_disputed=any(_is_above(a, b) for a in standing for b in standing),
            day=latest.day,
            standing=frozenset(r.record_id for r in standing),
        ),
        chosen=best.record_id,
        latest=latest.record_id,
        reports=len({r.source_url for r in members}),
        publishers=len({r.publisher for r in members}),
        first_reported_on=min(days),
        last_reported_on=max(days),
        verdicts=verdicts,
    )


def _largest_first(record: Record) -> tuple[object, ...]:
    return (-record.value, record.tie)


def _latest_first(record: Record) -> tuple[object, ...]:
    return (-record.day.toordinal(), record.tie)


def _keep_one(
    records: Sequence[Record],
    group: Callable[[Record], str],
    order: Callable[[Record], tuple[object, ...]],
    verdict: str,
    verdicts: dict[str, str | None],
) -> list[Record]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[group(record)].append(record)
    kept = []
    for candidates in groups.values():
        first = min(candidates, key=order)
        kept.append(first)
        verdicts.update({r.record_id: verdict for r in candidates if r is not first})
    return kept


def _within(record: Record, latest: Record) -> bool:
    return latest.low <= record.value and (latest.high is None or record.value <= latest.high)


def _is_above(a: Record, b: Record) -> bool:
    return b.high is not None and a.low > b.high


def _verdict(record: Record, latest: Record, best: Record) -> str | None:
    if record is best:
        return None
    if not _within(record, latest):
        return "outside_latest"
    return "less_precise" if record.rank > best.rank else "later_tie"
