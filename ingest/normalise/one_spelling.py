"""Give publishers that differ in capitals alone one spelling, over all deliveries.

Publishers are then compared as text, and "TRIAL TIMES" must not be a second source.
"""

from __future__ import annotations

import duckdb

from ingest.fetch import fetch_rows
from ingest.normalise.normalised_rows import AS_TYPED
from ingest.sql_quoting import literal

COLUMNS = ("publisher", "credited_to")


def unify_capitals(con: duckdb.DuckDBPyConnection) -> int:
    """Write the most frequent spelling of each publisher into raw; return how many it replaced.

    Of equally frequent spellings, the one that was delivered first is taken. The typed spelling
    goes to `_as_typed`.
    """
    named = " union all ".join(
        f"select {name} as name, (_delivery_number, _row_number) as place from raw.incident_records"
        for name in COLUMNS
    )
    replaced = fetch_rows(
        con,
        f"""
        with spelled as (
            select name, lower(name) as folded, count(*) as times, min(place) as first_place
            from ({named})
            where name is not null group by name
        )
        select name, first_value(name) over (
            partition by folded order by times desc, first_place) as taken
        from spelled qualify taken <> name order by name
        """,
    )
    for name, taken in replaced:
        for column in COLUMNS:
            typed = f"""'"{column}": ' || to_json({column})"""
            con.execute(f"""
                update raw.incident_records set {column} = {literal(taken)}, {AS_TYPED} = case
                    when {AS_TYPED} is null then '{{' || {typed} || '}}'
                    when contains({AS_TYPED}, '"{column}":') then {AS_TYPED}
                    else left({AS_TYPED}, -1) || ', ' || {typed} || '}}' end
                where {column} = {literal(name)}
            """)
    return len(replaced)
