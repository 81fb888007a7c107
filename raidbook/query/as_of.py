"""Show what was known on any day, and what changed from one day to another.

This module queries the history tables, never the table macros, which work only in the file in use.
"""

from __future__ import annotations

import sys
from datetime import date

import duckdb

from ingest.errors import WrongUseError
from ingest.fetch import fetch_dicts, fetch_rows, fetch_value
from ingest.sql_quoting import literal
from raidbook.common import terminal
from raidbook.common.connection import read_only
from raidbook.query import changes_page
from raidbook.query.as_of_question import Wanted, condition_of, known_on
from raidbook.query.changes_page import USUAL_LIMIT
from raidbook.query.day_page import show_day
from raidbook.query.fact_changes import Cause, attach, changes, figure, totals
from raidbook.settings import Settings


def as_of(settings: Settings, days: list[date], wanted: Wanted) -> None:
    """Print what was known on a day, or what changed between two. Raises WrongUseError."""
    terminal.check_form(wanted.form)
    if days != sorted(days):
        raise WrongUseError(f"{days[0]} is after {days[1]}: name the earlier day first.")
    with read_only(settings.live) as con:
        condition = condition_of(con, wanted)
        if len(days) == 1:
            show_day(con, days[0], condition, wanted)
        else:
            _two_days(con, days[0], days[1], condition, wanted)
        _print_last_report(con, days[-1])


def _print_last_report(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """Say, on standard error, that no report is as new as `day`, so that it shows nothing newer."""
    newest = fetch_value(
        con,
        "select max(greatest(published_on, coalesce(figure_as_of, published_on))) "
        "from marts.fct_reported_figures",
    )
    if newest is not None and day > newest:
        print(
            f"The newest report is of {newest}: the answer for {day} is that for this day.",
            file=sys.stderr,
        )


def _two_days(
    con: duckdb.DuckDBPyConnection, first: date, second: date, condition: str, wanted: Wanted
) -> None:
    before, after = known_on(first, condition), known_on(second, condition)
    found = changes(con, before, after)
    attach(found, _published(con, first, second), _parents(con))
    sums = totals(con, before, after)
    if wanted.form == "table":
        terminal.heading(f"What changed from {first} to {second}")
        if not found:
            print("Nothing: the facts were the same on both days.")
            return
        limit = USUAL_LIMIT if wanted.limit is None else wanted.limit
        nobody = "No record that its tree has today was published in that time."
        changes_page.show(found, sums, limit, nobody)
        return
    found = found[: wanted.limit or None]
    if wanted.form == "csv":
        changes_page.as_csv(found)
    else:
        terminal.as_json({"from": first, "to": second, **changes_page.as_data(found, sums)})


def _published(con: duckdb.DuckDBPyConnection, first: date, second: date) -> list[Cause]:
    """Return the records that became known after `first` and up to `second`.

    A withdrawal takes effect on its figure_as_of. Planned and denied figures change no fact.
    """
    records = fetch_dicts(
        con,
        f"""
        select figures.event_id, figures.measure_group, figures.record_id, figures.qualifier,
            figures.value, figures.nationality_code, figures.sex, figures.age_group, figures.unit,
            figures.measure, figures.status, figures.publisher, reports.source_url,
            reports.archived_url,
            case when figures.status = 'withdrawn'
                then coalesce(figures.figure_as_of, figures.published_on)
                else figures.published_on end as known_on
        from marts.fct_reported_figures as figures
        inner join marts.dim_report as reports using (report_key)
        where coalesce(figures.status, 'withdrawn') = 'withdrawn' and figures.counts_as <> 'stock'
            and known_on > {literal(first)} and known_on <= {literal(second)}
        order by known_on, figures.publisher, reports.source_url, figures.value desc,
            figures.record_id
        """,
    )
    return [
        Cause(
            event_id=record["event_id"],
            measure_group=record["measure_group"],
            record_id=record["record_id"],
            figure=figure(record),
            publisher=record["publisher"],
            published_on=str(record["known_on"]),
            source_url=record["source_url"],
            how="withdrawn" if record["status"] else "",
            archived_url=record["archived_url"],
        )
        for record in records
    ]


def _parents(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(
        fetch_rows(con, "select event_id, parent_event_id from marts.dim_event where depth > 0")
    )
