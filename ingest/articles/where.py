"""Where an event took place: the country, the places and the site near its figure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.articles.gazetteer import Gazetteer, Place, site_names

if TYPE_CHECKING:
    from ingest.articles.figure import Figure
    from ingest.articles.scanned import Scanned

BACK = 3  # sentences before a figure in which a place may stand for its event
_DATELINE = re.compile(
    r"\s*(?:\([^)]{0,20}\)\s*)?(?:,\s*[A-Z][a-z]+)?\s*(?:\([^)]{0,30}\)\s*)?[-–—:]"
)


@dataclass(frozen=True)
class Where:
    """The cells of an event's place."""

    country: str = ""
    admin1: str = ""
    city: str = ""
    site: str = ""


class Scene:
    """The places of a text, found once and asked for each figure."""

    def __init__(self, scanned: Scanned, gazetteer: Gazetteer) -> None:
        self._scanned = scanned
        self.countries = _countries(scanned)
        skip = {
            place
            for mark in scanned.marks
            if mark.kind in ("country", "nation")
            for place in range(mark.start, mark.end)
        }
        found = gazetteer.places(scanned.text, self.countries, skip) if self.countries else []
        self._places = [place for place in found if not self._is_dateline(place)]
        self._places += self._of_lexicon()
        self._places.sort()
        self._sites = _sites(scanned.text)

    def of(self, figure: Figure) -> Where:
        """Return where the event of a figure took place."""
        scanned = self._scanned
        places: list[Place] = []
        for number in range(figure.sentence, max(-1, figure.sentence - BACK - 1), -1):
            span = scanned.sentences[number]
            places = [p for p in self._places if span.start <= p.start < span.end]
            if places:
                break
        country = self._country(figure, places)
        own = [place for place in places if place.country == country]
        cities = dict.fromkeys(p.name for p in own if p.place_type == "city")
        admins = dict.fromkeys(p.name for p in own if p.place_type != "city")
        sites = [
            name
            for start, name in self._sites
            if abs(scanned.sentence_of(start) - figure.sentence) <= BACK
        ]
        return Where(
            country, "; ".join(admins), "; ".join(cities), min(sites, key=len) if sites else ""
        )

    def _country(self, figure: Figure, places: list[Place]) -> str:
        span = self._scanned.sentences[figure.sentence]
        near = self._scanned.within(span.start, span.end, "country")
        stated = Counter(mark.value for mark in near if mark.value != figure.nation)
        by_place = Counter(place.country for place in places)
        if by_place:
            return min(by_place, key=lambda c: (-by_place[c], -self.countries[c], c))
        if len(stated) == 1:
            return next(iter(stated))
        if not self.countries:
            return ""
        pool = stated or self.countries
        return min(pool, key=lambda code: (-self.countries[code], code))

    def _of_lexicon(self) -> list[Place]:
        """Return the places that the lexicon names, in scripts that the reference data lacks."""
        named = self._scanned.lexicon.data.get("places", {})
        found = []
        for country, kinds in named.items():
            for kind, names in kinds.items():
                for name in names:
                    for match in re.finditer(re.escape(str(name)), self._scanned.text):
                        found.append(Place(match.start(), match.end(), str(name), kind, country, 0))
        found.sort(key=lambda place: (place.start, -place.end))
        return [p for n, p in enumerate(found) if n == 0 or p.start >= found[n - 1].end]

    def _is_dateline(self, place: Place) -> bool:
        text = self._scanned.text
        at_start = place.start == 0 or text[place.start - 1] == "\n"
        return at_start and bool(_DATELINE.match(text, place.end))


def _countries(scanned: Scanned) -> Counter[str]:
    """Count the countries that a text names, by name or by "Cambodian police"."""
    found: Counter[str] = Counter()
    for mark in scanned.marks:
        if mark.kind == "country":
            found[mark.value] += 2
        elif mark.kind == "nation" and mark.value not in ("foreign", "local"):
            after = scanned.within(mark.end, min(len(scanned.low), mark.end + 40), "enforcer_words")
            found[mark.value] += 3 if after else 0
    for country, kinds in scanned.lexicon.data.get("places", {}).items():
        found[country] += sum(str(n) in scanned.text for names in kinds.values() for n in names)
    return +found


def _sites(text: str) -> list[tuple[int, str]]:
    found = []
    for name in site_names():
        at = text.find(name)
        if at >= 0:
            found.append((at, name))
    return sorted(found)
