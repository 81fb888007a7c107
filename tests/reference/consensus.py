"""The consensus of one breakdown, step by step (section 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .record import Record


@dataclass(frozen=True)
class Figure:
    """A best value with its bounds, stated or derived, and the records behind it.

    `best_record` is None where no single record states the value.
    """

    best: Decimal
    low: Decimal
    high: Decimal
    is_open_ended: bool
    is_disputed: bool
    day: date
    candidates: frozenset[str]
    best_record: Record | None


@dataclass(frozen=True)
class Verdict:
    """What became of one record in one breakdown."""

    record: Record
    is_largest_in_report: bool
    is_current: bool
    is_outgrown: bool
    is_candidate: bool
    is_chosen: bool
    not_chosen_because: str | None


@dataclass(frozen=True)
class Consensus:
    """The figure of a breakdown, what became of its records, and who reported it."""

    figure: Figure
    verdicts: dict[str, Verdict]
    report_count: int
    publisher_count: int
    first_reported_on: date
    last_reported_on: date


def consensus(members: Sequence[Record], *, running: bool = False) -> Consensus:
    """All seven steps over the records of one breakdown; `running`: they are running totals."""
    of_reports = [_of_one_report(of) for of in _grouped(members, lambda r: r.report)]
    current = [
        min(of, key=lambda r: r.latest_first) for of in _grouped(of_reports, lambda r: r.publisher)
    ]
    sources = _sources_by_value(current)
    candidates = [s for s in current if not _is_outgrown(s, current, members, sources)]
    best = min(candidates, key=lambda r: _best_first(r, sources, running))
    published = [r.published_on for r in members]
    return Consensus(
        figure=_figure(best, candidates),
        verdicts={
            r.record_id: Verdict(
                record=r,
                is_largest_in_report=r in of_reports,
                is_current=r in current,
                is_outgrown=r in current and r not in candidates,
                is_candidate=r in candidates,
                is_chosen=r is best,
                not_chosen_because=_why_not(r, of_reports, current, candidates)
                or _why_not_best(r, best, sources, running),
            )
            for r in members
        },
        report_count=len({r.report for r in members}),
        publisher_count=len({r.publisher for r in members}),
        first_reported_on=min(published),
        last_reported_on=max(published),
    )


def _grouped(records: Sequence[Record], by: Callable[[Record], Hashable]) -> list[list[Record]]:
    groups: dict[Hashable, list[Record]] = defaultdict(list)
    for record in records:
        groups[by(record)].append(record)
    return list(groups.values())


def _of_one_report(records: Sequence[Record]) -> Record:
    """Step 1: the most digits near the largest value."""
    largest = min(records, key=lambda r: (-r.value, r.tie))
    near = [
        r
        for r in records
        if largest.low <= r.value
        and (largest.high is None or r.value <= largest.high)
        and 10 * r.value >= 9 * largest.value
    ]
    return min(near, key=lambda r: (-r.digits, r.tie))


def _sources_by_value(current: Sequence[Record]) -> dict[Decimal, int]:
    """How many sources state each value, over all current records."""
    sources: dict[Decimal, set[str]] = defaultdict(set)
    for record in current:
        sources[record.value].add(record.source)
    return {value: len(of_value) for value, of_value in sources.items()}


def _is_outgrown(
    s: Record,
    current: Sequence[Record],
    members: Sequence[Record],
    sources: dict[Decimal, int],
) -> bool:
    """Step 3: a later count is higher, and not enough sources hold on to this one."""
    return any(
        t.day > s.day
        and t.low > s.top
        and not _is_still_printed(s, t, members)
        and not _is_too_vague(t, s, sources)
        for t in current
    )


def _is_still_printed(s: Record, t: Record, members: Sequence[Record]) -> bool:
    """Two sources print the value of s after t was published."""
    after = {
        r.source
        for r in members
        if r.value == s.value and r.figure_as_of is None and r.published_on > t.published_on
    }
    return len(after) >= 2


def _is_too_vague(t: Record, s: Record, sources: dict[Decimal, int]) -> bool:
    """An imprecise value of one source does not outgrow one of two or more."""
    if t.is_precise or t.counts_as == "cumulative":
        return False
    return sources[s.value] >= 2 and sources[t.value] < 2


def _best_first(r: Record, sources: dict[Decimal, int], running: bool) -> tuple[object, ...]:
    """Step 4; the lowest comes first."""
    higher = -r.value if running else 0
    return (not r.is_precise, higher, -sources[r.value], r.latest_first)


def _figure(best: Record, candidates: Sequence[Record]) -> Figure:
    """Steps 5 to 7."""
    with_low = [r for r in candidates if r.rank < 5 or best.rank == 5]
    return Figure(
        best=best.value,
        low=min(r.low for r in with_low),
        high=max(r.top for r in candidates),
        is_open_ended=best.high is None,
        is_disputed=any(_is_above(a, b) for a in candidates for b in candidates),
        day=best.day,
        candidates=frozenset(r.record_id for r in candidates),
        best_record=best,
    )


def _is_above(a: Record, b: Record) -> bool:
    return b.high is not None and a.low > b.high


def _why_not(
    r: Record,
    of_reports: Sequence[Record],
    current: Sequence[Record],
    candidates: Sequence[Record],
) -> str | None:
    """The step before the choice that put the record aside."""
    if r not in of_reports:
        return "superseded_in_report"
    if r not in current:
        return "superseded_by_publisher"
    return "outgrown" if r not in candidates else None


def _why_not_best(
    r: Record, best: Record, sources: dict[Decimal, int], running: bool
) -> str | None:
    """The part of step 4 that separates a candidate from the best."""
    if r is best:
        return None
    if best.is_precise and not r.is_precise:
        return "less_precise"
    if running and r.value < best.value:
        return "lower_running_total"
    if sources[r.value] < sources[best.value]:
        return "fewer_sources"
    return "later_tie"
