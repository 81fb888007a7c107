"""What follows a number or its noun: "of the 15 offices", "citizens of Vietnam"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

NEAR_NOUN = 40  # characters from a number to its noun
STOPS = ("stops", "verb_active", "verb_passive", "verb_either")


def is_partitive(place: int, scanned: Scanned) -> bool:
    """Return whether a word such as "of" follows its noun: "34人中"."""
    words = tuple(scanned.lexicon.data.get("partitives", ()))
    is_name = any(mark.kind in ("nation", "country") for mark in scanned.at(place))
    return bool(words) and not is_name and scanned.low.startswith(words, place)


def number_at(scanned: Scanned, place: int) -> bool:
    """Return whether another number follows: "six of the 18"."""
    limits = [m for m in scanned.at(place) if m.kind == "qualifier_before"]
    start = limits[0].end if limits else place  # "of the more than 7,200"
    return any(0 <= number.start - start <= 1 for number in scanned.numbers)


def of_word(place: int, scanned: Scanned) -> str:
    """Return the word before another number: "90 dari 203 orang"."""
    for word in scanned.lexicon.data.get("of_words", ()):
        if scanned.low.startswith(f"{word} ", place):
            return str(word) if number_at(scanned, place + len(word) + 1) else ""
    return ""


def those_at(place: int, scanned: Scanned) -> int:
    """Return where "of those held" ends, whose last words are a noun of the lexicon; else 0."""
    if not scanned.low.startswith("of those ", place):
        return 0
    return max((m.end for m in scanned.at(place + 3) if m.kind == "verb_noun"), default=0)


def date_at(scanned: Scanned, place: int) -> bool:
    """Return whether a date begins, in a script without blanks: "84名印尼人周二"."""
    spaced = scanned.lexicon.has_spaces
    return not spaced and any(mention.start == place for mention in scanned.dates)


def of_country(noun: Mark, scanned: Scanned) -> str:
    """Return the country after a noun: "six citizens of Vietnam"."""
    if scanned.low[noun.start : noun.end] not in scanned.lexicon.data.get("citizens_of", ()):
        return ""
    if not scanned.low.startswith(" of ", noun.end):
        return ""
    found = [m for m in scanned.at(noun.end + 4) if m.kind in ("country", "nation")]
    return found[0].value if found else ""


def thing_after(place: int, scanned: Scanned) -> str:
    """Return what a number after a link counts: "12 of the 15 offices"; else an empty text."""
    number = next((n for n in scanned.numbers if 0 <= n.start - place <= 1), None)
    if number is None:
        return ""
    last = scanned.sentences[scanned.sentence_of(place)].end
    for mark in scanned.within(number.end, min(last, number.end + NEAR_NOUN), "noun", *STOPS):
        if mark.kind != "noun":
            return ""
        if mark.value != "other":
            return mark.value.split(".")[0]
    return ""


def joins_nation(place: int, scanned: Scanned, *, has_noun: bool) -> bool:
    """Return whether a second nationality of the same persons follows without a number.

    Where the noun comes first ("thanh niên Lào và Ấn Độ"), it belongs to both.
    """
    data = scanned.lexicon.data
    if not scanned.lexicon.has_spaces or (has_noun and scanned.lexicon.is_head_last):
        return False
    serial = bool(data.get("serial_verbs"))
    if scanned.low.startswith(
        tuple(f" {word} " for word in data.get("and_others", ("\0",))), place
    ):
        return True  # "53 Chinese and other nationals"
    for word in data.get("conjunctions" if serial else "single_leads", ()):
        if scanned.low.startswith(f" {word} ", place):
            marks = scanned.at(place + len(word) + 2)
            return any(mark.kind == "nation" for mark in marks)
    return False
