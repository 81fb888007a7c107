"""Find the event that an id means, also one that was merged, or name the ids that are nearest."""

from __future__ import annotations

import duckdb

from ingest.errors import WrongUseError
from ingest.fetch import fetch_column
from ingest.sql_quoting import literal

MAX_NEAREST = 5  # ids that are suggested
MIN_LIKENESS = 60  # of a suggested id, 0 to 100


def resolved_event(con: duckdb.DuckDBPyConnection, event_id: str) -> str:
    """Return the event's id, or that of the event that it was joined to.

    Raises WrongUseError, with the nearest ids, where there is no such event.
    """
    found = fetch_column(
        con,
        f"select event_id from marts.dim_event where event_id = {literal(event_id)} "
        "union all "
        "select distinct event_id from marts.fct_reported_figures "
        f"where coded_event_id = {literal(event_id)}",
    )
    if not found:
        raise WrongUseError(_unknown(con, event_id))
    return str(found[0])


def _unknown(con: duckdb.DuckDBPyConnection, event_id: str) -> str:
    from rapidfuzz import fuzz, process

    near = process.extract(
        event_id,
        fetch_column(con, "select event_id from marts.dim_event order by 1"),
        scorer=fuzz.WRatio,
        limit=MAX_NEAREST,
        score_cutoff=MIN_LIKENESS,
    )
    if not near:
        return f"There is no event '{event_id}'; marts.dim_event lists them all."
    return "\n".join([f"There is no event '{event_id}'. Nearest:", *(f"  {m[0]}" for m in near)])
