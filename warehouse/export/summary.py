"""The summary sheet: the figures that people ask first, as native charts over small tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from warehouse.export.cells import Cells
from warehouse.export.facts import Build, Column

BLUE, PALE = "#2E75B6", "#9DC3E6"
MONTHS = 36  # the newest ones
CHART = {"width": 740, "height": 330}  # pixels
FIGURES_AT = (0, 3, 5, 8, 10, 12, 14)  # columns
TABLES_AT = 43  # the row below the charts

FIGURES = """
    select
        coalesce(sum(persons), 0) as "Persons arrested or detained",
        coalesce(sum(persons_low), 0) as "by the low bounds",
        coalesce((
            select sum(persons) from marts.fct_outcomes where outcome = 'removal'
        ), 0) as "Persons deported or repatriated",
        coalesce((select sum(sites) from marts.fct_raids), 0) as "Sites raided",
        count(distinct event_id) as "Events with arrests",
        count(distinct country_code) filter (country_code <> 'ZZ') as "Countries",
        count(distinct nationality_code)
            filter (nationality_code not in ('foreign', 'unknown')) as "Nationalities"
    from marts.fct_arrests
"""
BY_MONTH = f"""
    with months as (
        select
            month_start,
            sum(persons_within_month) as within_month,
            sum(persons_spanning_months) as spanning_months,
            sum(event_count) as events
        from reports.rpt_arrests_by_country_month
        group by month_start
    ),
    calendar as (
        select cast(unnest(generate_series(
            greatest(min(month_start), max(month_start) - interval {MONTHS - 1} month),
            max(month_start),
            interval 1 month
        )) as date) as month_start
        from months
    )
    select
        month_start,
        cast(coalesce(within_month, 0) as bigint),
        cast(coalesce(spanning_months, 0) as bigint),
        cast(coalesce(events, 0) as bigint)
    from calendar left join months using (month_start)
    order by month_start
"""
BY_NATIONALITY = """
    select demonym, persons, persons_low, persons_high
    from reports.rpt_arrests_by_nationality
    where nationality_code not in ('foreign', 'unknown')
    order by persons desc, nationality_code
    limit 15
"""
BY_COUNTRY = """
    select country_name, sum(persons), sum(persons_low), sum(persons_high)
    from reports.rpt_arrests_by_country_month
    group by country_code, country_name
    order by sum(persons) desc, country_code
    limit 15
"""
# The tree of events with most persons in custody, as it was known from day to day.
AS_KNOWN = """
    with history as (
        select events.root_event_id, facts.persons, facts.known_from, facts.known_to
        from marts.fct_arrests_history as facts
        inner join marts.dim_event as events using (event_id)
    ),
    largest as (
        select root_event_id
        from history
        where known_to is null
        group by root_event_id
        having count(distinct known_from) > 1
        order by sum(persons) desc, root_event_id
        limit 1
    ),
    days as (
        select known_from as day from history where root_event_id in (from largest)
        union
        select known_to from history
        where root_event_id in (from largest) and known_to is not null
    )
    select days.day, cast(sum(history.persons) as bigint), any_value(history.root_event_id)
    from days
    inner join history
        on history.root_event_id in (from largest)
        and history.known_from <= days.day
        and (history.known_to is null or days.day < history.known_to)
    group by days.day
    order by days.day
"""
REST = """
    select
        coalesce(sum(persons) filter (nationality_code = 'foreign'), 0),
        coalesce(sum(persons) filter (nationality_code = 'unknown'), 0)
    from marts.fct_arrests
