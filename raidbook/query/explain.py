"""Explain one event to a reader, from its reports to its facts.

`reports.rpt_event_explained` has what was reported, what was chosen and why, and how the numbers
are derived. This module adds the event's tree and prints the lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

import duckdb

from ingest.errors import RaidbookError, WrongUseError
from ingest.fetch import Row, fetch_column, fetch_dicts, fetch_rows
from ingest.sql_quoting import literal
from raidbook.common import terminal
from raidbook.common.connection import read_only
from raidbook.query.event_ids import resolved_event
from raidbook.query.fact_changes import group_order
from raidbook.settings import Settings

FORMS = ("table", "json")
TITLES = {
    "consensus": "Chosen, and why",
    "disputed": "Disputed",
    "descendants": "Counted in its descendants",
    "attributed": "Counted here",
    "elsewhere": "Counted elsewhere",
    "notes": "How the numbers come together",
    "months": "By month",
}
MARKS = {"chosen": "*", "candidate": "+"}  # the others have a dash
MARKS_IN_WORDS = "* chosen, + another candidate, - outgrown, superseded or no part of it"
SORTED_BY_VALUE = ("consensus", "attributed")
PLACES = 100_000  # lines may be sorted only within the same hundred thousand of line_number


@dataclass(frozen=True)
class Explained:
    """Everything that is printed about one event."""

    event: Row  # its row of marts.dim_event
    tree: list[Row]  # its ancestors, itself and its descendants, each below its parent
    counted: str  # the measure group of the tree's numbers: the requested one, or the first
    followed_by: list[str]
    lines: list[Row]  # its rows of the report, of the requested measure group only
    measure_groups: list[str]  # the measure groups of all its lines


def explain(settings: Settings, event_id: str, measure_group: str | None, form: str) -> None:
    """Print how the numbers of `event_id` follow from its reports.

    Raises WrongUseError for an unknown event or measure group, and RaidbookError if the live file
    is too old.
    """
    terminal.check_form(form, FORMS)
    try:
        with read_only(settings.live) as con:
            known = resolved_event(con, event_id)
            found = _found(con, known, measure_group)
    except duckdb.CatalogException:
        raise RaidbookError(
            "The live file has no table reports.rpt_event_explained. Run `raidbook build`."
        ) from None
    if measure_group and measure_group not in found.measure_groups:
        has = ", ".join(found.measure_groups) or "none at all"
        raise WrongUseError(
            f"{known} has no figure of the measure group '{measure_group}'. It has: {has}."
        )
    if form == "json":
        _print_json(found)
        return
    if known != event_id:
        print(f"{event_id} was merged into {known} (seeds/event_merge.csv).\n")
    _print_event(found, measure_group)
    for name in [measure_group] if measure_group else found.measure_groups:
        _print_measure_group(name, [line for line in found.lines if line["measure_group"] == name])


def _found(con: duckdb.DuckDBPyConnection, event_id: str, measure_group: str | None) -> Explained:
    event = fetch_dicts(con, f"select * from marts.dim_event where event_id = {literal(event_id)}")[
        0
    ]
    followers = fetch_column(
        con,
        "select event_id from marts.dim_event "
        f"where follows_event_id = {literal(event_id)} order by 1",
    )
    lines = fetch_dicts(
        con,
        "select * exclude (event_id) from reports.rpt_event_explained "
        f"where event_id = {literal(event_id)}",
    )
    lines.sort(key=_reading_order)
    copies = _stored_copies(con, event_id)
    for line in lines:
        line["archived_url"] = copies.get((line["source_url"], line["published_on"]))
    measure_groups = list(
        dict.fromkeys(line["measure_group"] for line in lines if line["section"] != "event")
    )
    counted = measure_group or (measure_groups[0] if measure_groups else "custody")
    return Explained(
        event,
        _tree(con, event, counted),
        counted,
        followers,
        [
            line
            for line in lines
            if line["section"] == "event" or measure_group in (None, line["measure_group"])
        ],
        measure_groups,
    )


def _reading_order(line: Row) -> tuple[object, ...]:
    """Return a sort key for lines: within the same kind, the largest first."""
    number = line["line_number"]
    is_by_value = line["section"] in SORTED_BY_VALUE
    return (
        line["section"] != "event",
        group_order(line["measure_group"]),
        number // PLACES if is_by_value else number,
        -line["value"] if is_by_value else 0,
        number,
    )


def _tree(con: duckdb.DuckDBPyConnection, event: Row, measure_group: str) -> list[Row]:
    """Return the ancestors, the event and its descendants, each with its counted number.

    A link to a parent is valid if the depth is above 0. `with_descendants` adds all descendants.
    """
    rows = fetch_dicts(
        con,
        f"""
        select events.event_id, events.event_kind, events.event_start, events.depth,
            case when events.depth > 0 then events.parent_event_id end as parent_event_id,
            coalesce(totals.net_total, 0) as counted_here
        from marts.dim_event as events
        left join marts.fct_event_totals as totals
            on events.event_id = totals.event_id and totals.measure_group = {literal(measure_group)}
        where events.root_event_id = {literal(event["root_event_id"])}
        order by events.event_start nulls last, events.event_id
        """,
    )
    by_id = {row["event_id"]: row for row in rows}
    children: dict[str | None, list[Row]] = {}
    for row in rows:
        children.setdefault(row["parent_event_id"], []).append(row)
    for row in sorted(rows, key=lambda row: -row["depth"]):
        below = children.get(row["event_id"], [])
        row["with_descendants"] = row["counted_here"] + sum(
            child["with_descendants"] for child in below
        )
    above: list[Row] = []
    step = by_id[event["event_id"]]["parent_event_id"]
    while step is not None:
        above.insert(0, by_id[step])
        step = by_id[step]["parent_event_id"]
    return above + _below(by_id[event["event_id"]], children)


def _below(row: Row, children: dict[str | None, list[Row]]) -> list[Row]:
    found = [row]
    for child in children.get(row["event_id"], []):
        found += _below(child, children)
    return found


def _stored_copies(con: duckdb.DuckDBPyConnection, event_id: str) -> dict[tuple[str, date], str]:
    """Return the addresses of stored copies of the event's reports, by address and day."""
    found = fetch_rows(
        con,
        "select source_url, published_on, archived_url from marts.dim_report "
        "where archived_url is not null and report_key in (select report_key "
        f"from marts.fct_reported_figures where event_id = {literal(event_id)})",
    )
    return {(address, day): copy for address, day, copy in found}


