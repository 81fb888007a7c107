"""The small tables on the summary sheet that its charts show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
from xlsxwriter.utility import xl_range_abs

from ingest.fetch import fetch_rows
from raidbook.export.summary_queries import (
    AS_KNOWN,
    BARS,
    BY_COUNTRY,
    BY_MONTH,
    BY_NATIONALITY,
    BY_PLACE,
    RANKED,
)
from raidbook.export.table_columns import Column

TABLES_AT = 63  # the row below the charts
STEP = BARS + 8  # rows from one table of bars to the next


@dataclass(frozen=True)
class SummaryTable:
    """A small table on the sheet: its position, columns and rows."""

    title: str
    row: int  # the row where it begins
    at: int  # the column where it begins
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    kinds: tuple[str, ...] = ()  # for each bar: named, others or unknown

    def area(self, column: int) -> list[Any]:
        """Return the range of one column in the form that xlsxwriter needs for a chart."""
        first = self.row + 2
        last = first + max(len(self.rows), 1) - 1
        return ["Summary", first, self.at + column, last, self.at + column]

    def formula(self, column: int) -> str:
        """Return the range of one column as a formula."""
        _, first, at, last, _ = self.area(column)
        return f"=Summary!{xl_range_abs(first, at, last, at)}"


def summary_tables(con: duckdb.DuckDBPyConnection) -> tuple[SummaryTable, ...]:
    """Return the tables for the charts: months, nationalities, countries, places, and history."""

    def counts(*names: str) -> tuple[Column, ...]:
        return tuple(Column(name, "BIGINT", "") for name in names)

    def day(name: str) -> Column:
        return Column(name, "DATE", "")

    def ranked(title: str, row: int, at: int, name: str, rows: str) -> SummaryTable:
        found = fetch_rows(con, RANKED.format(rows=rows))
        return SummaryTable(
            title,
            row,
            at,
            (Column(name, "VARCHAR", ""), *counts("persons", "low", "high", "to low", "to high")),
            [row[:-1] for row in found],
            tuple(row[-1] for row in found),
        )

    known = fetch_rows(con, AS_KNOWN)
    root = known[0][2] if known else "no event"
    return (
        SummaryTable(
            "Arrests by month",
            TABLES_AT,
            0,
            (
                day("month"),
                *counts("certain", "spread", "low", "high", "events", "to low", "to high"),
            ),
            fetch_rows(con, BY_MONTH),
        ),
        ranked("Arrests by nationality", TABLES_AT, 9, "nationality", BY_NATIONALITY),
        ranked("Arrests by country", TABLES_AT + STEP, 9, "country", BY_COUNTRY),
        ranked("Arrests by place", TABLES_AT + 2 * STEP, 9, "place", BY_PLACE),
        SummaryTable(
            f"In custody as known: {root}",
            TABLES_AT + 2 * STEP,
            0,
            (day("day"), *counts("persons")),
            _stepped([(day, persons) for day, persons, _ in known]),
        ),
    )


def _stepped(known: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """Add a point on the day before each change, so that the line has steps and no slopes."""
    rows: list[tuple[date, int]] = []
    for day, persons in known:
        if rows and day - rows[-1][0] > timedelta(days=1):
            rows.append((day - timedelta(days=1), rows[-1][1]))
        rows.append((day, persons))
    return rows
