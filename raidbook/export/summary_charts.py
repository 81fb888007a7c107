"""The charts of the summary sheet."""

from __future__ import annotations

from typing import Any

from raidbook.export.summary_tables import SummaryTable

BLUE, PALE, GREY, DARK = "#2E75B6", "#9DC3E6", "#A6A6A6", "#404040"
AXIS_FONT = {"size": 8, "bold": False, "color": "#595959"}


def chart_of_months(book: Any, table: SummaryTable) -> Any:
    """Return a chart of months: persons of that month alone, persons spread on top, low to high."""
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
    shown = f"the last {len(table.rows)} months"
    _style(chart, f"Persons arrested or detained, by month, {shown}", "Persons")
    chart.set_x_axis({"name": "Month", "name_font": AXIS_FONT} | _days("mmm yy", 3))
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    return chart


def _low_to_high(table: SummaryTable) -> dict[str, Any]:
    """Return error bars from the last two columns: the distances down to low and up to high."""
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
    """Return a time axis with a label every `months` months."""
    return {
        "date_axis": True,
        "num_format": shown,
        "major_unit": months,
        "major_unit_type": "months",
        "num_font": {"size": 8},
    }


def chart_of_bars(book: Any, table: SummaryTable, title: str, axis: str) -> Any:
    """Return a bar chart, the largest on top, with low to high and the number beside it.

    The number is the label of a second, invisible bar that ends at high.
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
            "crossing": "max",  # puts the numbers at the bottom
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


def chart_of_days(book: Any, table: SummaryTable) -> Any:
    """Return a chart of what was known on each day, or None if there is no history."""
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
    axis = {"name": "As known on this day", "name_font": AXIS_FONT}
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
