"""Match the names that records use with the countries, places and organisations they mean.

A match is exact: after folding, through a seed of aliases or a name of the reference data (the
rules stand in `ingest.names.name_resolution`). What is only similar is never matched; it is
suggested, and accepting a suggestion is adding a row to an alias seed. Everything is
deterministic: the same names, reference and seeds give the same matches.
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
MAX_SUGGESTIONS = 2_000  # the most frequent names that get a suggestion by likeness
MIN_SCORE = 80.0  # likeness, 0 to 100, from which on a name is suggested


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
    for index in unknown[:MAX_SUGGESTIONS]:
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
    best = process.extractOne(key, choices.keys, scorer=scorer, score_cutoff=MIN_SCORE)
    if not key or best is None:
        return match
    name, found_id = choices.names[best[2]]
    return replace(match, suggestion=name, suggestion_id=found_id, score=round(best[1], 1))
