"""Random curation decisions that hold: corrections, merges, publisher names and overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .choices import DAYS, Choices, Raw, day
from .curation import MERGED_INTO
from .figures import group_of
from .random_events import COUNTRIES, GHOSTS, KINDS, NATIONALITIES, Plan
from .random_records import PUBLISHERS, QUALIFIERS, VALUES


def merges(setting: Choices, plans: Sequence[Plan]) -> list[Raw]:
    """Merges towards the earlier event, so that chains occur and circles do not."""
    links = {}
    ids = [GHOSTS[1], *(plan.event_id for plan in plans)]
    for _ in range(setting.of((0, 0, 1, 3))):
        source = setting.number(len(ids))
        if source:
            links[ids[source]] = ids[setting.number(source)]
    return [{"event_id": a, MERGED_INTO: b} for a, b in links.items()]


def aliases(setting: Choices) -> list[Raw]:
    """One publisher's other name, or none."""
    if not setting.once_in(3):
        return []
    return [{"alias": "alpha wire", "publisher": setting.of(("Alpha", "Beta", "Agency"))}]


def corrections(setting: Choices, versions: Sequence[Raw], plans: Sequence[Plan]) -> list[Raw]:
    """At most one correction a record and column, each holding for the newest version."""
    ids = [plan.event_id for plan in plans]
    made: dict[tuple[str, str], Raw] = {}
    for _ in range(setting.of((0, 0, 1, 3))):
        record_id = setting.of(versions)["record_id"]
        of_record = [v for v in versions if v["record_id"] == record_id]
        column, becomes = setting.of(
            (
                ("nationality", setting.of(NATIONALITIES)),
                ("value", setting.of(VALUES)),
                ("event_kind", setting.of(KINDS)),
                ("parent_event_id", setting.of(("", *ids))),
                ("event_id", setting.of(ids)),
                ("publisher", setting.of(PUBLISHERS)),
                ("country", setting.of(COUNTRIES)),
                ("published_on", day(DAYS + setting.number(3))),
                ("qualifier", setting.of(QUALIFIERS)),
                ("status", "denied"),
                ("credited_to", setting.of(PUBLISHERS)),
                ("cumulative_since", ""),
            )
        )
        was = of_record[-1][column]
        if was == becomes or (column == "value" and any(v["value_high"] for v in of_record)):
            continue
        if column == "status" and was != "":
            continue
        made[record_id, column] = {
            "record_id": record_id,
            "column_name": column,
            "was": was,
            "becomes": becomes,
        }
    return list(made.values())


def overlaps(
    setting: Choices, rows: Iterable[Mapping[str, str]], merged: Mapping[str, str]
) -> list[Raw]:
    """Overlaps of events that the curated rows know: all towards the first, or towards the last.

    So they never run in a circle. `merged` leads from merged events to what they ended in: an
    overlap may name either.
    """
    rows = list(rows)
    known = sorted({row[c] for row in rows for c in ("event_id", "parent_event_id")} - {""})
    groups = sorted({group_of(row["measure"], row["unit"]) for row in rows} | {"sites"})
    names = {end: [end, *(e for e in merged if merged[e] == end)] for end in known}
    towards_the_last = setting.once_in(2)
    made: dict[tuple[str, str, str], Raw] = {}
    for _ in range(setting.of((0, 0, 1, 3, 5))):
        first, second = sorted((setting.number(len(known)), setting.number(len(known))))
        group, persons = setting.of(groups), setting.of(("", "3", "1", "", "10", "40"))
        if first == second:
            continue
        event_id, counted_in = setting.of(names[known[second]]), setting.of(names[known[first]])
        if towards_the_last:
            event_id, counted_in = counted_in, event_id
        made[event_id, group, counted_in] = {
            "event_id": event_id,
            "measure_group": group,
            "counted_in_event_id": counted_in,
            "persons": persons,
        }
    return list(made.values())
