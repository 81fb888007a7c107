"""Print what was known on one day, in the terminal, as CSV or as JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from ingest.fetch import fetch_named, fetch_row, fetch_rows
from ingest.sql_quoting import literal
from raidbook.common import terminal
from raidbook.query.as_of_question import EVERYTHING, Wanted, known_on, limited
from raidbook.query.changes_page import USUAL_LIMIT
from raidbook.query.fact_changes import group_order

BY_COUNTRY = ("custody", "sites", "removal")  # the measure groups shown by country
# Only events with a positive amount count: another event may count all persons of a row.
EVENTS = "count(distinct event_id) filter (amount > 0)"


def show_day(con: duckdb.DuckDBPyConnection, day: date, condition: str, wanted: Wanted) -> None:
    """Print what was known on `day`; `condition` is that of `condition_of`."""
    known = known_on(day, condition)
    if wanted.form == "csv":
        names, rows = fetch_named(
            con,
            f"select {literal(day)} as as_of, measure_group, country_code, nationality_code, "
            f"{EVENTS} as events, sum(amount) as amount, sum(low) as low, sum(high) as high, "
            "sum(counted_elsewhere) as counted_elsewhere "
            f"from ({known}) group by all order by all {limited(wanted)}",
        )
        terminal.as_csv(names, rows)
        return
    first = f"{limited(wanted, USUAL_LIMIT if wanted.form == 'table' else 0)}"
    shown = wanted.measure_group or "custody"
    measure_groups = fetch_rows(
        con,
        "select measure_group, sum(amount), sum(low), sum(high), bool_or(is_open_ended), "
        f"{EVENTS}, sum(counted_elsewhere) from ({known}) group by measure_group",
    )
    measure_groups.sort(key=lambda row: group_order(row[0]))
    columns = (wanted.measure_group,) if wanted.measure_group else BY_COUNTRY
    sums = ", ".join(
        f"coalesce(sum(amount) filter (measure_group = {literal(measure_group)}), 0)"
        for measure_group in columns
    )
    countries = fetch_rows(
        con,
        f"select country_name, country_code, {EVENTS}, {sums} "
        f"from ({known}) inner join marts.dim_country using (country_code) where amount > 0 "
        f"group by all order by 4 desc, 3 desc, 1 {first}",
    )
    nationalities = fetch_rows(
        con,
        f"select country_name, nationality_code, {EVENTS}, sum(amount) "
        f"from ({known}) as known inner join marts.dim_country as countries "
        "on known.nationality_code = countries.country_code "
        f"where measure_group = {literal(shown)} "
        "and amount > 0 "
        f"group by all order by 4 desc, 1 {first}",
    )
    reports, figures = fetch_row(
        con,
        f"""
        select count(distinct report_key), count(*) from (
            select figures.event_id, measure_group, events.country_code, report_key
            from marts.fct_reported_figures as figures
            inner join marts.dim_event as events using (event_id)
            where figures.published_on <= {literal(day)}
        ) where {condition}
        """,
    )
    if wanted.form == "json":
        _one_day_as_json(day, measure_groups, columns, countries, nationalities)
        return
    terminal.heading(f"What was known on {day}")
    of_what = "" if condition == EVERYTHING else " on what you asked for"
    print(f"By then, {reports:,} reports with {figures:,} figures{of_what} had been published.")
    if not measure_groups:
        print("There were no facts on that day.")
        return
    print()
    terminal.table(
        ("Total", "number", "least", "most", "events", "elsewhere"),
        [
            (
                row[0],
                *_numbers(row[1:3]),
                terminal.number(row[3]) + ("+" if row[4] else " "),
                *_numbers(row[5:7]),
            )
            for row in measure_groups
        ],
    )
    print("(most: + if some report gives no upper end; elsewhere: counted in other events instead)")
    print()
    terminal.table(
        ("By country", *columns, "events"),
        [
            (f"{row[0]} ({row[1]})", *_numbers(row[3:]), terminal.number(row[2]))
            for row in countries
        ],
    )
    if not nationalities:
        return
    print()
    terminal.table(
        ("By nationality", shown, "events"),
        [
            (f"{row[0]} ({row[1]})", *_numbers(row[3:]), terminal.number(row[2]))
            for row in nationalities
        ],
    )


def _one_day_as_json(
    day: date,
    measure_groups: list[Any],
    columns: Any,
    countries: list[Any],
    nationalities: list[Any],
) -> None:
    names = (
        *("measure_group", "amount", "low", "high", "is_open_ended", "events"),
        "counted_elsewhere",
    )
    terminal.as_json(
        {
            "as_of": day,
            "measure_groups": [dict(zip(names, row, strict=True)) for row in measure_groups],
            "countries": [
                {
                    "country_code": row[1],
                    "events": row[2],
                    **dict(zip(columns, row[3:], strict=True)),
                }
                for row in countries
            ],
            "nationalities": [
                {"nationality_code": row[1], "events": row[2], "amount": row[3]}
                for row in nationalities
            ],
        }
    )


def _numbers(values: tuple[Decimal, ...]) -> list[str]:
    return [terminal.number(value) for value in values]