def _print_json(found: Explained) -> None:
    terminal.as_json(
        {
            "event": found.event,
            "tree": found.tree,
            "tree_counts": found.counted,
            "followed_by": found.followed_by,
            "lines": found.lines,
        }
    )


def _print_event(found: Explained, measure_group: str | None) -> None:
    """Print the event and its tree; with a measure group, only the events that count in it."""
    terminal.heading(found.event["event_id"])
    for line in found.lines:
        if line["section"] == "event":
            terminal.wrapped(line["text"])
    if found.followed_by:
        terminal.wrapped(f"Followed by {', '.join(found.followed_by)}.")
    if len(found.tree) == 1:
        print("It is not part of another event, and no other event is part of it.")
        return
    print()
    rows = []
    for row in found.tree:
        is_this = row["event_id"] == found.event["event_id"]
        is_below = row["depth"] > found.event["depth"]
        if measure_group and is_below and not row["with_descendants"]:
            continue
        what = ", ".join(str(row[name]) for name in ("event_kind", "event_start") if row[name])
        rows.append(
            (
                f"{'  ' * row['depth']}{'> ' if is_this else ''}{row['event_id']}"
                + (f" ({what})" if what else ""),
                terminal.number(row["counted_here"]),
                terminal.number(row["with_descendants"]),
            )
        )
    terminal.table((f"Its tree, and the {found.counted} counted", "here", "and below"), rows)


def _print_measure_group(measure_group: str, lines: list[Row]) -> None:
    by_section = {name: list(rows) for name, rows in groupby(lines, lambda row: row["section"])}
    here = sum(line["value"] for line in by_section.get("attributed", []))
    words = f"{terminal.number(here)} counted here"
    for section, where in (("descendants", "in its descendants"), ("elsewhere", "elsewhere")):
        if number := sum(line["value"] for line in by_section.get(section, [])):
            words += f", {terminal.number(number)} {where}"
    print()
    terminal.heading(f"{measure_group}: {words}")
    reports = {line["record_id"]: line for line in by_section.get("reported", [])}
    if reports:
        _print_reports(by_section["reported"])
    for section, title in TITLES.items():
        if section not in by_section:
            continue
        print(f"  {title}")
        for line in by_section[section]:
            text = line["text"]
            if report := reports.get(line["record_id"]):
                text += f" From {report['publisher']}, {report['published_on']}."
            terminal.wrapped(text, "    ", hanging="      ")


def _print_reports(lines: list[Row]) -> None:
    """Print each report with its figures, each figure with one of MARKS."""
    terminal.wrapped(f"Reported, in the order of publication ({MARKS_IN_WORDS})", "  ")
    for report, figures in groupby(
        lines,
        lambda row: (
            *(row["published_on"], row["publisher"], row["source_url"], row["archived_url"]),
        ),
    ):
        day, publisher, address, copy = report
        terminal.say(f"    {day}  {publisher}")
        terminal.say(f"      {address}")
        if copy:
            terminal.say(f"      stored copy: {copy}")
        for line in figures:
            mark = MARKS.get(line["verdict"], "-")
            terminal.wrapped(line["text"], f"      {mark} ", hanging="        ")
