"""Where an event took place: the country, the places and the site near its figure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.articles.events.home_words import (
    as_provinces,
    home_forces,
    in_a_date,
    is_agency_seat,
    is_of_a_name,
    is_people,
    overlaps,
    starts_sentence,
)
from ingest.articles.words.figure import LOCAL
from ingest.articles.words.gazetteer import Gazetteer, Place, site_names

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

# Measures that a country's own courts take, wherever the crime was.
BY_A_COURT = ("persons_charged", "persons_convicted")
_QUARTER = re.compile(r"\b(?:North|South|East|West|Central)\s$")
LEAVING = ("persons_repatriated", "persons_deported")
BACK = 3  # sentences before a figure in which a place may be that of its event
_DATELINE = re.compile(
    r"\s*(?:\([^)]{0,20}\)\s*)?(?:,\s*[A-Z][a-z]+)?"
    r"(?:,?\s*(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\.?\s+\d{1,2})(?:,?\s+\d{4})?)?"
    r"\s*(?:\([^)]{0,30}\)\s*)?[-–—:]"
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
        found = gazetteer.places(scanned.text, self.countries, skip)
        found = [
            place for place in found if scanned.low[place.start : place.end] not in _common(scanned)
        ]
        found = [place for place in found if place.name not in site_names()]
        found = [_with_quarter(place, scanned) for place in found]
        found = [p for p in found if not is_of_a_name(p, scanned)]
        found = as_provinces(found, scanned)
        found = [p for p in found if not in_a_date(p, scanned) and not starts_sentence(p, scanned)]
        self._datelines = [p for p in found if self._is_dateline(p)]
        found = [p for p in found if p not in self._datelines and not self._is_seat(p)]
        self._places = [place for place in found if not self._is_goal(place)]
        own = [place for place in self._of_lexicon() if not self._is_wire(place)]
        self._places = [p for p in self._places if not any(overlaps(p, other) for other in own)]
        self._places += own
        self._places.sort()
        self._sites = _sites(scanned.text)

    def of(self, figure: Figure) -> Where:
        """Return where the event of a figure took place."""
        scanned = self._scanned
        places = self._near(figure, self._origins(figure))
        if figure.measure == "losses":  # where the raid was, not where the money was lost
            span = scanned.sentences[figure.sentence]
            before = [place for place in self._places if place.start < span.start]
            places = self._near(figure, before) or places
        country = self._left(figure, self._country(figure, places))
        if self._is_worldwide(figure):
            return Where()
        own = [place for place in places if place.country == country]
        if not any(place.place_type == "city" for place in own):
            cities_there = [
                place
                for place in self._origins(figure)
                if place.place_type == "city" and place.country == country
            ]
            own += self._near(figure, cities_there)
        named = [p for p in own if p.place_type == "city" and not self._is_office(p)]
        others = [p for p in named if not self._is_attribute(p)]
        if others and scanned.lexicon.data.get("consular"):
            named = others  # "Jakarta police raided a house in South Jakarta"
        if not own and scanned.lexicon.data.get("home_forces"):
            named = [p for p in self._datelines if p.country == country and p.place_type == "city"]
        span = scanned.sentences[figure.sentence]
        if figure.measure == "persons_repatriated":
            sentences = {f.sentence for f in (figure, figure.antecedent) if f is not None}
            named = [place for place in named if scanned.sentence_of(place.start) in sentences]
        if figure.measure == "losses":  # their sentence names where the victims or the callers were
            named = [place for place in named if place.start < span.start]
        elif figure.measure == "persons_deported" or figure.counts_as == "cumulative":
            named = []  # of a whole country, though the sentence may name a border crossing
        cities = dict.fromkeys(p.name for p in named)
        admins = dict.fromkeys(p.name for p in own if p.place_type not in ("city", "site"))
        sites = [
            name
            for start, name in self._sites
            if abs(scanned.sentence_of(start) - figure.sentence) <= BACK
        ]
        return Where(
            country, "; ".join(admins), "; ".join(cities), min(sites, key=len) if sites else ""
        )

    def _origins(self, figure: Figure) -> list[Place]:
        """Return the places where an event may be: people are sent home from another country."""
        if figure.measure not in LEAVING or not figure.nation:
            return self._places
        return [place for place in self._places if place.country != figure.nation]

    def _near(self, figure: Figure, places: list[Place]) -> list[Place]:
        """Return the places of a figure's sentence, or else of the last one before with any."""
        for number in range(figure.sentence, max(-1, figure.sentence - BACK - 1), -1):
            span = self._scanned.sentences[number]
            found = [place for place in places if span.start <= place.start < span.end]
            if found:
                return found
        return []

    def _is_worldwide(self, figure: Figure) -> bool:
        """Return whether an operation is in many countries, and the figure has none of its own."""
        patterns = self._scanned.lexicon.data.get("many_countries", ())
        span = self._scanned.sentences[figure.sentence]
        if not any(re.search(pattern, self._scanned.low[: span.end]) for pattern in patterns):
            return False
        if any(re.search(p, self._scanned.low[span.start : span.end]) for p in patterns):
            return True
        named = self._scanned.within(span.start, span.end, "country")
        places = [p for p in self._places if span.start <= p.start < span.end]
        return not named and not places

    def _left(self, figure: Figure, country: str) -> str:
        """Return the country that persons left, which is not their own if the text has another."""
        if figure.measure not in (*LEAVING, "persons_escaped") or country != figure.nation:
            return country
        others = {code: times for code, times in self.countries.items() if code != country}
        return min(others, key=lambda code: (-others[code], code)) if others else country

    def _country(self, figure: Figure, places: list[Place]) -> str:
        span = self._scanned.sentences[figure.sentence]
        near = self._scanned.within(span.start, span.end, "country")
        near = [mark for mark in near if not is_people(mark, self._scanned)]
        stated = Counter(m.value for m in near if m.value != figure.nation and not self._is_goal(m))
        seats = [place for place in places if is_agency_seat(place, self._scanned)]
        by_place = Counter(place.country for place in places if place not in seats)
        forces = _forces(self._scanned, span.start, span.end)
        if not by_place and seats and not set(stated) - {seats[0].country}:
            by_place = Counter(place.country for place in seats)
        if figure.measure in BY_A_COURT and forces:
            return forces[0]
        if figure.measure in BY_A_COURT and by_place:  # "prosecutors in Seoul", then the crime
            return next(iter(by_place))
        if by_place:
            return min(by_place, key=lambda c: (-by_place[c], -self.countries[c], c))
        if len(stated) == 1:
            return next(iter(stated))
        if forces:
            return forces[0]
        if not self.countries and self._datelines:
            return self._datelines[0].country
        if not self.countries:
            rest = Counter(place.country for place in self._places)
            return min(rest, key=lambda c: (-rest[c], c)) if rest else ""
        pool = stated or self.countries
        return min(pool, key=lambda code: (-self.countries[code], code))

    def _is_goal(self, place: Place | Mark) -> bool:
        """Return whether a place is where people were brought to: "flown to Kunming"."""
        goals = self._scanned.lexicon.data.get("goals", ())
        blank = " " if self._scanned.lexicon.has_spaces else ""
        before = self._scanned.low[: place.start]
        return before.endswith(tuple(f"{blank}{word}{blank}" for word in goals))

    def _is_seat(self, place: Place) -> bool:
        """Return whether a place is the seat of a speaker: "the Indian embassy in Bangkok"."""
        seats = self._scanned.lexicon.data.get("consular", ())
        return self._scanned.low[: place.start].endswith(tuple(f" {word} in " for word in seats))

    def _is_office(self, place: Place) -> bool:
        """Return whether a place is that of an embassy, which shows the country: "KBRI Yangon"."""
        offices = self._scanned.lexicon.data.get("home_offices", ())
        before = f" {self._scanned.low[: place.start]}"
        return before.endswith(tuple(f" {word} " for word in offices))

    def _is_attribute(self, place: Place) -> bool:
        """Return whether a place says whose police or court acts: "Jakarta police"."""
        after = self._scanned.at(place.end + 1)
        if any(mark.kind == "enforcer_words" for mark in after):
            return True
        return is_agency_seat(place, self._scanned)

    def _of_lexicon(self) -> list[Place]:
        """Return the places that the lexicon names, in scripts that the reference data lacks."""
        named = self._scanned.lexicon.data.get("places", {})
        found = []
        for country, kinds in named.items():
            for kind, names in kinds.items():
                for name in names:
                    for match in re.finditer(f"{re.escape(str(name))}市?", self._scanned.text):
                        found.append(Place(match.start(), match.end(), match[0], kind, country, 0))
        found.sort(key=lambda place: (place.start, -place.end))
        return [p for n, p in enumerate(found) if n == 0 or p.start >= found[n - 1].end]

    def _is_wire(self, place: Place) -> bool:
        """Return whether a place is where a text was filed: "（曼谷综合讯）", "金边12月3日电"."""
        words = "".join(self._scanned.lexicon.data.get("dateline_words", ()))
        after = rf"[^，。；）)\s]{{0,10}}[{words}]"
        return bool(words) and bool(re.compile(after).match(self._scanned.text, place.end))

    def _is_dateline(self, place: Place) -> bool:
        text = self._scanned.text
        at_start = place.start == 0 or text[place.start - 1] == "\n"
        return at_start and bool(_DATELINE.match(text, place.end))


