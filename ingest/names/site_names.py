"""Find the site that a record names: a compound, a building, a court, an airport.

Known sites are in `seeds/site.csv`. A name means the site of an alias in `site_alias.csv` (of the
record's country and city, then of its country, then of ZZ), or the site of the record's country
with that name, if there is only one. Any other name, such as "three-storey building", becomes an
inferred site: one per country, place and folded name. The place may be an inferred one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.names.folding import fold
from ingest.names.inferred_members import INFERRED, names_of_members
from ingest.names.name_resolution import ANYWHERE
from ingest.names.seed_rows import EMPTY, read_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ingest.names.matching import Kind, Match


@dataclass(frozen=True)
class Site:
    """One name, as given to `match_sites`, and the site that it means.

    `admin1` and `city` are the cells of the record as written, or empty. `place_id` is the only
    city that the record names, or its only province if it names no city. Otherwise it is None, as
    it is for a curated site, whose place is in the seed.
    """

    country_code: str
    admin1: str
    city: str
    name: str
    times: int
    site_id: str
    site_name: str
    place_id: str | None
    is_curated: bool


class Sites:
    """Finds the sites of the seed by their names and aliases."""

    def __init__(self, seeds: Path) -> None:
        self._names: dict[str, str] = {}
        self._own: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._aliases: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in read_seed(seeds / "site.csv"):
            self._names[row["site_id"]] = row["site_name"]
            self._own[row["country_code"], fold(row["site_name"])].add(row["site_id"])
        for row in read_seed(seeds / "site_alias.csv"):
            key = (row["country_code"], row["place_id"], fold(row["alias"]))
            self._aliases[key].add(row["site_id"])

    def find(self, country: str, places: frozenset[str], name: str) -> tuple[str, str] | None:
        """Return id and name of the site that a record in `places` means; None if unknown."""
        key = fold(name)
        for found in (
            set().union(*(self._aliases.get((country, place, key), set()) for place in places)),
            self._aliases.get((country, EMPTY, key), set()),
            self._aliases.get((ANYWHERE, EMPTY, key), set()),
            self._own.get((country, key), set()),
        ):
            if len(found) == 1:
                site_id = min(found)
                return site_id, self._names.get(site_id, site_id)
        return None


def match_sites(
    asked: Sequence[tuple[str, str, str, str, int]],
    matches: Sequence[Match],
    seeds: Path,
) -> list[Site]:
    """Return one site per name, in the order of `asked`.

    A name is (country_code, admin1, city, name, times): the record's country, the cells of its
    province and city as written, or empty, one name, and the number of records that have it.
    `matches` are the meanings of the names in those cells. Raises OSError if a seed is missing.
    """
    meant = {
        (m.kind, m.country_code, m.admin1, m.name): m.matched_id or m.member_id for m in matches
    }
    curated = Sites(seeds)
    sites = []
    for country, admin1, city, name, times in asked:
        places = _places(meant, country, admin1, city)
        if found := curated.find(country, frozenset(filter(None, places)), name):
            site = Site(country, admin1, city, name, times, *found, None, is_curated=True)
        else:
            place = next(iter(places)) if len(places) == 1 else None
            site_id = f"{INFERRED}{country}:{place or EMPTY}:{fold(name) or name}"
            site = Site(country, admin1, city, name, times, site_id, name, place, is_curated=False)
        sites.append(site)
    named = names_of_members((s.site_id, s.name, s.times) for s in sites if not s.is_curated)
    return [replace(site, site_name=named.get(site.site_id, site.site_name)) for site in sites]


def _places(
    meant: Mapping[tuple[Kind, str, str, str], str | None], country: str, admin1: str, city: str
) -> set[str | None]:
    """Return the ids of a record's cities, or of its provinces if it names no city."""
    names = [name.strip() for name in city.split(";") if name.strip()]
    if names:
        return {meant.get(("city", country, admin1, name)) for name in names}
    names = [name.strip() for name in admin1.split(";") if name.strip()]
    return {meant.get(("admin1", country, "", name)) for name in names}
