"""Make a member for each name that matches nothing: an inferred place or organisation.

There is one member for each name, by its comparison form: an organisation by its name, a province
by its country and name, a city by its country, province and name. The province of a city is the one
that its record states. A record that states none, or several, means the only province in which
other records place that name; otherwise the city lies in its country alone. An id depends on
nothing else, so it stays the same from build to build.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.names.folding import fold, fold_organisation
from ingest.names.seed_rows import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.names.matching import Match

INFERRED = "inferred:"  # with what every id of an inferred member begins


def with_members(matches: Sequence[Match]) -> list[Match]:
    """Return the matches with their members: what was matched, or else the inferred member.

    A country has no inferred member.
    """
    provinces = {
        (match.country_code, match.name): match.matched_id or _province_id(match)
        for match in matches
        if match.kind == "admin1"
    }
    stated = {
        match: _only_province(match, provinces)
        for match in matches
        if match.kind == "city" and match.matched_id is None
    }
    placed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for match, province in stated.items():
        if province:
            placed[match.country_code, _key(match)].add(province)
    found = []
    for match in matches:
        if match.matched_id is not None or match.kind == "country":
            found.append(replace(match, member_id=match.matched_id))
        elif match.kind == "city":
            elsewhere = placed[match.country_code, _key(match)]
            province = stated[match] or (min(elsewhere) if len(elsewhere) == 1 else None)
            member_id = f"{INFERRED}city:{match.country_code}:{province or EMPTY}:{_key(match)}"
            found.append(replace(match, member_id=member_id, admin1_id=province))
        elif match.kind == "admin1":
            found.append(replace(match, member_id=_province_id(match)))
        else:
            found.append(replace(match, member_id=f"{INFERRED}organisation:{_key(match)}"))
    names = names_of_members(
        (match.member_id, match.name, match.times)
        for match in found
        if match.member_id and match.matched_id is None
    )
    return [replace(match, member_name=names.get(match.member_id or "")) for match in found]


def names_of_members(spelled: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """Return the name of each member: its most frequent spelling; of equally frequent, the first.

    `spelled` are (id, spelling, number of records).
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for member_id, name, times in spelled:
        spellings[member_id][name] += times
    return {
        member_id: min(found, key=lambda name: (-found[name], name))
        for member_id, found in spellings.items()
    }


def _key(match: Match) -> str:
    """Return the comparison form of a name; a name of nothing but punctuation stays as it is."""
    folded = fold_organisation if match.kind == "organisation" else fold
    return folded(match.name) or match.name


def _province_id(match: Match) -> str:
    return f"{INFERRED}admin1:{match.country_code}:{_key(match)}"


def _only_province(match: Match, provinces: Mapping[tuple[str, str], str]) -> str | None:
    """Return the id of the province that the record of a city states; None for none or several."""
    parts = (part.strip() for part in match.admin1.split(";"))
    stated = {provinces.get((match.country_code, part)) for part in parts if part}
    return next(iter(stated)) if len(stated) == 1 else None
