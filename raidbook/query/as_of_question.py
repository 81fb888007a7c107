"""The filters of `raidbook as-of`: events, measure groups, and the format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from ingest.errors import WrongUseError
from ingest.fetch import fetch_column
from ingest.sql_quoting import literal
from raidbook.query.event_ids import resolved_event
from raidbook.query.fact_changes import amounts, group_order

EVERYTHING = "true"  # the condition without filters


@dataclass(frozen=True)
class Wanted:
    """The filters of a question: events, measure groups, and the format."""

    event_id: str | None = None
    measure_group: str | None = None
    country: str | None = None
    form: str = "table"
    limit: int | None = None  # 0 is all


def condition_of(con: duckdb.DuckDBPyConnection, wanted: Wanted) -> str:
    """Return the filters as an SQL condition on the columns of `amounts`. Raises WrongUseError.

    It names event_id, measure_group and country_code alone.
    """
    conditions = []
    if wanted.event_id is not None:
        event_id = resolved_event(con, wanted.event_id)
        conditions.append(
            f"""
            event_id in (
                with recursive below as (
                    select {literal(event_id)} as event_id
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
        known = sorted(fetch_column(con, query), key=group_order)
        if wanted.measure_group not in known:
            raise WrongUseError(
                f"There is no measure group '{wanted.measure_group}' in the facts. "
                f"There are: {', '.join(known)}."
            )
        conditions.append(f"measure_group = {literal(wanted.measure_group)}")
    if wanted.country is not None:
        code = wanted.country.upper()
        query = "select country_code from marts.dim_country where length(country_code) = 2"
        if code not in fetch_column(con, query):
            raise WrongUseError(f"There is no country '{wanted.country}'. Use a code such as KH.")
        conditions.append(f"country_code = {literal(code)}")
    return " and ".join(conditions) or EVERYTHING


def known_on(day: date, condition: str) -> str:
    """Return the query of `amounts` for what was known on `day`."""
    holds = f"known_from <= {literal(day)} and (known_to is null or {literal(day)} < known_to)"
    return f"select * from ({amounts('marts', '_history', holds)}) where {condition}"


def limited(wanted: Wanted, usual: int = 0) -> str:
    """Return the limit clause of a query: `usual` if no limit is given, none for 0."""
    limit = usual if wanted.limit is None else wanted.limit
    return f"limit {limit}" if limit else ""
