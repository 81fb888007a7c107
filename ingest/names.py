"""Match the names that records use with the countries, places and organisations they mean.

A match is exact: after folding, through a seed of aliases or a name of the reference data (the
rules stand in `ingest.finding`). What is only similar is never matched; it is suggested, and
accepting a suggestion is adding a row to an alias seed. Everything is deterministic: the same
names, reference and seeds give the same matches.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal

from ingest.finding import ANYWHERE, Choices, Countries, Organisations, Places
from ingest.folding import fold, fold_admin1, fold_city, fold_organisation
from ingest.sites import Site, match_sites

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from ingest.reference import ReferenceFiles

__all__ = [
    "Match",
    "fold",
    "fold_admin1",
    "fold_city",
    "fold_organisation",
    "match_names",
    "write_matches",
]

Kind = Literal["country", "city", "admin1", "organisation"]

MOST_SUGGESTIONS = 2_000  # the most frequent names that get a suggestion by likeness
LEAST_SCORE = 80.0  # likeness, 0 to 100, from which on a name is suggested


@dataclass(frozen=True)
class Match:
    """One name, as asked, and what it means.

    `method` says how it was matched: code, alias, name, short_name, province, alternate_name or
    demonym; none where `matched_id` is None. Then a suggestion may stand with its likeness `score`
    from 0 to 100; 100 says that the name fits but doesn't decide: several places bear it, or the
    one that does lies in another province.
    """

    kind: Kind
    country_code: str
    admin1: str
    name: str
    times: int
    matched_id: str | None
    method: str
    suggestion: str | None = None
    suggestion_id: str | None = None
    score: float | None = None


def match_names(
    names: Sequence[tuple[Kind, str, str, str, int]], reference: ReferenceFiles, seeds: Path
) -> list[Match]:
    """Return one match per name, in the order of `names`.

    A name is (kind, country_code, admin1, name, times): the record's country or ZZ, the cell of
    its province as written (several joined by ';', or empty), one name, and how many records have
    it, which only decides for which names a suggestion is worth its time. Raises OSError where a
    seed is missing.
    """
    countries = Countries(reference, seeds)
    organisations = Organisations(seeds)
    places = Places(
        reference,
        seeds,
        ((admin1, name) for kind, _, admin1, name, _ in names if kind in ("city", "admin1")),
    )
    matches: list[Match] = []
    unknown: list[int] = []
    for kind, country, admin1, name, times in names:
        where = country or ANYWHERE
        if kind == "country":
            answer = countries.find(name)
        elif kind == "organisation":
            answer = organisations.find(where, name)
        elif kind == "admin1":
            answer = places.find_admin1(where, name)
        else:
            answer = places.find_city(where, admin1, name)
        match = Match(kind, country, admin1, name, times, answer.matched_id, answer.method)
        if answer.fits:
            fitting, fitting_id = answer.fits
            match = replace(match, suggestion=fitting, suggestion_id=fitting_id, score=100.0)
        elif answer.matched_id is None:
            unknown.append(len(matches))
        matches.append(match)
    unknown.sort(key=lambda index: (-matches[index].times, index))
    for index in unknown[:MOST_SUGGESTIONS]:
        match = matches[index]
        if match.kind == "country":
            choices = countries.choices
        elif match.kind == "organisation":
            choices = organisations.choices
        else:
            where = match.country_code or ANYWHERE
            choices = places.choices(where, with_cities=match.kind == "city")
        matches[index] = _suggest(match, choices)
    return matches


def _suggest(match: Match, choices: Choices) -> Match:
    """Return the match with the likest choice; of equally like ones the first in order."""
    from rapidfuzz import fuzz, process

    key = fold(match.name)
    scorer = fuzz.token_sort_ratio if match.kind == "organisation" else fuzz.ratio
    best = process.extractOne(key, choices.keys, scorer=scorer, score_cutoff=LEAST_SCORE)
    if not key or best is None:
        return match
    name, found_id = choices.names[best[2]]
    return replace(match, suggestion=name, suggestion_id=found_id, score=round(best[1], 1))


def write_matches(
    con: duckdb.DuckDBPyConnection, reference: ReferenceFiles, seeds: Path
) -> list[Match]:
    """Match every name in the records, as corrected, and keep what they mean in raw.

    raw.name_matches has one row per kind (city, admin1, organisation), country_code, admin1 (the
    cell as written with a city, else null) and name, raw.site_matches one per country_code, admin1,
    city (the cells as written) and name of a site, as they stand in the records with blanks at the
    ends taken away; `times` counts records, all versions of one among them. The columns are those
    of `Match` and `Site`: times bigint, score double, is_curated boolean, the rest text. Returns
    the matches of raw.name_matches.
    """
    named = ("country", "admin1", "city", "organisations", "site")
    columns = ", ".join(named)
    cells = ",\n".join(
        f"case when max(c.column_name = '{name}') then max(coalesce(c.becomes, '')) "
        f"filter (c.column_name = '{name}') else any_value(r.{name}) end as {name}"
        for name in named
    )
    con.execute(
        f"""
        create or replace temporary table names_in_records as
        with corrections as (
            from read_csv($seed, header = true, all_varchar = true, delim = ',', quote = '"')
            where column_name in {named}
        )
        select {columns}, count(*) as times
        from raw.incident_records
        where record_id not in (select record_id from corrections)
        group by all
        union all
        -- the few records whose names are corrected are read as they become
        select * exclude (row), 1 from (
            select r.rowid as row, {cells}
            from raw.incident_records as r inner join corrections as c
                on r.record_id = c.record_id
            group by r.rowid
        )
        """,
        {"seed": str(seeds / "correction.csv")},
    )
    asked = con.execute("""
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
    """).fetchall()
    matches = match_names(asked, reference, seeds)
    asked_sites = con.execute("""
        with cells as (
            select country, coalesce(admin1, '') as admin1, coalesce(city, '') as city,
                unnest(string_split(site, ';')) as name, times
            from names_in_records
        )
        select country, admin1, city, trim(name) as name, cast(sum(times) as bigint) as times
        from cells where trim(name) <> '' group by all order by all
    """).fetchall()
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
    """Write `rows` as raw.`table`, a column a field; an empty cell is null."""
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
