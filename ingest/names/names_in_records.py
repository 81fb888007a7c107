"""Match the names in the loaded records, and write what they mean to raw."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from ingest.fetch import fetch_rows
from ingest.names.inferred_members import with_members
from ingest.names.matching import Match, match_names
from ingest.names.seed_rows import read_seed
from ingest.names.site_names import Site, match_sites
from ingest.sql_quoting import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from ingest.names.reference_files import ReferenceFiles


def write_matches(
    con: duckdb.DuckDBPyConnection, reference: ReferenceFiles, seeds: Path
) -> list[Match]:
    """Match every name in the records, as corrected, and write what it means to raw.

    raw.name_matches has one row per kind (city, admin1, organisation), country_code, admin1 (the
    cell as written for a city, otherwise null) and name. raw.site_matches has one row per
    country_code, admin1, city (the cells as written) and name of a site. Names are trimmed of
    blanks. `times` counts records, including all versions of each. The columns are those of `Match`
    and `Site`: times bigint, score double, is_curated boolean, the rest text. Returns the matches
    in raw.name_matches.
    """
    named = ("country", "admin1", "city", "organisations", "site")
    columns = ", ".join(named)
    cells = ",\n".join(
        f"case when max(c.column_name = '{name}') then max(coalesce(c.becomes, '')) "
        f"filter (c.column_name = '{name}') else any_value(r.{name}) end as {name}"
        for name in named
    )
    corrections = ", ".join(
        f"({literal(row['record_id'])}, {literal(row['column_name'])}, {literal(row['becomes'])})"
        for row in read_seed(seeds / "correction.csv")
        if row["column_name"] in named
    )
    con.execute(
        f"""
        create or replace temporary table names_in_records as
        with corrections as (
            from (values {corrections or "(null, null, null)"})
                as t(record_id, column_name, becomes)
        )
        select {columns}, count(*) as times
        from raw.incident_records anti join corrections using (record_id)
        group by all
        union all
        -- Records with a corrected name are read with the correction; they are few.
        select * exclude (row), 1 from (
            select r.rowid as row, {cells}
            from raw.incident_records as r inner join corrections as c
                on r.record_id = c.record_id
            group by r.rowid
        )
        """
    )
    asked = fetch_rows(
        con,
        """
        with cells as (
            select 'city' as kind, country, coalesce(admin1, '') as admin1,
                unnest(string_split(city, ';')) as name, times
            from names_in_records
            union all
            select 'admin1', country, '', unnest(string_split(admin1, ';')), times
            from names_in_records
            union all
            select 'organisation', country, '',
                regexp_replace(unnest(string_split(organisations, ';')), '^[^:]*:', ''), times
            from names_in_records
        )
        select kind, country, admin1, trim(name) as name, cast(sum(times) as bigint) as times
        from cells where trim(name) <> '' group by all order by all
    """,
    )
    matches = with_members(match_names(asked, reference, seeds))
    asked_sites = fetch_rows(
        con,
        """
        with cells as (
            select country, coalesce(admin1, '') as admin1, coalesce(city, '') as city,
                unnest(string_split(site, ';')) as name, times
            from names_in_records
        )
        select country, admin1, city, trim(name) as name, cast(sum(times) as bigint) as times
        from cells where trim(name) <> '' group by all order by all
    """,
    )
    con.execute("drop table temp.names_in_records")
    _keep(con, "name_matches", Match, matches)
    _keep(con, "site_matches", Site, match_sites(asked_sites, matches, seeds))
    return matches


def _keep(
    con: duckdb.DuckDBPyConnection,
    table: str,
    kind: type[Match | Site],
    rows: Sequence[Match | Site],
) -> None:
    """Write `rows` as raw.`table`, one column per field; an empty cell becomes null."""
    import pyarrow as pa

    types = {"times": pa.int64(), "score": pa.float64(), "is_curated": pa.bool_()}
    names = [field.name for field in fields(kind)]
    found = pa.table(
        {
            name: pa.array(
                [None if (cell := getattr(row, name)) == "" else cell for row in rows],
                types.get(name, pa.string()),
            )
            for name in names
        }
    )
    con.register("found_names", found)
    con.execute(f"create or replace table raw.{table} as from found_names")
    con.unregister("found_names")
