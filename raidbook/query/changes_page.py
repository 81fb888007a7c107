"""Print changes of facts in the terminal, as CSV, or as JSON."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from raidbook.common import terminal
from raidbook.query.fact_changes import (
    KINDS,
    MANY_FIGURES,
    MANY_NATIONALITIES,
    MANY_REPORTS,
    Cause,
    Change,
    Total,
)

THROUGH = {"measure_groups": "of other measure groups", "tree": "elsewhere in its tree"}
USUAL_LIMIT = 20  # rows of a table without --limit
CSV_COLUMNS = (
    "measure_group",
    "event_id",
    "country_code",
    "change",
    "nationality_code",
    "before",
    "after",
    "elsewhere_before",
    "elsewhere_after",
    "record_ids",
    "source_urls",
)


def as_csv(changes: list[Change]) -> None:
    """Print one row for each measure group, event and nationality that changed."""
    terminal.as_csv(
        CSV_COLUMNS,
        (
            (
                change.measure_group,
                change.event_id,
                change.country_code,
                change.kind,
                *row,
                " ".join(cause.record_id for cause in change.causes),
                " ".join(dict.fromkeys(cause.source_url for cause in change.causes)),
            )
            for change in changes
            for row in change.rows
        ),
    )


def as_data(changes: list[Change], totals: list[Total]) -> dict[str, Any]:
    """Return changes as data for a JSON document."""
    return {
        "totals": [vars(total) for total in totals],
        "changes": [
            {
                "measure_group": change.measure_group,
                "event_id": change.event_id,
                "country_code": change.country_code,
                "change": change.kind,
                "before": change.before,
                "after": change.after,
                "elsewhere_before": change.elsewhere_before,
                "elsewhere_after": change.elsewhere_after,
                "nationalities": [row._asdict() for row in change.rows],
                "records_are_of": change.through or "event",
                "records": [vars(cause) for cause in change.causes],
            }
            for change in changes
        ],
    }


def show(changes: list[Change], totals: list[Total], limit: int, nobody: str) -> None:
    """Print the totals that changed, then the changes of each measure group, the largest first.

    Prints at most `limit` events of a measure group; 0 means all. `nobody` is the sentence for a
    change without a record behind it.
    """
    by_measure_group = {
        name: list(rows) for name, rows in groupby(changes, lambda c: c.measure_group)
    }
    terminal.table(
        ("Total", "before", "after", "change", *KINDS),
        [
            _total(total, by_measure_group[total.measure_group])
            for total in totals
            if total.measure_group in by_measure_group
        ],
    )
    print("(in events; restated: the same number, with other bounds, flags, days or place)")
    for measure_group, found in by_measure_group.items():
        moved = [change for change in found if change.kind != "restated"]
        if not moved:
            continue
        print()
        terminal.heading(measure_group)
        for change in moved[: limit or None]:
            _show_change(change, nobody)
        if limit and len(moved) > limit:
            more = terminal.counted(len(moved) - limit, "more event")
            print(f"  … and {more} (--limit 0 shows all)")


def _total(total: Total, found: list[Change]) -> list[str]:
    counts = Counter(change.kind for change in found)
    return [
        total.measure_group,
        terminal.number(total.before),
        terminal.number(total.after),
        terminal.number(total.after - total.before, is_signed=True),
        *(terminal.number(counts[kind]) for kind in KINDS),
    ]


def _show_change(change: Change, nobody: str) -> None:
    before, after = terminal.number(change.before or 0), terminal.number(change.after or 0)
    delta = terminal.number(change.delta, is_signed=True)
    where = f"{change.event_id} ({change.country_code})"
    words = f"{where}: {before} → {after} ({delta}), {change.kind}"
    if change.elsewhere_before or change.elsewhere_after:
        was, becomes = map(terminal.number, (change.elsewhere_before, change.elsewhere_after))
        words += f"; counted in other events: {was} → {becomes}"
    terminal.wrapped(words, "  ", hanging="    ")
    rows = [
        f"{row.nationality_code} {terminal.number(row.before or 0)} → "
        f"{terminal.number(row.after or 0)}"
        for row in change.rows
    ]
    if len(rows) > 1 or change.rows[0].nationality_code != "unknown":
        more = len(rows) - MANY_NATIONALITIES
        words = ", ".join(rows[:MANY_NATIONALITIES]) + (f", and {more} more" if more > 0 else "")
        terminal.wrapped(words, "    ")
    if not change.causes:
        terminal.wrapped(nobody, "    ")
    elif change.through:
        print(f"    through records {THROUGH[change.through]}:")
    _show_reports(change)


def _show_reports(change: Change) -> None:
    """Print the reports behind a change, beginning with those about the event itself."""
    reports: dict[tuple[str, ...], list[Cause]] = {}
    for cause in change.causes:
        copy = cause.archived_url or ""
        key = (cause.published_on, cause.publisher, cause.source_url, cause.how, copy)
        reports.setdefault(key, []).append(cause)
    ordered = sorted(
        reports.items(),
        key=lambda item: (all(c.event_id != change.event_id for c in item[1]), item[0]),
    )
    for (day, publisher, address, how, copy), causes in ordered[:MANY_REPORTS]:
        words = f"{day} {publisher}: {_figures(causes, change)}" + (f"; {how}" if how else "")
        terminal.wrapped(words, "    ", hanging="      ")
        terminal.say(f"      {address}")
        if copy:
            terminal.say(f"      stored copy: {copy}")
    if len(ordered) > MANY_REPORTS:
        print(f"    … and {terminal.counted(len(ordered) - MANY_REPORTS, 'more report')}")


def _figures(causes: list[Cause], change: Change) -> str:
    """Return the figures of one report, with the event if it is a different one."""
    words = [
        cause.figure + (f" in {cause.event_id}" if cause.event_id != change.event_id else "")
        for cause in causes[:MANY_FIGURES]
    ]
    more = len(causes) - MANY_FIGURES
    return ", ".join(words) + (f", and {more} more" if more > 0 else "")
