"""Names of countries, places, sites and organisations, from Babel and from the project's seeds."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.names.folding import fold, fold_city
from ingest.names.name_resolution import ANYWHERE
from ingest.names.seed_rows import read_seed

if TYPE_CHECKING:
    from ingest.articles.words.place_index import PlaceIndex

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞĐƠƯ][\w'’-]*(?: (?:[A-ZÀ-ÖØ-ÞĐƠƯ][\w'’-]*|de|del|da|na))*")
LOCALES = {"tl": "fil"}  # Babel's names of languages, where they differ
MAX_WORDS = 4  # of a name
MIN_KNOWN = 300_000  # people of a place that is meant outside of the countries that the text names
MIN_NEAR = 30_000  # likewise, in a country that the project knows sites of


class Place(NamedTuple):
    """A place of the reference data, as a text names it."""

    start: int
    end: int
    name: str
    place_type: str
    country: str
    population: int


@cache
def country_words(language: str) -> dict[str, str]:
    """Return the code of each name of a country in a language, in English and in the seeds."""
    from babel import Locale

    found: dict[str, str] = {}
    for tag in dict.fromkeys(["en", LOCALES.get(language, language)]):
        for code, name in Locale(tag).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "EZ", "ZZ", "QO"):
                found[re.sub(r" *\(.*\)", "", name)] = code
    for row in read_seed(SEEDS / "country_alias.csv"):
        if len(row["alias"]) > 3 or not row["alias"].isascii():
            found[row["alias"]] = row["country_code"]
    for short in ("Jersey", "Georgia", "Jordan", "Chad", "Guernsey", "World", "Reunion"):
        found.pop(short, None)  # also names of persons, and common words
    return found


class Gazetteer:
    """Finds places by the reference data of the project's names."""

    def __init__(self, index: PlaceIndex) -> None:
        self._index = index
        self._known: dict[str, list[tuple[int, str, str, int]]] = {}

    def places(self, text: str, countries: Counter[str], skip: set[int]) -> list[Place]:
        """Return the places that a text names, in its order.

        A name in capitals is looked up, the longest first. It means the largest place of that
        name in one of `countries`, or else a place of `MIN_KNOWN` people. Characters in `skip`
        belong to other names.
        """
        asked: dict[str, list[tuple[int, int]]] = {}
        for found in _CAPITALS.finditer(text):
            words = list(re.finditer(r"\S+", found[0]))
            for first in range(len(words)):
                for last in range(first, min(first + MAX_WORDS, len(words))):
                    start = found.start() + words[first].start()
                    end = found.start() + words[last].end()
                    if text[end - 2 : end] in ("'s", "’s"):
                        end -= 2
                    asked.setdefault(fold(text[start:end]), []).append((start, end))
        self._look_up(set(asked))
        spans = sorted(
            ((start, end, key) for key, where in asked.items() for start, end in where),
            key=lambda span: (span[0] - span[1], span[0]),
        )
        taken, result = set(skip), []
        for start, end, key in spans:
            place = self._meant(key, countries)
            if place and not taken & set(range(start, end)):
                taken |= set(range(start, end))
                result.append(Place(start, end, text[start:end], place[1], place[2], place[3]))
        return sorted(result)

    def _meant(self, key: str, countries: Counter[str]) -> tuple[int, str, str, int] | None:
        rows = self._known[key]
        own = [row for row in rows if row[2] in countries]
        pool = own or [row for row in rows if row[3] >= _least(row[2])]
        if not pool or len(key) < 3:
            return None
        return min(pool, key=lambda row: (-countries[row[2]], -row[3], row[0]))

    def _look_up(self, keys: set[str]) -> None:
        new = sorted(keys - set(self._known))
        self._known.update((key, []) for key in new)
        for key in new:
            short = fold_city(key)
            self._known[key] += self._index.find(key) or self._index.find(short)
            for country in city_aliases().get(key, ()):
                self._known[key].append((1, "city", country, MIN_KNOWN))


def _least(country: str) -> int:
    """Return the people of a place that is meant where the text names no country."""
    return MIN_NEAR if country in home_countries() else MIN_KNOWN


@cache
def home_countries() -> frozenset[str]:
    """Return the countries that the project's own sites and places lie in."""
    rows = [*read_seed(SEEDS / "site.csv"), *read_seed(SEEDS / "city.csv")]
    return frozenset(row["country_code"] for row in rows)


@cache
def city_aliases() -> dict[str, set[str]]:
    """Return the countries in which a folded alias is a city."""
    found: dict[str, set[str]] = {}
    for row in read_seed(SEEDS / "city_alias.csv"):
        if len(row["country_code"]) == 2 and row["country_code"] != ANYWHERE:
            found.setdefault(fold(row["alias"]), set()).add(row["country_code"])
    return found


@cache
def organisation_names() -> dict[str, str]:
    """Return the name of each curated organisation and alias that is longer than one word."""
    found = {}
    for row in read_seed(SEEDS / "organisation.csv"):
        found[row["organisation_name"]] = row["organisation_type"]
    types = {row["organisation_id"]: row for row in read_seed(SEEDS / "organisation.csv")}
    for row in read_seed(SEEDS / "organisation_alias.csv"):
        meant = types.get(row["organisation_id"])
        found[row["alias"]] = meant["organisation_type"] if meant else ""
    return {name: kind for name, kind in found.items() if len(name) > 4}


@cache
def site_names() -> set[str]:
    """Return the names of curated sites and their aliases."""
    found = {row["site_name"] for row in read_seed(SEEDS / "site.csv")}
    found |= {row["alias"] for row in read_seed(SEEDS / "site_alias.csv")}
    return {name for name in found if len(name) > 4 and name[0].isupper()}
