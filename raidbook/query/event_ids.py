"""Find the event of an id, even if it was merged into another, or suggest similar ids."""

from __future__ import annotations

import duckdb

from ingest.errors import WrongUseError
from ingest.fetch import fetch_column
from ingest.sql_quoting import literal

MAX_NEAREST = 5  # suggested ids
MIN_LIKENESS = 60  # similarity of a suggested id, 0 to 100


def resolved_event(con: duckdb.DuckDBPyConnection, event_id: str) -> str:
    """Return the event's id, or that of the event into which it was merged.

    Raises WrongUseError, with the most similar ids, if there is no such event.
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
        return f"There is no event '{event_id}'. marts.dim_event lists all events."
    listed = "\n".join(f"  {match[0]}" for match in near)
    return f"There is no event '{event_id}'. Did you mean one of these?\n{listed}"
