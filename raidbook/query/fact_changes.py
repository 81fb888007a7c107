"""Find what changed in the facts from one state to another, by measure group and event, and why.

A state is a day in one file, or a build. Both are queries with the columns of `amounts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb

from ingest.fetch import fetch_rows
from raidbook.common import terminal

# One row for each fact: fact, measure group, nationality, number, number counted elsewhere.
FACTS = (
    ("arrests", "'custody'", "nationality_code", "persons", "persons_counted_elsewhere"),
    ("raids", "'sites'", "'unknown'", "sites", "0"),
    ("outcomes", "outcome", "nationality_code", "persons", "persons_counted_elsewhere"),
    (
        "seizures",
        "case seized when 'money' then 'money_seized_' || unit else seized || '_seized' end",
        "'unknown'",
        "amount",
        "0",
    ),
)
FIRST_GROUPS = ("custody", "sites", "removal", "release")  # the others follow in order of name
KINDS = ("added", "changed", "removed", "restated")  # restated: same number, other columns differ
MANY_NATIONALITIES, MANY_REPORTS, MANY_FIGURES = 6, 3, 4  # limits of one event in the terminal


@dataclass(frozen=True)
class Cause:
    """A record that may have changed the numbers of an event."""

    event_id: str
    measure_group: str
    record_id: str
    figure: str  # what it states, in words
    publisher: str
    published_on: str
    source_url: str
    how: str = ""  # new, gone, or what was corrected; and the delivery
    archived_url: str | None = None


class NationalityChange(NamedTuple):
    """A row of a fact before and after: the numbers counted here and elsewhere."""

    nationality_code: str
    before: Decimal | None
    after: Decimal | None
    elsewhere_before: Decimal | None = None
    elsewhere_after: Decimal | None = None

    @property
    def delta(self) -> Decimal:
        """The number after minus the number before."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass
