"""Find the event of an id, even if it was merged into another, or suggest events by name."""

from __future__ import annotations

import duckdb

from ingest.errors import WrongUseError
from ingest.fetch import fetch_column, fetch_rows
from ingest.names.folding import fold
from ingest.readers.cell_text import visible
from ingest.sql_quoting import literal

MAX_NEAREST = 5  # ids suggested by likeness
MAX_SHOWN = 10  # events with the name that was asked for
MIN_LETTERS = 3  # of a name to look for
MIN_LIKENESS = 60  # similarity of a suggested id, 0 to 100


def resolved_event(con: duckdb.DuckDBPyConnection, event_id: str) -> str:
    """Return the event's id, or that of the event into which it was merged.

    Raises WrongUseError, with the events of such a name, or else the most similar ids, if there is
    no such event.
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
    shown = visible(event_id)
    found = _by_name(con, event_id) or _most_similar(con, event_id)
    if not found:
        return f"There is no event '{shown}'. marts.dim_event lists all events."
    listed = "\n".join(f"  {name}" for name in found[:MAX_SHOWN])
    more = f"\n  and {len(found) - MAX_SHOWN} more" if len(found) > MAX_SHOWN else ""
    return f"There is no event '{shown}'. Did you mean one of these?\n{listed}{more}"


def _by_name(con: duckdb.DuckDBPyConnection, words: str) -> list[str]:
    """Return the events whose id, site, city or province holds these words, most reported first.

    Case, accents, blanks and punctuation don't count.
    """
    wanted = _squeezed(words)
    if len(wanted) < MIN_LETTERS:
        return []
    found = fetch_rows(
        con,
        """
        with names as (
            select event_id, site_name as name
            from marts.bridge_event_site inner join marts.dim_site using (site_key)
            union
            select event_id, unnest([city_name, admin1_name])
            from marts.bridge_event_city inner join marts.dim_city using (city_key)
        )
        select event_id, list(name) from marts.dim_event left join names using (event_id)
        group by event_id, report_count order by report_count desc, event_id
        """,
    )
    return [
        event_id
        for event_id, names in found
        if any(wanted in _squeezed(name) for name in (event_id, *names) if name)
    ]


def _squeezed(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _most_similar(con: duckdb.DuckDBPyConnection, event_id: str) -> list[str]:
    from rapidfuzz import fuzz, process

    near = process.extract(
        event_id,
        fetch_column(con, "select event_id from marts.dim_event order by 1"),
        scorer=fuzz.WRatio,
        limit=MAX_NEAREST,
        score_cutoff=MIN_LIKENESS,
    )
    return [str(match[0]) for match in near]
