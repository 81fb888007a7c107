"""The summary sheet: the figures that people ask first, as native charts over small tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
from xlsxwriter.utility import xl_range_abs

from warehouse.export.cells import Cells, is_of_numbers
from warehouse.export.facts import Build, Column

BLUE, PALE, GREY, DARK = "#2E75B6", "#9DC3E6", "#A6A6A6", "#404040"
AXIS_FONT = {"size": 8, "bold": False, "color": "#595959"}
MONTHS = 36  # the newest ones
BARS = 12  # the largest ones; the others together, and what is unknown, have bars of their own
CHART = {"width": 740, "height": 350}  # pixels
WIDE_CHART = CHART | {"width": 1550}
CHARTS_AT = ((7, 0), (7, 9), (25, 0), (25, 9), (43, 0))  # rows and columns
FIGURES_AT = (0, 3, 5, 7, 10, 12, 14, 16)  # columns
TABLES_AT = 63  # the row below the charts
STEP = BARS + 8  # rows from one table of bars to the next

FIGURES = """
    select
        coalesce(sum(persons), 0) as "Persons arrested or detained",
        coalesce(sum(persons_low), 0) as "by the low bounds",
        coalesce(sum(persons_high), 0) as "by the high bounds",
        coalesce((
            select sum(persons) from marts.fct_outcomes where outcome = 'removal'
        ), 0) as "Persons deported or repatriated",
        coalesce((select sum(sites) from marts.fct_raids), 0) as "Sites raided",
        count(distinct event_id) as "Events with arrests",
        count(distinct country_code) filter (country_code <> 'ZZ') as "Countries",
        count(distinct nationality_code)
            filter (nationality_code not in ('foreign', 'unknown')) as "Nationalities"
    from marts.fct_arrests
    where persons > 0
