"""Find the known member that a person names by its id or by its name."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import WrongUseError
from ingest.names.matching import match_names
from ingest.names.reference_files import cached_reference
from ingest.names.seed_rows import read_seed
from ingest.names.site_names import Sites
from ingest.names.unmatched_members import Unmatched

IDS = {"organisation": "organisation_id of dim_organisation", "site": "site_id of dim_site"}


def known_member(member: Unmatched, into: str, cache: Path, seeds: Path) -> tuple[str, str]:
    """Return id and name of the known member of the kind of `member` that `into` means.

    A name is read as in a record of the member's country and province. Raises WrongUseError if
    there is no such member, or if several places have the name.
    """
    present = _names_by_id(member, into, cache, seeds)
    if into in present:
        return into, present[into]
    found, fits = _by_name(member, into, cache, seeds)
    if found is None and fits is not None:
        raise WrongUseError(
            f"Several places are called '{into}', or it lies in another province. Name its "
            f"place_id of dim_city, such as {fits}."
        )
    if found is None:
        column = IDS.get(member.kind, "place_id of dim_city")
        raise WrongUseError(
            f"'{into}' isn't a known {member.kind} that '{member.name}' could mean. Name its "
            f"{column}, or make it known first with --curate."
        )
    return found, _names_by_id(member, found, cache, seeds).get(found, into)


def _names_by_id(member: Unmatched, wanted: str, cache: Path, seeds: Path) -> dict[str, str]:
    """Return the names of members by id; of places, only the one that is wanted."""
    if member.kind == "organisation":
        rows = read_seed(seeds / "organisation.csv")
        return {row["organisation_id"]: row["organisation_name"] for row in rows}
    if member.kind == "site":
        return {row["site_id"]: row["site_name"] for row in read_seed(seeds / "site.csv")}
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    kinds = ["admin1"] if member.kind == "admin1" else ["city", "admin1"]
    is_wanted = (pc.field("place_id") == wanted) & pc.field("place_type").isin(kinds)
    places = pq.read_table(cached_reference(cache, seeds).places, filters=is_wanted).to_pylist()
    return {row["place_id"]: row["city_name"] for row in places}


def _by_name(
    member: Unmatched, into: str, cache: Path, seeds: Path
) -> tuple[str | None, str | None]:
    """Return the id of the member with the name, or else that of a place that fits it."""
    if member.kind == "site":
        places = frozenset({member.place_id} if member.place_id else ())
        site = Sites(seeds).find(member.country_code, places, into)
        return (site[0] if site else None), None
    reference = cached_reference(cache, seeds)
    province = member.place if member.kind == "city" else ""
    asked = [(member.kind, member.country_code, where, into, 1) for where in {province: 0, "": 0}]
    found = match_names(asked, reference, seeds, suggests=False)
    for match in found:
        if match.matched_id:
            return match.matched_id, None
    return None, next((match.suggestion_id for match in found if match.score == 100), None)
