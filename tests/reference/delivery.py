"""From raw text versions to the records that are known on a day (sections 0 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from .figures import bounds, family_of, number
from .model import ALL, TOTAL, Record

Raw = Mapping[str, str]


def judged(
    versions: Iterable[Raw],
    corrections: Iterable[Raw],
    same_as: Iterable[Raw],
    publisher_aliases: Iterable[Raw],
) -> list[dict[str, str]]:
    """Versions with corrections, joined events and publisher names applied (section 0)."""
    rows = [dict(version) for version in versions]
    for correction in corrections:
        _correct(rows, correction)
    joined = _chain_ends(same_as)
    names = {row["alias"]: row["publisher"] for row in publisher_aliases}
    for row in rows:
        for column in ("event_id", "parent_event_id", "follows_event_id"):
            row[column] = joined.get(row[column], row[column])
        row["publisher"] = names.get(row["publisher"], row["publisher"])
    return rows


def _correct(rows: list[dict[str, str]], correction: Raw) -> None:
    column, was = correction["column_name"], correction["was"]
    versions = [row for row in rows if row["record_id"] == correction["record_id"]]
    if not versions or versions[-1][column] != was:
        raise ValueError(f"correction no longer holds: {dict(correction)}")
    for row in versions:
        if row[column] == was:
            row[column] = correction["becomes"]


def _chain_ends(same_as: Iterable[Raw]) -> dict[str, str]:
    step: dict[str, str] = {}
    for row in same_as:
        if step.setdefault(row["event_id"], row["same_as_event_id"]) != row["same_as_event_id"]:
            raise ValueError(f"joined to two events: {row['event_id']}")
    ends = {}
    for start in step:
        end, seen = start, {start}
        while end in step:
            end = step[end]
            if end in seen:
                raise ValueError(f"cycle of joined events: {start}")
            seen.add(end)
        ends[start] = end
    return ends


def known_records(rows: Iterable[Raw], as_of: date | None) -> list[Record]:
    """One record per record_id: of the versions known on the day, the one delivered last (8)."""
    newest: dict[str, Record] = {}
    for row in rows:
        record = _parse(row)
        if as_of is None or record.known_on <= as_of:
            newest[record.record_id] = record
    return list(newest.values())


def _parse(row: Raw) -> Record:
    value = number(row["value"])
    value_high = number(row["value_high"]) if row["value_high"] else None
    low, high, rank = bounds(row["qualifier"], value, value_high)
    published_on = date.fromisoformat(row["published_on"])
    day = _date(row["figure_as_of"]) or published_on
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
        family=family_of(row["measure"], row["unit"]),
        value=value,
        low=low,
        high=high,
        rank=rank,
        nationality=row["nationality"] or TOTAL,
        sex=row["sex"] or ALL,
        age_group=row["age_group"] or ALL,
        counts_as=row["counts_as"],
        cumulative_since=_date(row["cumulative_since"]),
        status=row["status"],
        source_url=row["source_url"],
        publisher=row["publisher"],
        published_on=published_on,
        known_on=day if row["status"] == "withdrawn" else published_on,
        day=day,
        tie=(rank, -day.toordinal(), -published_on.toordinal(), -value, row["record_id"]),
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _names(kind: str, cell: str) -> frozenset[tuple[str, str]]:
    return frozenset((kind, name.strip()) for name in cell.split(";") if name.strip())