class Change:
    """One event and measure group: the numbers before and after, by nationality, and the causes."""

    measure_group: str
    event_id: str
    country_code: str
    before: Decimal | None = None
    after: Decimal | None = None
    rows: list[NationalityChange] = field(default_factory=list)
    elsewhere_before: Decimal = Decimal(0)  # the part that other events count
    elsewhere_after: Decimal = Decimal(0)
    causes: list[Cause] = field(default_factory=list)
    through: str = ""  # set if the causes are of other measure groups or elsewhere in the tree

    @property
    def kind(self) -> str:
        """One of KINDS."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if any(row.before != row.after for row in self.rows) else "restated"

    @property
    def delta(self) -> Decimal:
        """The number after minus the number before."""
        return NationalityChange("", self.before, self.after).delta

    @property
    def size(self) -> tuple[Decimal, Decimal]:
        """The size of the change: in total, then by nationality."""
        return abs(self.delta), sum((abs(row.delta) for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class Total:
    """The sum of one measure group over all selected events."""

    measure_group: str
    before: Decimal
    after: Decimal


def group_order(measure_group: str) -> tuple[int, str]:
    """Return a sort key for measure groups: FIRST_GROUPS first, then by name."""
    is_first = measure_group in FIRST_GROUPS
    return (FIRST_GROUPS.index(measure_group) if is_first else len(FIRST_GROUPS), measure_group)


def amounts(marts: str, suffix: str = "", condition: str = "true") -> str:
    """Return a query for the rows of all facts in schema `marts` as one table.

    Columns: measure_group, event_id, nationality_code, amount, counted_elsewhere, and the columns
    that describe the event. An amount is 0 if another event counts all of the row. `suffix` is
    `_history` for the histories; `condition` selects their rows.
    """
    return " union all ".join(
        f"select {measure_group} as measure_group, event_id, {nationality} as nationality_code, "
        f"cast({number} as decimal(38, 4)) as amount, "
        f"cast({elsewhere} as decimal(38, 4)) as counted_elsewhere, "
        f"cast({number}_low as decimal(38, 4)) as low, "
        f"cast({number}_high as decimal(38, 4)) as high, "
        "is_open_ended, is_disputed, event_kind, country_code, city_key, event_start, event_end "
        f"from {marts}.fct_{fact}{suffix} where {condition}"
        for fact, measure_group, nationality, number, elsewhere in FACTS
    )


def changes(con: duckdb.DuckDBPyConnection, before: str, after: str) -> list[Change]:
    """Return the changes between two queries of `amounts`, the largest of each group first."""
    found: dict[tuple[str, str], Change] = {}
    for measure_group, event_id, country, *row in fetch_rows(
        con,
        f"""
        select measure_group, event_id, coalesce(new.country_code, old.country_code),
            nationality_code, old.amount, new.amount, old.counted_elsewhere, new.counted_elsewhere
        from ({before}) as old
        full join ({after}) as new using (measure_group, event_id, nationality_code)
        where old.event_id is null or new.event_id is null
            or row(old.amount, old.counted_elsewhere, old.low, old.high, old.is_open_ended,
                old.is_disputed, old.event_kind, old.country_code, old.city_key, old.event_start,
                old.event_end)
            is distinct from row(new.amount, new.counted_elsewhere, new.low, new.high,
                new.is_open_ended, new.is_disputed, new.event_kind, new.country_code, new.city_key,
                new.event_start, new.event_end)
        """,
    ):
        change = found.setdefault(
            (measure_group, event_id), Change(measure_group, event_id, country)
        )
        change.rows.append(NationalityChange(*row))
    for change in found.values():
        change.rows.sort(key=lambda row: (-abs(row.delta), row.nationality_code))
    for side, query in (("before", before), ("after", after)):
        for measure_group, event_id, amount, elsewhere in fetch_rows(
            con,
            "select measure_group, event_id, sum(amount), sum(counted_elsewhere) "
            f"from ({query}) group by all",
        ):
            if (measure_group, event_id) in found:
                setattr(found[measure_group, event_id], side, amount)
                setattr(found[measure_group, event_id], f"elsewhere_{side}", elsewhere)
    return sorted(
        found.values(),
        key=lambda c: (group_order(c.measure_group), -c.size[0], -c.size[1], c.event_id),
    )


def totals(con: duckdb.DuckDBPyConnection, before: str, after: str) -> list[Total]:
    """Return the sum of each measure group in two queries of `amounts`."""
    rows = fetch_rows(
        con,
        f"""
        select measure_group, coalesce(sum(amount) filter (side = 0), 0),
            coalesce(sum(amount) filter (side = 1), 0)
        from (select 0 as side, measure_group, amount from ({before})
            union all select 1, measure_group, amount from ({after}))
        group by measure_group
        """,
    )
    return sorted((Total(*row) for row in rows), key=lambda total: group_order(total.measure_group))


def attach(found: list[Change], records: Iterable[Cause], parents: dict[str, str]) -> None:
    """Give each change its causes; `parents` maps each event to its parent.

    The numbers of an event follow from the records of the event and of its descendants. The causes
    are those of its measure group. If there are none, they are those of any measure group, which
    can change what the event is, and that a raid has a site. If there are none either, the links
    have changed, and the causes are the records of the whole tree.
    """
    own: dict[tuple[str, str], list[Cause]] = defaultdict(list)
    measure_groups: dict[str, list[Cause]] = defaultdict(list)
    tree: dict[str, list[Cause]] = defaultdict(list)
    for cause in records:
        line = _line(cause.event_id, parents)
        tree[line[-1]].append(cause)
        for event_id in line:
            own[event_id, cause.measure_group].append(cause)
            measure_groups[event_id].append(cause)
    for change in found:
        for through, causes in (
            ("", own.get((change.event_id, change.measure_group))),
            ("measure_groups", measure_groups.get(change.event_id)),
            ("tree", tree.get(_line(change.event_id, parents)[-1])),
        ):
            if causes:
                change.causes, change.through = causes, through
                break


def _line(event_id: str, parents: dict[str, str]) -> list[str]:
    """Return the event and its ancestors, the root last."""
    line = [event_id]
    while (above := parents.get(line[-1])) is not None and above not in line:
        line.append(above)
    return line


def figure(record: dict[str, Any]) -> str:
    """Return the figure of a row of fct_reported_figures in a few words."""
    words = [
        "" if record["qualifier"] == "exact" else record["qualifier"].replace("_", " "),
        terminal.number(record["value"]),
        "" if record["nationality_code"] == "total" else record["nationality_code"],
        "" if record["sex"] == "all" else record["sex"],
        "" if record["age_group"] == "all" else record["age_group"],
        record["unit"] or "",
        record["measure"].replace("persons_", "").replace("_", " "),
    ]
    return " ".join(word for word in words if word)