def _countries(scanned: Scanned) -> Counter[str]:
    """Count the countries that a text names, by name or by "Cambodian police"."""
    found: Counter[str] = Counter()
    for mark in scanned.marks:
        if mark.kind == "country" and not is_people(mark, scanned):
            found[mark.value] += 2
        elif mark.kind == "nation" and mark.value not in ("foreign", "local"):
            after = scanned.within(mark.end, min(len(scanned.low), mark.end + 40), "enforcer_words")
            found[mark.value] += 3 if after else 0
    for country in home_forces(scanned, 0, len(scanned.low)):
        found[country] += 3
    for country, kinds in scanned.lexicon.data.get("places", {}).items():
        found[country] += sum(str(n) in scanned.text for names in kinds.values() for n in names)
    return +found


def _forces(scanned: Scanned, start: int, end: int) -> list[str]:
    """Return whose police, courts or authorities a stretch of the text names."""
    found = []
    for mark in scanned.within(start, end, "nation", "country"):
        after = scanned.within(mark.end, min(len(scanned.low), mark.end + 22), "enforcer_words")
        before = any(m.kind == "enforcer_words" for m in scanned.ending(mark.start - 1))
        is_after = after and not scanned.low[mark.end : after[0].start].strip(" '’s")
        if is_after or (before and not scanned.lexicon.is_head_last):  # "Polisi Kamboja"
            found.append(mark.value)
    found += home_forces(scanned, start, end)
    return [code for code in found if code not in ("foreign", LOCAL)]


def _common(scanned: Scanned) -> set[str]:
    """Return the words of the lexicon, which aren't places even at the start of a sentence."""
    names = ("country", "topics", "weak_topics")
    return {scanned.low[m.start : m.end] for m in scanned.marks if m.kind not in names}


def _sites(text: str) -> list[tuple[int, str]]:
    found = []
    for name in site_names():
        at = text.find(name)
        if at >= 0:
            found.append((at, name))
    return sorted(found)


def _with_quarter(place: Place, scanned: Scanned) -> Place:
    """Return a place with the word for its part: "South Jakarta", "Jakarta Selatan"."""
    text = scanned.text
    for word in scanned.lexicon.data.get("quarters", ()):
        if text.startswith(f" {word}", place.end):
            end = place.end + 1 + len(word)
            return place._replace(end=end, name=text[place.start : end])
    found = _QUARTER.search(text, max(0, place.start - 10), place.start)
    if found is None:
        return place
    return place._replace(start=found.start(), name=text[found.start() : place.end])
