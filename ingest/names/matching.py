"""Match the names in records with the countries, places and organisations that they mean.

A match is exact after folding: it follows an alias seed or a name in the reference data.
`ingest.names.name_resolution` states the rules. A similar name is never matched, only suggested. To
accept a suggestion, add a row to an alias seed. A name that matches nothing gets a member of its
own afterwards (`ingest.names.inferred_members`). The same names, reference data and seeds always
give the same matches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ingest.names.country_names import Countries
from ingest.names.folding import fold
from ingest.names.name_resolution import ANYWHERE, Choices
from ingest.names.organisation_names import Organisations
from ingest.names.place_names import Places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.names.reference_files import ReferenceFiles


Kind = Literal["country", "city", "admin1", "organisation"]
MAX_SUGGESTIONS = 2_000  # names that get a suggestion by similarity, the most frequent first
MIN_SCORE = 80.0  # similarity, 0 to 100, of a suggestion


@dataclass(frozen=True)
class Match:
    """One name, as given to `match_names`, and what it means.

    `method` is how it was matched: code, alias, name, short_name, province, alternate_name or
    demonym. If `matched_id` is None, there is no method, but there may be a suggestion with its
    similarity `score` from 0 to 100. A score of 100 means that the name is equal but ambiguous:
    several places have it, or the only one is in another province.

    `with_members` fills the last three: `member_id` is `matched_id`, or else the id of an inferred
    member, with its `member_name`, and for a city with the id of its province, if it is known.
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
    member_id: str | None = None
    member_name: str | None = None
    admin1_id: str | None = None


def match_names(
    names: Sequence[tuple[Kind, str, str, str, int]],
    reference: ReferenceFiles,
    seeds: Path,
    *,
    suggests: bool = True,
) -> list[Match]:
    """Return one match per name, in the order of `names`.

    A name is (kind, country_code, admin1, name, times): the record's country or ZZ, the cell of
    its province as written (several joined by ';', or empty), one name, and the number of records
    that have it. That number only decides which names get a suggestion; without `suggests`, which
    takes most of the time, none does. Raises OSError if a seed is missing.
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
    for index in unknown[:MAX_SUGGESTIONS] if suggests else ():
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
    """Return the match with the most similar choice; of equally similar ones, the first."""
    from rapidfuzz import fuzz, process

    key = fold(match.name)
    scorer = fuzz.token_sort_ratio if match.kind == "organisation" else fuzz.ratio
    best = process.extractOne(key, choices.keys, scorer=scorer, score_cutoff=MIN_SCORE)
    if not key or best is None:
        return match
    name, found_id = choices.names[best[2]]
    return replace(match, suggestion=name, suggestion_id=found_id, score=round(best[1], 1))
