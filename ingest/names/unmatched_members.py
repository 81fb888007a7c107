"""The members that are inferred from names in the records, for those who decide what they mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from ingest.names.folding import fold, fold_organisation
from ingest.names.inferred_members import with_members
from ingest.names.matching import Kind, Match, match_names
from ingest.names.reference_files import cached_reference
from ingest.names.seed_rows import EMPTY, read_seed
from ingest.names.site_names import Site, match_sites

MemberKind = Literal["city", "admin1", "organisation", "site"]
MEMBER_KINDS: tuple[MemberKind, ...] = ("city", "admin1", "organisation", "site")
ANY_COUNTRY = "ZZ"
# What separates one name from another: kind, country, the cells of the place, the name.
Mention = tuple[str, ...]


class RecordNames(NamedTuple):
    """The names in the records, as given to `match_names` and to `match_sites`."""

    names: list[tuple[Kind, str, str, str, int]]
    sites: list[tuple[str, str, str, str, int]]


@dataclass(frozen=True)
class Unmatched:
    """One inferred member: what its names say, and what they may mean.

    `place_id` is the province of a city, or the place of a site, if it is known; `place` is its
    name. `times` is a number of records.
    """

    kind: MemberKind
    member_id: str
    name: str
    country_code: str
    place_id: str | None
    place: str
    times: int
    spellings: tuple[str, ...]
    mentions: frozenset[Mention]
    suggestion: str | None = None
    suggestion_id: str | None = None
    score: float | None = None

    def bears(self, name: str) -> bool:
        """Return whether the member is called so, by its comparison form."""
        folded = fold_organisation if self.kind == "organisation" else fold
        return name in self.spellings or folded(name) in map(folded, self.spellings)


@dataclass(frozen=True)
class Meanings:
    """What every name in the records means, by the seeds of one moment."""

    matches: list[Match]
    sites: list[Site]

    def known(self) -> dict[Mention, str | None]:
        """Return the id of the known member that each name means; None for an inferred one."""
        found: dict[Mention, str | None] = {_of(m): m.matched_id for m in self.matches}
        return found | {_of(s): s.site_id if s.is_curated else None for s in self.sites}


def meanings(records: RecordNames, cache: Path, seeds: Path, *, suggests: bool = True) -> Meanings:
    """Match all names with the seeds. Raises OSError if a seed is missing."""
    reference = cached_reference(cache, seeds)
    matches = with_members(match_names(records.names, reference, seeds, suggests=suggests))
    return Meanings(matches, match_sites(records.sites, matches, seeds))


def unmatched(found: Meanings, seeds: Path) -> list[Unmatched]:
    """Return the inferred members, those named in the most records first."""
    places = {
        f"admin1:{row['country_code']}.{row['admin1_code']}": row["admin1_name"]
        for row in read_seed(seeds / "geonames_admin1.csv")
    }
    places |= {m.member_id: m.member_name for m in found.matches if m.member_id and m.member_name}
    matches: dict[str, list[Match]] = defaultdict(list)
    for match in found.matches:
        if match.matched_id is None and match.member_id and match.kind != "country":
            matches[match.member_id].append(match)
    sites: dict[str, list[Site]] = defaultdict(list)
    for site in found.sites:
        if not site.is_curated:
            sites[site.site_id].append(site)
    members = [_of_matches(named, places) for named in matches.values()]
    members += [_of_sites(named) for named in sites.values()]
    return sorted(members, key=lambda member: (-member.times, member.kind, member.member_id))


def _of_matches(named: list[Match], places: dict[str, str]) -> Unmatched:
    best = min(named, key=lambda m: (-(m.score or -1), -m.times, m.country_code, m.admin1, m.name))
    countries = {match.country_code for match in named}
    kind = best.kind
    assert kind != "country"
    return Unmatched(
        kind,
        best.member_id or "",
        best.member_name or best.name,
        min(countries) if len(countries) == 1 else ANY_COUNTRY,
        best.admin1_id,
        places.get(best.admin1_id or "", ""),
        sum(match.times for match in named),
        tuple(sorted({match.name for match in named})),
        frozenset(map(_of, named)),
        best.suggestion,
        best.suggestion_id,
        best.score,
    )


def _of_sites(named: list[Site]) -> Unmatched:
    first = named[0]
    return Unmatched(
        "site",
        first.site_id,
        first.site_name,
        first.country_code,
        first.place_id,
        first.city or first.admin1,
        sum(site.times for site in named),
        tuple(sorted({site.name for site in named})),
        frozenset(map(_of, named)),
    )


def _of(named: Match | Site) -> Mention:
    if isinstance(named, Match):
        return (named.kind, named.country_code, named.admin1, named.name)
    return ("site", named.country_code, named.admin1, named.city, named.name)


def is_known_place(place_id: str | None) -> bool:
    """Return whether a place is one of the reference data or of a seed."""
    return place_id is not None and place_id != EMPTY and not place_id.startswith("inferred:")
