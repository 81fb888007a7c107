"""Any day can be asked: what was known on it, and what changed from one day to another.

Reads the histories by their names, never the table macros: those answer only in the file in use.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from warehouse import changes_shown, terminal
from warehouse.changes import Cause, amounts, attach, changes, figure, group_order, totals
from warehouse.explain import resolved, unknown_event
from warehouse.settings import Settings

USUAL_LIMIT = 20  # rows of a table, where no --limit is given
BY_COUNTRY = ("custody", "sites", "removal")  # the measure groups shown by country


@dataclass(frozen=True)
class Wanted:
    """What is asked for: of which events and measure groups, and in which form."""

    event_id: str | None = None
    measure_group: str | None = None
    country: str | None = None
    form: str = "table"
    limit: int | None = None  # 0 is all


# events of which something is counted: another event may count all persons of a row
EVENTS = "count(distinct event_id) filter (amount > 0)"


class WrongUseError(Exception):
    """What was asked for does not exist; the text says what does."""


def as_of(settings: Settings, days: list[date], wanted: Wanted) -> int:
    """Print what was known on a day, or what changed between two; return 0, or 2 for wrong use."""
    try:
        if complaint := terminal.form_or_complaint(wanted.form):
            raise WrongUseError(complaint)
        if days != sorted(days):
            raise WrongUseError(f"{days[0]} is after {days[1]}: name the earlier day first.")
        with duckdb.connect(str(settings.live), read_only=True) as con:
            condition = _condition(con, wanted)
            if len(days) == 1:
                _one_day(con, days[0], condition, wanted)
            else:
                _two_days(con, days[0], days[1], condition, wanted)
    except WrongUseError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _condition(con: duckdb.DuckDBPyConnection, wanted: Wanted) -> str:
    """Return what is wanted as a condition on `amounts`. Raises WrongUseError."""
    conditions = []
    if wanted.event_id is not None:
        event_id = resolved(con, wanted.event_id)
        if event_id is None:
            raise WrongUseError(unknown_event(con, wanted.event_id))
        con.execute("set variable event_id = ?", [event_id])
        conditions.append(
            """
            event_id in (
                with recursive below as (
                    select getvariable('event_id') as event_id
                    union
                    select events.event_id from marts.dim_event as events
                    inner join below on events.parent_event_id = below.event_id
                    where events.depth > 0
                )
                select event_id from below
            )
            """
        )
    if wanted.measure_group is not None:
        query = f"select distinct measure_group from ({amounts('marts', '_history')})"
        known = sorted((row[0] for row in con.execute(query).fetchall()), key=group_order)
        if wanted.measure_group not in known:
            raise WrongUseError(
                f"There is no measure group '{wanted.measure_group}' in the facts; "
                f"there are: {', '.join(known)}."
            )
        conditions.append(f"measure_group = '{wanted.measure_group}'")
    if wanted.country is not None:
        code = wanted.country.upper()
        if not con.execute(
            "select 1 from marts.dim_country where country_code = ? and length(country_code) = 2",
            [code],
        ).fetchone():
            raise WrongUseError(f"There is no country '{wanted.country}'; name its code, as KH.")
        conditions.append(f"country_code = '{code}'")
    return " and ".join(conditions) or "true"


def _known_on(day: date, condition: str) -> str:
    """Return the query of `amounts` for what was known on `day`."""
    holds = f"known_from <= date '{day}' and (known_to is null or date '{day}' < known_to)"
    return f"select * from ({amounts('marts', '_history', holds)}) where {condition}"


def _one_day(con: duckdb.DuckDBPyConnection, day: date, condition: str, wanted: Wanted) -> None:
    known = _known_on(day, condition)
    if wanted.form == "csv":
        found = con.execute(
            f"select date '{day}' as as_of, measure_group, country_code, nationality_code, "
            f"{EVENTS} as events, sum(amount) as amount, sum(low) as low, sum(high) as high, "
            "sum(counted_elsewhere) as counted_elsewhere "
            f"from ({known}) group by all order by all {_limited(wanted)}"
        )
        terminal.as_csv([column[0] for column in found.description or []], found.fetchall())
        return
    first = f"{_limited(wanted, USUAL_LIMIT if wanted.form == 'table' else 0)}"
    shown = wanted.measure_group or "custody"
    measure_groups = con.execute(
        "select measure_group, sum(amount), sum(low), sum(high), bool_or(is_open_ended), "
        f"{EVENTS}, sum(counted_elsewhere) from ({known}) group by measure_group"
    ).fetchall()
    measure_groups.sort(key=lambda row: group_order(row[0]))
    columns = (wanted.measure_group,) if wanted.measure_group else BY_COUNTRY
    sums = ", ".join(
        f"coalesce(sum(amount) filter (measure_group = '{measure_group}'), 0)"
        for measure_group in columns
    )
    countries = con.execute(
        f"select country_name, country_code, {EVENTS}, {sums} "
        f"from ({known}) inner join marts.dim_country using (country_code) where amount > 0 "
        f"group by all order by 4 desc, 3 desc, 1 {first}"
    ).fetchall()
    nationalities = con.execute(
        f"select country_name, nationality_code, {EVENTS}, sum(amount) "
        f"from ({known}) as known inner join marts.dim_country as countries "
        f"on known.nationality_code = countries.country_code where measure_group = '{shown}' "
        "and amount > 0 "
        f"group by all order by 4 desc, 1 {first}"
    ).fetchall()
    reports = con.execute(
        "select count(distinct report_key), count(*) from marts.fct_reported_figures "
        "where published_on <= ?",
        [day],
    ).fetchone()
    assert reports is not None
    if wanted.form == "json":
        _one_day_as_json(day, measure_groups, columns, countries, nationalities)
        return
    terminal.heading(f"What was known on {day}")
    print(f"In all, {reports[1]:,} figures of {reports[0]:,} reports had been published.")
    if not measure_groups:
        print("The facts had no row then.")
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
    print(
        "(most: + where some report gives no upper end; elsewhere: counted in other events instead)"
    )
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


def _limited(wanted: Wanted, usual: int = 0) -> str:
    limit = usual if wanted.limit is None else wanted.limit
    return f"limit {limit}" if limit else ""


def _two_days(
    con: duckdb.DuckDBPyConnection, first: date, second: date, condition: str, wanted: Wanted
) -> None:
    before, after = _known_on(first, condition), _known_on(second, condition)
    found = changes(con, before, after)
    attach(found, _published(con, first, second), _parents(con))
    sums = totals(con, before, after)
    if wanted.form == "table":
        terminal.heading(f"What changed from {first} to {second}")
        if not found:
            print("Nothing: the facts were the same on both days.")
            return
        limit = USUAL_LIMIT if wanted.limit is None else wanted.limit
        nobody = "No record of its tree that stands today was published then."
        changes_shown.show(found, sums, limit, nobody)
        return
    found = found[: wanted.limit or None]
    if wanted.form == "csv":
        changes_shown.as_csv(found)
    else:
        terminal.as_json({"from": first, "to": second, **changes_shown.as_data(found, sums)})


def _published(con: duckdb.DuckDBPyConnection, first: date, second: date) -> list[Cause]:
    """Return the records that became known after `first` and up to `second`.

    A withdrawal takes effect on its figure_as_of; what is planned or denied changes no fact.
    """
    found = con.execute(
        """
        select figures.event_id, figures.measure_group, figures.record_id, figures.qualifier,
            figures.value, figures.nationality_code, figures.sex, figures.age_group, figures.unit,
            figures.measure, figures.status, figures.publisher, reports.source_url,
            case when figures.status = 'withdrawn'
                then coalesce(figures.figure_as_of, figures.published_on)
                else figures.published_on end as known_on
        from marts.fct_reported_figures as figures
        inner join marts.dim_report as reports using (report_key)
        where coalesce(figures.status, 'withdrawn') = 'withdrawn' and figures.counts_as <> 'stock'
            and known_on > ? and known_on <= ?
        order by known_on, figures.publisher, reports.source_url, figures.value desc,
            figures.record_id
        """,
        [first, second],
    )
    names = [column[0] for column in found.description or []]
    records = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
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
        )
        for record in records
    ]


def _parents(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    found = con.execute(
        "select event_id, parent_event_id from marts.dim_event where depth > 0"
    ).fetchall()
    return {row[0]: row[1] for row in found}
