"""From numbers to figures: the words around a number say what it counts and how it is limited.

A figure is a number with its qualifier before or after it, and the noun phrase that it belongs to:
"at least 271 Indonesians", "1,930 SIM cards", "five from Hong Kong", "141 of them were Chinese".
Numbers that are something else (ages, prison terms, distances, times) are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.articles.marks import Mark
from ingest.articles.numbers import Number

if TYPE_CHECKING:
    from ingest.articles.scanned import Scanned

MAX_UNKNOWN_LETTERS = 14  # likewise, in a script without blanks
MAX_UNKNOWN = 3  # words between a number and its noun that the lexicon doesn't know
_PUNCTUATION = re.compile(r"[,.;:()\[\]—–\"“”!?、，。；：（）「」]|--|\n| - ")
_WORD = re.compile(r"[^\s,.;:()\[\]—–\"“”!?]+")
MAX_WITH_AGES, MIN_AGE = 5, 14
SEXES = ("female", "male")
AGES = ("minor", "adult")
THINGS = ("phone", "computer", "device", "sim_card", "bank_card", "vehicle", "weapon", "cash")
LOCAL = "local"  # the nationality of "locals", until the country is known


@dataclass
class Figure:
    """A number, and what the words around it say."""

    number: Number
    start: int  # of the phrase: the number with its qualifier and its noun
    end: int
    sentence: int
    qualifier: str = "exact"
    thing: str = ""  # what is counted: a noun of the lexicon; empty if the text leaves it out
    nation: str = ""
    sex: str = ""
    age: str = ""
    unit: str = ""
    is_part: bool = False
    has_link: bool = False  # "of them" follows the number
    is_reference: bool = False  # "of the 18": it names a total again
    is_elided: bool = False  # no noun and no nationality follows
    has_unknown: bool = False  # followed by a noun that the lexicon doesn't know
    noun: str = ""  # the noun as written
    rules: list[str] = field(default_factory=list)
    measure: str = ""
    counts_as: str = "total"
    status: str = ""
    reach: int = 0  # where what belongs to it ends, such as "57 were Thai"
    chain: int = -1  # figures of one enumeration have the same number
    is_estimate: bool = False
    verb: Mark | None = None
    participle: Mark | None = None  # within the noun phrase: "1,048 rescued workers"
    antecedent: Figure | None = None

    @property
    def value(self) -> Decimal:
        """The number."""
        return self.number.value


def figures(scanned: Scanned) -> list[Figure]:
    """Return the figures of a text in their order."""
    found = []
    left_out: Number | None = None
    for number in sorted([*scanned.numbers, *_single(scanned)]):
        figure = _figure(number, scanned)
        if figure is not None and left_out is not None and figure.is_elided:
            gap = scanned.low[left_out.end : number.start].strip(" ,")
            if gap in scanned.lexicon.data.get("conjunctions", ()):
                figure = None  # "aged 22 and 27"
        if figure is not None and found and _is_age(figure, found[-1], scanned):
            figure = None
        if figure is not None:
            found.append(figure)
        left_out = number if figure is None else None
    return found


def _is_age(figure: Figure, last: Figure, scanned: Scanned) -> bool:
    """Return whether a bare number is an age: "Two men, 48 and 51, have been charged"."""
    gap = scanned.low[last.end : figure.start].strip()
    return (
        (figure.is_elided and not figure.nation and last.noun != "" and gap == ",")
        and last.value <= MAX_WITH_AGES
        and MIN_AGE <= figure.value < 100
    )


def _single(scanned: Scanned) -> list[Number]:
    """Return the number 1 for each "a Chinese broker"."""
    found = []
    for mark in scanned.marks:
        if mark.kind != "nation":
            continue
        for word in scanned.lexicon.data.get("one", ()):
            start = mark.start - len(word) - 1
            if start >= 0 and scanned.low[start : mark.start] == f"{word} ":
                if start == 0 or not scanned.low[start - 1].isalnum():
                    found.append(Number(start, mark.start - 1, Decimal(1), how="one"))
    return found


def _figure(number: Number, scanned: Scanned) -> Figure | None:
    low = scanned.low
    sentence = scanned.sentence_of(number.start)
    span = scanned.sentences[sentence]
    figure = Figure(number, number.start, number.end, sentence)
    if _is_time(low, number):
        return None
    _read_currency(figure, scanned)
    if not figure.unit and _is_something_else(number, scanned, figure):
        return None
    if number.how == "vague":
        word = scanned.low[number.start : number.end]
        stated = scanned.lexicon.data.get("vague_qualifiers", {})
        figure.qualifier = stated.get(word, "at_least")
    elif number.how == "more":
        figure.qualifier = "more_than"
    elif number.how == "round":
        figure.qualifier = "about" if number.value >= 12 else "exact"
    elif number.how == "range":
        figure.qualifier = "about"
    _read_qualifier(figure, scanned, span.start)
    _read_noun(figure, scanned, span.end)
    if figure.thing == "other" or (number.how == "one" and not figure.noun):
        return None
    if figure.thing in ("site", "compound") and number.how == "words" and number.value == 1:
        return None  # "一处园区", "one building": no count
    figure.is_reference = any(m.kind == "part_links" for m in scanned.ending(figure.start - 1))
    if not scanned.lexicon.has_spaces or scanned.lexicon.data.get("nation_first"):
        _read_before(figure, scanned, span.start)
    if figure.is_elided:
        _read_listed(figure, scanned, span.start)
    _read_predicate(figure, scanned, span.start, span.end)
    figure.reach = max(figure.reach, figure.end)
    if number.how == "digits" and figure.is_elided and 1950 <= number.value <= 2050:
        if number.end - number.start == 4 and figure.qualifier == "exact" and not figure.nation:
            return None
    if figure.thing.startswith("cash") and not figure.unit:
        return None
    if figure.unit and not figure.thing.startswith("cash"):
        figure.thing = "cash"
    return figure


def _is_time(low: str, number: Number) -> bool:
    before, after = low[max(0, number.start - 2) : number.start], low[number.end : number.end + 2]
    is_clock = bool(re.match(r":\d", after) or re.search(r"\d:$", before))
    is_part_of_name = bool(re.search(r"[+#@/\\]$", before)) or bool(re.match(r"[/\\]\d", after))
    return is_clock or is_part_of_name


def _read_currency(figure: Figure, scanned: Scanned) -> None:
    """Read "US$84,000", "240 billion dong"; the phrase then includes the currency."""
    low, number = scanned.low, figure.number
    start = number.start - (low[number.start - 1 : number.start] in (" ", "\u00a0"))
    currencies = scanned.lexicon.currencies
    for mark in scanned.ending(start):
        if mark.kind == "currency":
            figure.unit, figure.start = currencies[low[mark.start : mark.end]], mark.start
    if figure.unit:
        return
    end = number.end + (low[number.end : number.end + 1] in (" ", "\u00a0"))
    for mark in scanned.at(end):
        if mark.kind == "currency":
            figure.unit, figure.end = currencies[low[mark.start : mark.end]], mark.end


def _is_something_else(number: Number, scanned: Scanned, figure: Figure) -> bool:
    """Return whether the words beside the number make it an age, a distance, part of a name."""
    low = scanned.low
    if number.start and low[number.start - 1].isalpha() and low[number.start - 1].isascii():
        return True
    start = number.start - (low[number.start - 1 : number.start] == " ")
    if any(mark.kind == "not_counts_before" for mark in scanned.ending(start)):
        return True
    end = number.end + (low[number.end : number.end + 1] == " ")
    ends = {end, number.end}
    ends |= {m.end for place in ends for m in scanned.at(place) if m.kind == "qualifier_after"}
    kinds = {mark.kind for place in ends for mark in scanned.at(place)}
    return "not_counts_after" in kinds or "collectives" in kinds


def _read_qualifier(figure: Figure, scanned: Scanned, first: int) -> None:
    low = scanned.low
    at = figure.start
    while at > first and low[at - 1] in " \u00a0":
        at -= 1
    before = [m for m in scanned.ending(at) if m.kind == "qualifier_before" and m.start >= first]
    for mark in before:
        figure.qualifier, figure.start = mark.value, mark.start
        figure.rules.append("qualifier_before")
        # "just over" is one phrase; a vague word before a range stays with it
    at = figure.end
    while at < len(low) and low[at] in " \u00a0":
        at += 1
    for place in (figure.end, at):
        for mark in scanned.at(place):
            if mark.kind == "qualifier_after":
                figure.qualifier, figure.end = mark.value, mark.end
                figure.rules.append("qualifier_after")
                return


def _read_noun(figure: Figure, scanned: Scanned, last: int) -> None:
    """Read the words after the number until the noun phrase ends."""
    low, at, unknown = scanned.low, figure.end, 0
    spaced = scanned.lexicon.has_spaces
    nouns: list[Mark] = []
    nations: list[Mark] = []
    begins_with_link, is_first, link_end = False, True, 0
    is_counted = False  # a classifier stands between the number and its noun
    endings = tuple(scanned.lexicon.data.get("person_endings", ()))
    while at < last:
        if low[at] in " \u00a0-":
            at += 1
            continue
        if _PUNCTUATION.match(low, at):
            break
        marks = scanned.at(at)
        kinds = {mark.kind for mark in marks}
        noun = next((mark for mark in marks if mark.kind == "noun"), None)
        nation = next((mark for mark in marks if mark.kind in ("nation", "country")), None)
        link = next((mark for mark in marks if mark.kind == "part_links"), None)
        own = next((mark for mark in marks if mark.kind == "own_people"), None)
        if own is not None and is_first:
            begins_with_link, at, figure.end, figure.thing = True, own.end, own.end, "person"
            countries = scanned.within(scanned.sentences[figure.sentence].start, at, "country")
            figure.nation = countries[-1].value if countries else ""
            figure.rules.append("own_people")
        elif link is not None and is_first:
            begins_with_link, at = True, link.end
            link_end = link.end
        elif nation is not None and (nation.kind == "nation" or not spaced or _is_noun(scanned)):
            nations.append(nation)
            at = nation.end
            if noun is not None:
                nouns.append(noun)
        elif _is_of_those(low[:at], nouns) and begins_with_link and "verb_either" in kinds:
            at = figure.end = marks[0].end
            figure.thing = "person"
        elif noun is not None and not (_is_verb(kinds) and nouns):
            nouns.append(noun)
            at = noun.end
            if not scanned.lexicon.is_head_last and len(nouns) > 1 and noun.value == "other":
                nouns.pop()
                break
        elif "fillers" in kinds and (not _is_verb(kinds) or _noun_follows(scanned, marks[0].end)):
            at = max(mark.end for mark in marks if mark.kind == "fillers")
            is_counted = True
            figure.participle = next((m for m in marks if m.kind == "verb_either"), None)
        elif marks and (
            kinds & {"stops", "parts", "part_links", "speech", "running", "stock", "planned"}
            or _is_verb(kinds)
        ):
            break
        elif any(number.start == at for number in scanned.numbers):
            break
        elif any(mention.start == at for mention in scanned.dates):
            break
        elif not spaced:
            unknown += 1
            opens = scanned.lexicon.data.get("open_nouns", ())
            is_open = bool(nouns) and low[nouns[-1].start : nouns[-1].end] in opens
            if unknown > MAX_UNKNOWN_LETTERS or not (is_open or (not nouns and is_counted)):
                break
            at += 1
        else:
            word = _WORD.match(low, at)
            unknown += 1
            if word is None or unknown > MAX_UNKNOWN:
                break
            if word[0].endswith(endings) and len(word[0]) > 5:
                nouns.append(Mark(word.start(), word.end(), "noun", "person"))
            figure.has_unknown = figure.has_unknown or not nouns
            at = word.end()
        is_first = False
    _apply(figure, nouns, nations, begins_with_link, link_end, scanned)


def _is_of_those(before: str, nouns: list[Mark]) -> bool:
    """Return whether a participle completes the noun phrase: "of those charged"."""
    return not nouns and before.endswith(("those ", "these "))


def _is_noun(scanned: Scanned) -> bool:
    """Return whether the name of a country may follow a noun: "141 warga negara Indonesia"."""
    return not scanned.lexicon.is_head_last


def _is_verb(kinds: set[str]) -> bool:
    return any(kind.startswith("verb_") for kind in kinds)


def _noun_follows(scanned: Scanned, at: int) -> bool:
    while at < len(scanned.low) and scanned.low[at] in " -":
        at += 1
    return any(mark.kind in ("noun", "nation", "fillers") for mark in scanned.at(at))


def _apply(
    figure: Figure,
    nouns: list[Mark],
    nations: list[Mark],
    is_link: bool,
    link_end: int,
    scanned: Scanned,
) -> None:
    """Set what the noun phrase says."""
    known = [noun for noun in nouns if noun.value != "other"]
    if nouns:
        specific = [n for n in known if not n.value.startswith("person")]
        head = nouns[-1] if scanned.lexicon.is_head_last else (specific or nouns)[0]
        figure.thing = head.value.split(".")[0]
        for noun in known:
            for part in noun.value.split(".")[1:]:
                _set_trait(figure, part)
        figure.noun = scanned.low[head.start : head.end]
        figure.rules.append("noun")
    elif nations:
        figure.thing = "person"
        figure.rules.append("nationality_as_noun")
    elif is_link:
        figure.thing, figure.is_part, figure.end = "person", True, max(figure.end, link_end)
        figure.rules.append("of_them")
    else:
        figure.is_elided = True
    if is_link and figure.thing == "person":
        figure.is_part = figure.has_link = True
    if nouns or nations:
        figure.has_unknown = False
    if nations and figure.thing == "person":
        codes = [nation.value for nation in nations]
        figure.nation = next((code for code in codes if code != "foreign"), codes[0])
    ends = [mark.end for mark in (*nouns, *nations)]
    if ends:
        figure.end = max(figure.end, *ends)


def _set_trait(figure: Figure, trait: str) -> None:
    """Set what a noun says of the persons beside their number."""
    if trait in SEXES:
        figure.sex = trait
    elif trait in AGES:
        figure.age = trait
    elif not figure.nation:
        figure.nation = LOCAL


def _read_before(figure: Figure, scanned: Scanned, first: int) -> None:
    """Read a noun phrase that stands before its number: "中国籍141人", "한국인 73명"."""
    low, at = scanned.low, figure.start
    while at > first:
        if low[at - 1] in " \u00a0:：（(":
            at -= 1
            continue
        marks = [m for m in scanned.ending(at) if m.start >= first]
        useful = [m for m in marks if m.kind in ("noun", "nation", "country", "fillers")]
        useful = [m for m in useful if not (m.kind == "noun" and m.value == "other")]
        if any(n.end in {m.start for m in useful} for n in scanned.numbers):
            return  # the noun of another number
        if not useful:
            return
        for mark in useful:
            if mark.kind == "noun" and (figure.is_elided or figure.thing in ("", "person")):
                if figure.thing == "person" and not mark.value.startswith("person"):
                    return
                figure.thing, figure.is_elided = mark.value.split(".")[0], False
                for part in mark.value.split(".")[1:]:
                    _set_trait(figure, part)
                figure.rules.append("noun_before")
                figure.start = mark.start
            elif mark.kind in ("nation", "country") and not figure.nation:
                if figure.thing in ("", "person"):
                    figure.thing, figure.is_elided, figure.nation = "person", False, mark.value
                    figure.rules.append("nationality_before")
                    figure.start = mark.start
        at = min(mark.start for mark in useful)


def _read_listed(figure: Figure, scanned: Scanned, first: int) -> None:
    """Read a noun of a list before its number: "mobile telephones, 41 units"."""
    at = figure.start
    while at > first and scanned.low[at - 1] in " ,:(-":
        at -= 1
    for mark in scanned.ending(at):
        if mark.kind == "noun" and mark.value in THINGS and mark.start >= first:
            figure.thing, figure.is_elided, figure.start = mark.value, False, mark.start
            figure.rules.append("noun_before")


def _read_predicate(figure: Figure, scanned: Scanned, first: int, last: int) -> None:
    """Read a nationality that is stated of the figure: "57 were Thai", "Thais (57)", "at 465"."""
    if figure.nation or figure.unit or figure.thing not in ("", "person"):
        return
    low = scanned.low
    for mark in scanned.within(figure.end, min(last, figure.end + 60), "copulas"):
        if low[figure.end : mark.start].strip():
            break
        after = mark.end
        while after < last and low[after] in " \u00a0":
            after += 1
        for nation in scanned.at(after):
            if low[nation.end : nation.end + 2] == " (":
                continue
            if nation.kind in ("nation", "country"):
                figure.nation, figure.thing, figure.is_elided = nation.value, "person", False
                figure.is_part = figure.is_part or mark.value == ""
                figure.rules.append("nationality_predicated")
                figure.reach = nation.end
                return
    before = low[max(first, figure.start - 45) : figure.start]
    found = re.search(r"(?:\(|:|\bat|,|^|(?<=\w))\s*$", before)
    if not figure.is_elided or found is None:
        return
    at = figure.start - len(before) + found.start()
    while at > first and low[at - 1] == " ":
        at -= 1
    near = [m for m in scanned.ending(at) if m.kind in ("nation", "country")]
    if not near and before.rstrip().endswith((" at", "(")):
        near = scanned.within(figure.start - len(before), at, "nation")[-1:]
    is_bare = not found[0].strip()  # "Ethiopia has taken back 31 and Kenya 14"
    if is_bare and near and near[0].kind != "country":
        return
    if near and not found[0].strip().startswith(",") and near[0].value != "foreign":
        figure.nation, figure.thing, figure.is_elided = near[-1].value, "person", False
        figure.is_part = True
        figure.rules.append("nationality_named_before")
