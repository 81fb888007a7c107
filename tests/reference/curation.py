"""From raw text versions to the records that are known on a day (sections 0, 3 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from .figures import bounds, digits, group_of, number
from .record import ALL, TOTAL, Place, Record

Raw = Mapping[str, str]

MERGED_INTO = "merged_into_event_id"  # the column of an event_merge that names the event that stays


def curated(
    versions: Iterable[Raw],
    corrections: Iterable[Raw],
    merges: Mapping[str, str],
    publisher_aliases: Iterable[Raw],
) -> list[dict[str, str]]:
    """Versions with corrections, merged events and publisher names applied (section 0)."""
    rows = [dict(version) for version in versions]
    for correction in corrections:
        _correct(rows, correction)
    names = {row["alias"]: row["publisher"] for row in publisher_aliases}
    for row in rows:
        for column in ("event_id", "parent_event_id", "follows_event_id"):
            row[column] = merges.get(row[column], row[column])
        for column in ("publisher", "credited_to"):
            row[column] = names.get(row[column], row[column])
    return rows


def _correct(rows: list[dict[str, str]], correction: Raw) -> None:
    column, was = correction["column_name"], correction["was"]
    versions = [row for row in rows if row["record_id"] == correction["record_id"]]
    if not versions or versions[-1][column] != was:
        raise ValueError(f"correction no longer holds: {dict(correction)}")
    for row in versions:
        if row[column] == was:
            row[column] = correction["becomes"]


def merge_ends(event_merges: Iterable[Raw]) -> dict[str, str]:
    """The event that each merged one ends in; chains are followed, a cycle is an error."""
    step: dict[str, str] = {}
    for row in event_merges:
        if step.setdefault(row["event_id"], row[MERGED_INTO]) != row[MERGED_INTO]:
            raise ValueError(f"merged into two events: {row['event_id']}")
    ends = {}
    for start in step:
        end, seen = start, {start}
        while end in step:
            end = step[end]
            if end in seen:
                raise ValueError(f"cycle of merged events: {start}")
            seen.add(end)
        ends[start] = end
    return ends


def known_records(rows: Iterable[Raw], as_of: date | None) -> list[Record]:
    """One record per record_id, each with its day (sections 3 and 8).

    Of the versions that are known on the day the one delivered last counts.
    """
    newest: dict[str, Record] = {}
    for row in rows:
        record = _parse(row)
        if as_of is None or record.known_on <= as_of:
            newest[record.record_id] = record
    return _with_days(list(newest.values()))


def _with_days(records: list[Record]) -> list[Record]:
    """Give each record without figure_as_of the first day on which its value was reported."""
    first_reported: dict[tuple[object, ...], date] = {}
    for record in records:
        if record.takes_part:
            earlier = first_reported.get(_what_it_says(record), record.stated_on)
            first_reported[_what_it_says(record)] = min(earlier, record.stated_on)
    return [
        replace(record, day=first_reported[_what_it_says(record)])
        if record.takes_part and record.figure_as_of is None
        else record
        for record in records
    ]


def _what_it_says(record: Record) -> tuple[object, ...]:
    return (
        record.event_id,
        record.measure_group,
        record.counts_as,
        record.cumulative_since,
        record.nationality,
        record.sex,
        record.age_group,
        record.value,
        record.value_high,
    )


def _parse(row: Raw) -> Record:
    value = number(row["value"])
    value_high = number(row["value_high"]) if row["value_high"] else None
    low, high, rank = bounds(row["qualifier"], value, value_high)
    published_on = date.fromisoformat(row["published_on"])
    figure_as_of = _date(row["figure_as_of"])
    stated_on = figure_as_of or published_on
    return Record(
        record_id=row["record_id"],
        event_id=row["event_id"],
        parent_event_id=row["parent_event_id"],
        follows_event_id=row["follows_event_id"],
        event_kind=row["event_kind"],
        event_start=date.fromisoformat(row["event_start"]),
        event_end=date.fromisoformat(row["event_end"]),
        date_precision=row["date_precision"],
        country=row["country"],
        places=_names("city", row["city"]) | _names("admin1", row["admin1"]),
        measure=row["measure"],
        measure_group=group_of(row["measure"], row["unit"]),
        value=value,
        value_high=value_high,
        low=low,
        high=high,
        rank=rank,
        digits=digits(value),
        nationality=row["nationality"] or TOTAL,
        sex=row["sex"] or ALL,
        age_group=row["age_group"] or ALL,
        counts_as=row["counts_as"],
        cumulative_since=_date(row["cumulative_since"]),
        status=row["status"],
        source_url=row["source_url"],
        publisher=row["publisher"],
        credited_to=row["credited_to"],
        published_on=published_on,
        figure_as_of=figure_as_of,
        known_on=stated_on if row["status"] == "withdrawn" else published_on,
        day=stated_on,
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _names(kind: str, cell: str) -> frozenset[Place]:
    return frozenset((kind, name.strip()) for name in cell.split(";") if name.strip())