"""
BY_MONTH = f"""
    with months as (
        select * exclude (country_count)
        from reports.rpt_arrests_by_month
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
        coalesce(persons_certain, 0),
        coalesce(persons_spread, 0),
        coalesce(persons_low, 0),
        coalesce(persons_high, 0),
        coalesce(event_count, 0),
        coalesce(persons - persons_low, 0),
        coalesce(persons_high - persons, 0)
    from calendar left join months using (month_start)
    order by month_start
"""
# Rows of the charts of bars. RANKED adds up all but the largest, and keeps the unknown apart.
BY_NATIONALITY = """
    select
        case nationality_code
            when 'foreign' then 'Foreign, not named' when 'unknown' then 'Unknown' else demonym
        end as label,
        persons,
        persons_low as low,
        persons_high as high,
        nationality_code in ('foreign', 'unknown') as is_unknown,
        nationality_code as code
    from reports.rpt_arrests_by_nationality
"""
BY_COUNTRY = """
    select
        country_name as label,
        sum(persons) as persons,
        sum(persons_low) as low,
        sum(persons_high) as high,
        country_code = 'ZZ' as is_unknown,
        country_code as code
    from reports.rpt_arrests_by_nationality_country
    group by country_code, country_name
"""
BY_PLACE = """
    select
        case place_type
            when 'unknown' then 'Unknown'
            when 'admin1' then city_name || ' (province), ' || country_code
            else city_name || ', ' || country_code
        end as label,
        persons_weighted as persons,
        persons_weighted_low as low,
        persons_weighted_high as high,
        place_type = 'unknown' as is_unknown,
        city_key as code
    from reports.rpt_hotspots_by_city
    where persons_weighted > 0
"""
RANKED = f"""
    with ranked as (
        select
            *,
            row_number() over (partition by is_unknown order by persons desc, code) as place
        from ({{rows}})
    ),
    bars as (
        select
            label,
            persons,
            low,
            high,
            case when is_unknown then 'unknown' else 'named' end as kind,
            place
        from ranked
        where place <= {BARS} or is_unknown
        union all
        select 'Others (' || count(*) || ')', sum(persons), sum(low), sum(high), 'others', 0
        from ranked
        where place > {BARS} and not is_unknown
        having count(*) > 0
    )
    select label, persons, low, high, persons - low, high - persons, kind
    from bars
    order by array_position(['named', 'others', 'unknown'], kind), place
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


@dataclass(frozen=True)
class _Table:
    """A small table on the sheet: where it begins, and its columns and rows."""

    title: str
    row: int  # where it begins
    at: int  # the column where it begins
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    kinds: tuple[str, ...] = ()  # of the rows of bars: named, others or unknown

    def area(self, column: int) -> list[Any]:
        """Return the cells of one column, as xlsxwriter wants them for a chart."""
        first = self.row + 2
        last = first + max(len(self.rows), 1) - 1
        return ["Summary", first, self.at + column, last, self.at + column]

    def formula(self, column: int) -> str:
        """Return the cells of one column as a formula."""
        _, first, at, last, _ = self.area(column)
        return f"=Summary!{xl_range_abs(first, at, last, at)}"


class _InOrder:
    """Cells side by side, kept until they can be written row by row.

    A large workbook has to be: it loses what is written above the row that it is at.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[int, int, str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda row, column, *values: self.calls.append((row, column, name, values))

    def write_to(self, page: Any) -> None:
        """Write all cells on `page`."""
        for row, column, name, values in sorted(self.calls, key=lambda call: call[:2]):
            getattr(page, name)(row, column, *values)


def write_summary(
    con: duckdb.DuckDBPyConnection, book: Any, page: Any, cells: Cells, build: Build
) -> None:
    """Write the key figures, five charts, and below them the tables that they show."""
    page.hide_gridlines(2)
    page.set_column(0, 16, 12)
    page.set_column(9, 9, 26)  # names
    page.set_row(0, 30)
    written = _InOrder()
    written.write_string(0, 0, "What the raids add up to", cells.title)
    written.write_string(
        *(1, 0),
        f"As reported until {build.newest_report}; every person counted once, in the event that "
        f"names the place best. Build {build.build_id}.",
        cells.quiet,
    )
    _write_figures(con, written, cells)
    written.write_string(
        *(TABLES_AT - 1, 0),
        "The tables behind the charts. Low and high are what the reports allow; what is spread is "
        "of events in several months; what no report names is unknown.",
        cells.quiet,
    )
    tables = _tables(con)
    for table in tables:
        _write_table(written, cells, table)
    written.write_to(page)
    months, nationalities, countries, places, known = tables
    charts = (
        _columns(book, months),
        _bars(book, nationalities, "Persons arrested or detained, by nationality", "Nationality"),
        _bars(book, countries, "Persons arrested or detained, by country", "Country of the raid"),
        _bars(book, places, "Persons arrested or detained, by place", "City or province"),
        _steps(book, known),
    )
    for (row, column), chart in zip(CHARTS_AT, charts, strict=True):
        if chart is not None:
            chart.set_size(WIDE_CHART if chart is charts[-1] else CHART)
            page.insert_chart(row, column, chart, {"object_position": 2})


def _write_figures(con: duckdb.DuckDBPyConnection, page: Any, cells: Cells) -> None:
    """Write the key figures in a row, each over what it counts."""
    found = con.execute(FIGURES)
    names = [column[0] for column in found.description or []]
    values = found.fetchall()[0]
    for at, name, value in zip(FIGURES_AT, names, values, strict=True):
        page.write_number(3, at, int(value), cells.figure)
        page.write_string(4, at, name, cells.quiet)


def _tables(con: duckdb.DuckDBPyConnection) -> tuple[_Table, ...]:
    """Return the tables of the charts: months, nationalities, countries, places, and a history."""

    def counts(*names: str) -> tuple[Column, ...]:
        return tuple(Column(name, "BIGINT", "") for name in names)

    def day(name: str) -> Column:
        return Column(name, "DATE", "")

    def ranked(title: str, row: int, at: int, name: str, rows: str) -> _Table:
        found = con.execute(RANKED.format(rows=rows)).fetchall()
        return _Table(
            title,
            row,
            at,
            (Column(name, "VARCHAR", ""), *counts("persons", "low", "high", "to low", "to high")),
            [row[:-1] for row in found],
            tuple(row[-1] for row in found),
        )

    known = con.execute(AS_KNOWN).fetchall()
    root = known[0][2] if known else "no event"
    return (
        _Table(
            "Arrests by month",
            TABLES_AT,
            0,
            (
                day("month"),
                *counts("certain", "spread", "low", "high", "events", "to low", "to high"),
            ),
            con.execute(BY_MONTH).fetchall(),
        ),
        ranked("Arrests by nationality", TABLES_AT, 9, "nationality", BY_NATIONALITY),
        ranked("Arrests by country", TABLES_AT + STEP, 9, "country", BY_COUNTRY),
        ranked("Arrests by place", TABLES_AT + 2 * STEP, 9, "place", BY_PLACE),
        _Table(
            f"In custody as known: {root}",
            TABLES_AT + 2 * STEP,
            0,
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
    page.write_string(table.row, table.at, table.title, cells.part)
    writers = [cells.writer(column) for column in table.columns]
    for at, column in enumerate(table.columns):
        head = cells.number_head if is_of_numbers(column) else cells.head
        page.write_string(table.row + 1, table.at + at, column.name, head)
    for row, values in enumerate(table.rows, start=table.row + 2):
        for at, value in enumerate(values):
            if at == 0 and table.columns[0].name == "month":
                page.write_datetime(row, table.at, value, cells.month)
            elif value is not None:
                writers[at](page, row, table.at + at, value)


def _columns(book: Any, table: _Table) -> Any:
    """Return a chart of months: what is certain of each, what is spread on top, low to high."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for column, name, color in ((1, "of the month alone", BLUE), (2, "spread over months", GREY)):
        chart.add_series(
            {
                "name": name,
                "categories": table.area(0),
                "values": table.area(column),
                "fill": {"color": color},
                "gap": 40,
            }
            | ({"y_error_bars": _low_to_high(table)} if column == 2 else {})
        )
    _style(chart, "Persons arrested or detained, by month", "Persons")
    chart.set_x_axis({"name": "Month", "name_font": AXIS_FONT} | _days("mmm yy", 3))
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    return chart


def _low_to_high(table: _Table) -> dict[str, Any]:
    """Return error bars from the last two columns: what lies below the best value, and above."""
    below, above = len(table.columns) - 2, len(table.columns) - 1
    return {
        "type": "custom",
        "minus_values": table.formula(below),
        "minus_data": [float(row[below]) for row in table.rows],
        "plus_values": table.formula(above),
        "plus_data": [float(row[above]) for row in table.rows],
        "line": {"color": DARK, "width": 0.75},
    }


def _days(shown: str, months: int) -> dict[str, Any]:
    """Return an axis of days with a label every so many months."""
    return {
        "date_axis": True,
        "num_format": shown,
        "major_unit": months,
        "major_unit_type": "months",
        "num_font": {"size": 8},
    }


def _bars(book: Any, table: _Table, title: str, axis: str) -> Any:
    """Return a chart of bars, the largest on top, with low to high and the number beyond it.

    The number is the label of a second bar that nobody sees and that ends at high.
    """
    chart = book.add_chart({"type": "bar"})
    colors = {"named": BLUE, "others": PALE, "unknown": GREY}
    chart.add_series(
        {
            "name": "persons",
            "categories": table.area(0),
            "values": table.area(1),
            "points": [{"fill": {"color": colors[kind]}} for kind in table.kinds],
            "gap": 30,
            "overlap": 100,
            "y_error_bars": _low_to_high(table),
        }
    )
    chart.add_series(
        {
            "name": "high",
            "categories": table.area(0),
            "values": table.area(3),
            "fill": {"none": True},
            "border": {"none": True},
            "data_labels": {
                "value": True,
                "position": "outside_end",
                "custom": [{"value": f"{persons:,.0f}"} for _, persons, *_ in table.rows],
                "font": {"size": 8},
            },
        }
    )
    _style(chart, title, axis)
    chart.set_y_axis(
        {
            "name": axis,
            "name_font": AXIS_FONT,
            "reverse": True,
            "crossing": "max",  # the numbers stand below
            "num_font": {"size": 8},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis(
        {
            "name": "Persons; the line goes from low to high",
            "name_font": AXIS_FONT,
            "num_format": "#,##0",
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#E7E6E6"}},
        }
    )
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
    _style(chart, f"{table.title}, day by day", "Persons")
    span = (table.rows[-1][0] - table.rows[0][0]).days
    axis = {"name": "What was known on this day", "name_font": AXIS_FONT}
    chart.set_x_axis(axis | _days("mmm yy", 3 if span > 400 else 1))
    return chart


def _style(chart: Any, title: str, axis: str) -> None:
    chart.set_title(
        {"name": title, "name_font": {"size": 11, "color": "#1F3A5F"}, "overlay": False}
    )
    chart.set_y_axis(
        {
            "name": axis,
            "name_font": AXIS_FONT,
            "num_format": "#,##0",
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#E7E6E6"}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