"""


@dataclass(frozen=True)
class _Table:
    """A small table on the sheet: where it begins, and its columns and rows."""

    title: str
    at: int  # the column where it begins
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]

    def area(self, column: int) -> list[Any]:
        """Return the cells of one column, as xlsxwriter wants them for a chart."""
        first = TABLES_AT + 2
        last = first + max(len(self.rows), 1) - 1
        return ["Summary", first, self.at + column, last, self.at + column]


def write_summary(
    con: duckdb.DuckDBPyConnection, book: Any, page: Any, cells: Cells, build: Build
) -> None:
    """Write the key figures, four charts, and below them the tables that they show."""
    page.hide_gridlines(2)
    page.set_column(0, 18, 12)
    for at in (5, 10):  # names
        page.set_column(at, at, 20)
    page.set_row(0, 30)
    page.write_string(0, 0, "What the raids add up to", cells.title)
    page.write_string(
        *(1, 0),
        f"As reported until {build.newest_report}; every person counted once, in the event that "
        f"names the place best. Build {build.build_id}.",
        cells.quiet,
    )
    _write_figures(con, page, cells)
    tables = _tables(con)
    for table in tables:
        _write_table(page, cells, table)
    foreign, unknown = con.execute(REST).fetchall()[0]
    page.write_string(
        *(TABLES_AT - 1, 0),
        f"The tables behind the charts. Not among the nationalities are {int(unknown):,} persons "
        f"of whom none is stated, and {int(foreign):,} of whom only that they were foreigners.",
        cells.quiet,
    )
    months, nationalities, countries, known = tables
    charts = (
        _columns(book, months),
        _bars(book, nationalities, "Persons arrested or detained, by nationality"),
        _bars(book, countries, "Persons arrested or detained, by country of the raid"),
        _steps(book, known),
    )
    for number, chart in enumerate(charts):
        if chart is not None:
            chart.set_size(CHART)
            page.insert_chart(
                7 + 18 * (number // 2), 9 * (number % 2), chart, {"object_position": 2}
            )


def _write_figures(con: duckdb.DuckDBPyConnection, page: Any, cells: Cells) -> None:
    """Write the key figures in a row, each over what it counts."""
    found = con.execute(FIGURES)
    names = [column[0] for column in found.description or []]
    values = found.fetchall()[0]
    for at, name, value in zip(FIGURES_AT, names, values, strict=True):
        page.write_number(3, at, int(value), cells.figure)
        page.write_string(4, at, name, cells.quiet)


def _tables(con: duckdb.DuckDBPyConnection) -> tuple[_Table, _Table, _Table, _Table]:
    def counts(*names: str) -> tuple[Column, ...]:
        return tuple(Column(name, "BIGINT", "") for name in names)

    def text(name: str) -> Column:
        return Column(name, "VARCHAR", "")

    def day(name: str) -> Column:
        return Column(name, "DATE", "")

    known = con.execute(AS_KNOWN).fetchall()
    root = known[0][2] if known else "no event"
    return (
        _Table(
            "Arrests by month",
            0,
            (day("month"), *counts("within it", "longer", "events")),
            con.execute(BY_MONTH).fetchall(),
        ),
        _Table(
            "Arrests by nationality",
            5,
            (text("nationality"), *counts("persons", "low", "high")),
            con.execute(BY_NATIONALITY).fetchall(),
        ),
        _Table(
            "Arrests by country",
            10,
            (text("country"), *counts("persons", "low", "high")),
            con.execute(BY_COUNTRY).fetchall(),
        ),
        _Table(
            f"In custody as known: {root}",
            15,
            (day("day"), *counts("persons")),
            _stepped([(day, persons) for day, persons, _ in known]),
        ),
    )


def _stepped(known: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """Return the figures with the day before each change too: what is known doesn't slope."""
    rows: list[tuple[date, int]] = []
    for day, persons in known:
        if rows and day - rows[-1][0] > timedelta(days=1):
            rows.append((day - timedelta(days=1), rows[-1][1]))
        rows.append((day, persons))
    return rows


def _write_table(page: Any, cells: Cells, table: _Table) -> None:
    page.write_string(TABLES_AT, table.at, table.title, cells.part)
    writers = [cells.writer(column) for column in table.columns]
    for at, column in enumerate(table.columns):
        page.write_string(TABLES_AT + 1, table.at + at, column.name, cells.head)
    for row, values in enumerate(table.rows, start=TABLES_AT + 2):
        for at, value in enumerate(values):
            if at == 0 and table.columns[0].name == "month":
                page.write_datetime(row, table.at, value, cells.month)
            elif value is not None:
                writers[at](page, row, table.at + at, value)


def _columns(book: Any, table: _Table) -> Any:
    """Return a chart of months, without the events that went on into another month.

    Of those nobody knows in which month the arrests were, and a campaign dwarfs all the rest.
    """
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "persons",
            "categories": table.area(0),
            "values": table.area(1),
            "fill": {"color": BLUE},
            "gap": 40,
        }
    )
    _style(chart, "Persons arrested or detained by month, in events that ended within it")
    chart.set_x_axis(_days("mmm yy", 3))
    return chart


def _days(shown: str, months: int) -> dict[str, Any]:
    """Return an axis of days with a label every so many months."""
    return {
        "date_axis": True,
        "num_format": shown,
        "major_unit": months,
        "major_unit_type": "months",
        "num_font": {"size": 8},
    }


def _bars(book: Any, table: _Table, title: str) -> Any:
    """Return a chart of bars, the largest on top, each with its number."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "persons",
            "categories": table.area(0),
            "values": table.area(1),
            "fill": {"color": BLUE},
            "gap": 30,
            "data_labels": {"value": True, "num_format": "#,##0", "font": {"size": 8}},
        }
    )
    _style(chart, title)
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    return chart


def _steps(book: Any, table: _Table) -> Any:
    """Return a chart of what was known on each day, or nothing where there is no history."""
    if not table.rows:
        return None
    chart = book.add_chart({"type": "area"})
    chart.add_series(
        {
            "name": "persons",
            "categories": table.area(0),
            "values": table.area(1),
            "fill": {"color": PALE},
            "line": {"color": BLUE, "width": 1.5},
        }
    )
    _style(chart, f"{table.title}, day by day")
    span = (table.rows[-1][0] - table.rows[0][0]).days
    chart.set_x_axis(_days("mmm yy", 3 if span > 400 else 1))
    return chart


def _style(chart: Any, title: str) -> None:
    chart.set_title(
        {"name": title, "name_font": {"size": 11, "color": "#1F3A5F"}, "overlay": False}
    )
    chart.set_y_axis(
        {
            "num_format": "#,##0",
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#E7E6E6"}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
