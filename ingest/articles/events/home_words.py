"""What names of countries and places mean beside other words.

"warga Kamboja" and "người Lào" name people and no place. "Polda" and "公安部" belong to a
country that the text doesn't name. A place after the name of an agency is its seat:
"Công an Hà Tĩnh".
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from ingest.articles.words.marks import comparable

if TYPE_CHECKING:
    from ingest.articles.words.gazetteer import Place
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

_CAPITALISED = re.compile(r" ([A-ZÀ-ÖØ-ÞĐƠƯ][\w'’-]+)")
MAX_LEVEL = 14  # characters between an agency and its place: "Công an tỉnh Hà Tĩnh"


def is_people(mark: Mark, scanned: Scanned) -> bool:
    """Return whether the name of a country means a nationality: "27 warga Vietnam"."""
    if not scanned.lexicon.has_spaces or scanned.lexicon.is_head_last:
        return False
    words = tuple(f" {word} " for word in scanned.lexicon.data.get("people_words", ()))
    if words and f" {scanned.low[: mark.start]}".endswith(words):
        return True
    before = scanned.ending(mark.start - 1)
    return any(m.kind == "noun" and m.value.startswith("person") for m in before)


def home_forces(scanned: Scanned, start: int, end: int) -> list[str]:
    """Return the countries whose agencies a stretch of the text names by their own names."""
    low = scanned.low[start:end]
    edge = r"\b" if scanned.lexicon.has_spaces else ""
    return [
        str(code)
        for code, words in scanned.lexicon.data.get("home_forces", {}).items()
        if re.search(rf"{edge}(?:{'|'.join(map(re.escape, words))}){edge}", low)
    ]


def is_agency_seat(place: Place, scanned: Scanned) -> bool:
    """Return whether a place belongs to the name of an agency."""
    if not scanned.lexicon.data.get("home_forces") or not scanned.lexicon.has_spaces:
        return False
    start = max(0, place.start - MAX_LEVEL)
    levels = scanned.lexicon.data.get("levels", ())
    for mark in scanned.within(max(0, start - 30), place.start, "enforcer_words", "noun"):
        if mark.kind == "noun" and mark.value != "official":
            continue
        gap = scanned.low[mark.end : place.start].strip()
        if not gap or gap in levels:
            return True
    return False


def is_of_a_name(place: Place, scanned: Scanned) -> bool:
    """Return whether a place is part of the name of a street or a person: "Ramon Dizon"."""
    streets = scanned.lexicon.data.get("streets", ())
    before = f" {scanned.low[: place.start]}"
    if before.endswith(tuple(f" {word} " for word in streets)):
        return True
    after = _CAPITALISED.match(scanned.text, place.end)
    if after is None or " " in place.name or any(m.kind for m in scanned.at(place.end + 1)):
        return False
    return comparable(after[1]) not in scanned.lexicon.data.get("place_levels", ())


def as_provinces(found: list[Place], scanned: Scanned) -> list[Place]:
    """Return the places; those that the text calls provinces are none of its cities.

    "Provinsi Kandal dan Takeo", "Kandal and Takeo provinces".
    """
    ahead = tuple(f" {word} " for word in scanned.lexicon.data.get("provinces", ()))
    after = tuple(f" {word}" for word in scanned.lexicon.data.get("provinces_after", ()))
    if not ahead and not after:
        return found
    is_province = [
        f" {scanned.low[: place.start]}".endswith(ahead) or scanned.low.startswith(after, place.end)
        for place in found
    ]
    pairs = list(enumerate(itertools.pairwise(found)))
    for number, (one, other) in pairs if ahead else reversed(pairs):
        gap = scanned.low[one.end : other.start].strip(" ,")
        if gap in ("", *scanned.lexicon.data["dates"]["and"]) and one.country == other.country:
            known, asked = (number, number + 1) if ahead else (number + 1, number)
            is_province[asked] = is_province[asked] or is_province[known]
    return [
        place._replace(place_type="admin1") if is_one and place.place_type == "city" else place
        for place, is_one in zip(found, is_province, strict=True)
    ]


def in_a_date(place: Place, scanned: Scanned) -> bool:
    """Return whether a place is the name of a day: "thứ Sáu"."""
    return any(m.start <= place.start and place.end <= m.end for m in scanned.dates)


def starts_sentence(place: Place, scanned: Scanned) -> bool:
    """Return whether a place is one syllable at the start of a sentence: "Sau" isn't a village."""
    if not scanned.lexicon.data.get("syllables") or " " in place.name:
        return False
    return any(span.start == place.start for span in scanned.sentences)


def overlaps(one: Place, other: Place) -> bool:
    """Return whether two places share characters of the text."""
    return one.start < other.end and other.start < one.end
