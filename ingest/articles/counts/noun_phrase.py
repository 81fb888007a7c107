"""Read the noun phrase after a number: "271 Indonesians", "45 satellite internet terminals"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.counts.noun_links import (
    date_at,
    is_partitive,
    joins_nation,
    number_at,
    of_country,
    of_word,
    thing_after,
    those_at,
)
from ingest.articles.words.figure import set_trait
from ingest.articles.words.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

MAX_UNKNOWN_LETTERS = 14  # likewise, in a script without blanks
MAX_UNKNOWN = 3  # words between a number and its noun that the lexicon doesn't know
_PUNCTUATION = re.compile(r"[,.;:()\[\]—–\"“”!?、，。；：（）「」]|--|\n| - ")
_CLAUSE = re.compile(r"[^，。；、,;:：（）()“”\d]{2,18}?的(?!是)")
_WORD = re.compile(r"[^\s,.;:()\[\]—–\"“”!?]+")


def read_noun(figure: Figure, scanned: Scanned, last: int) -> None:
    """Read the words after the number until the noun phrase ends."""
    low, at, unknown = scanned.low, figure.end, 0
    for phrase in scanned.lexicon.data.get("number_of", ()):
        if low.startswith(f" {phrase} ", at):
            at += len(phrase) + 2  # "brought to 418 the number of foreigners caught"
    spaced = scanned.lexicon.has_spaces
    nouns: list[Mark] = []
    nations: list[Mark] = []
    begins_with_link, is_first, link_end = False, True, 0
    opens = scanned.lexicon.data.get("open_nouns", ())
    # a classifier stands between the number and its noun
    is_counted = bool(opens) and low[:at].endswith(tuple(opens))
    endings = tuple(scanned.lexicon.data.get("person_endings", ()))
    while at < last:
        if low[at] in " \u00a0-":
            at += 1
            continue
        if _PUNCTUATION.match(low, at) and not (low[at] == '"' and not nouns):
            break
        if at > figure.end and (number_at(scanned, at) or date_at(scanned, at)):
            break
        marks = scanned.at(at)
        kinds = {mark.kind for mark in marks}
        noun = next((mark for mark in marks if mark.kind == "noun"), None)
        nations_here = [mark for mark in marks if mark.kind in ("nation", "country")]
        nation = max(nations_here, key=lambda mark: mark.kind, default=None)  # a nationality first
        link = next((mark for mark in marks if mark.kind == "part_links"), None)
        own = next((mark for mark in marks if mark.kind == "own_people"), None)
        if own is not None and is_first:
            begins_with_link, at, figure.end, figure.thing = True, own.end, own.end, "person"
            countries = scanned.within(scanned.sentences[figure.sentence].start, at, "country")
            figure.nation = countries[-1].value if countries else ""
            figure.rules.append("own_people")
        elif (
            is_first
            and figure.value > 1
            and low.startswith("of ", at)
            and number_at(scanned, at + 3)
        ):
            begins_with_link, at = True, at + 3  # "11 of 250 buildings"
            link_end = at
        elif is_first and (those := those_at(at, scanned)):
            begins_with_link, at, link_end = True, those, those  # "three of those held"
        elif is_first and (word_of := of_word(at, scanned)):
            begins_with_link, at = True, at + len(word_of)
            link_end = at
        elif link is not None and is_first:
            begins_with_link, at = True, link.end
            link_end = link.end
        elif nation is not None and (
            nation.kind == "nation"
            or not spaced
            or _is_noun(scanned)
            or _noun_follows(scanned, nation.end)
        ):
            nations.append(nation)
            at = nation.end
            if noun is not None:
                nouns.append(noun)
        elif _is_of_those(low[:at], nouns) and begins_with_link and "verb_either" in kinds:
            at = figure.end = marks[0].end
            figure.thing = "person"
        elif (
            noun is not None
            and not spaced
            and noun.value == "other"
            and (nations or _is_closed(nouns, low, opens))
        ):
            break
        elif noun is not None and low.startswith("'s ", noun.end):
            at = noun.end + 3  # "two of the ring's leaders"
        elif noun is not None and not (_is_verb(kinds) and nouns):
            nouns.append(noun)
            at = noun.end
            is_told = len(nouns) > 1 or bool(nations)
            if not scanned.lexicon.is_head_last and is_told and noun.value == "other":
                nouns.pop()
                break
        elif nouns and low.startswith("of ", at) and spaced:
            break  # "members of the family"
        elif opens and (clause := _clause_end(at, last, nouns, is_counted, scanned)):
            at = clause
        elif "fillers" in kinds and (not _is_verb(kinds) or _noun_follows(scanned, marks[0].end)):
            at = max(mark.end for mark in marks if mark.kind == "fillers")
            is_counted = True
            figure.participle = next((m for m in marks if m.kind == "verb_either"), None)
        elif low[at] == '"' and not nouns and _noun_follows(scanned, at + 1):
            at += 1
        elif _is_adjective(at, marks, scanned) and not nouns:
            at = marks[0].end
            figure.participle = next((m for m in marks if m.kind == "verb_either"), None)
        elif (
            (
                marks
                and (
                    kinds
                    & {
                        "stops",
                        "copulas",
                        "parts",
                        "part_links",
                        "speech",
                        "running",
                        "stock",
                        "planned",
                    }
                    or _is_verb(kinds)
                )
            )
            or any(number.start == at for number in scanned.numbers)
            or any(mention.start == at for mention in scanned.dates)
        ):
            break
        elif not spaced:
            unknown += 1
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
            figure.unknown = low[figure.end : word.end()]
            at = word.end()
        is_first = False
    _apply(figure, nouns, nations, begins_with_link, link_end, scanned)


def _is_closed(nouns: list[Mark], low: str, opens: Sequence[str]) -> bool:
    """Return whether a noun, and no mere classifier, was read already."""
    return bool(nouns) and low[nouns[-1].start : nouns[-1].end] not in opens


def _clause_end(
    at: int, last: int, nouns: list[Mark], is_counted: bool, scanned: Scanned
) -> int | None:
    """Return where a clause between classifier and noun ends: "31名冒充检察官行骗的嫌疑人"."""
    low, opens = scanned.low, scanned.lexicon.data["open_nouns"]
    if _is_closed(nouns, low, opens) or not (nouns or is_counted):
        return None
    found = _CLAUSE.match(low, at, last)
    if found is None or not any(m.kind in ("noun", "nation") for m in scanned.at(found.end())):
        return None
    return found.end()


def _is_of_those(before: str, nouns: list[Mark]) -> bool:
    """Return whether a participle completes the noun phrase: "of those charged"."""
    return not nouns and before.endswith(("those ", "these "))


def _is_noun(scanned: Scanned) -> bool:
    """Return whether the name of a country may follow a noun: "141 warga negara Indonesia"."""
    return not scanned.lexicon.is_head_last


def _is_verb(kinds: set[str]) -> bool:
    return any(kind.startswith("verb_") for kind in kinds)


def _is_adjective(at: int, marks: list[Mark], scanned: Scanned) -> bool:
    """Return whether a verb's form describes a noun: "three recruiting agents"."""
    if not scanned.lexicon.is_head_last or not marks or not _is_verb({m.kind for m in marks}):
        return False
    word = scanned.low[at : marks[0].end]
    return word.endswith(("ing", "ed")) and _noun_follows(scanned, marks[0].end)


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
    collectives = scanned.lexicon.data.get("groups", ())
    if is_link and nouns and scanned.low[nouns[-1].start : nouns[-1].end] in collectives:
        link_end, nouns = nouns[-1].end, []  # "three of the group" are three of them
    known = [noun for noun in nouns if noun.value != "other"]
    low_link = scanned.low[figure.end : link_end].strip() if is_link else ""
    if nouns:
        specific = [n for n in known if not n.value.startswith("person")]
        if nouns[0].value.startswith("person"):  # "27 anggota penipuan telepon" aren't telephones
            specific = [noun for noun in specific if noun.value == "official"]
        is_first = nouns[0].value == "other"  # "213 kasus penipuan pejabat"
        head = nouns[-1] if scanned.lexicon.is_head_last else (specific or nouns)[0]
        head = nouns[0] if is_first and not scanned.lexicon.is_head_last else head
        figure.thing = head.value.split(".")[0]
        for noun in known:
            for part in noun.value.split(".")[1:]:
                set_trait(figure, part)
        figure.noun = scanned.low[head.start : head.end]
        figure.rules.append("noun")
    elif nations:
        figure.thing = "person"
        figure.rules.append("nationality_as_noun")
    elif (
        is_link
        and low_link in scanned.lexicon.data.get("bare_links", ())
        and not number_at(scanned, link_end)
    ):
        figure.has_unknown = True  # "one of the largest crackdowns"
        figure.thing, figure.is_elided = "other", False
        return
    elif is_link and thing_after(link_end, scanned) not in ("", "person", "official"):
        figure.thing, figure.is_part, figure.end = thing_after(link_end, scanned), True, link_end
        figure.end -= scanned.low[figure.end - 1] == " "
        figure.rules.append("of_things")
    elif is_link:
        figure.thing, figure.is_part, figure.end = "person", True, max(figure.end, link_end)
        figure.rules.append("of_them")
    else:
        figure.is_elided = True
    is_modifier = (
        bool(nouns)
        and not scanned.lexicon.has_spaces
        and (
            scanned.low.startswith("的", nouns[-1].end)
            and not any(m.kind.startswith("verb_") for m in scanned.at(nouns[-1].end + 1))
        )
    )
    if is_modifier:
        figure.rules.append("nothing")  # "392名嫌犯的88起案件"
    if nouns and is_partitive(nouns[-1].end, scanned):
        figure.is_reference = True
    if is_link and figure.thing == "person":
        figure.is_part = figure.has_link = True
    if nouns or nations or is_link:
        figure.has_unknown = False
    if nations and figure.thing in ("person", "official"):
        codes = [nation.value for nation in nations]
        if joins_nation(nations[-1].end, scanned, has_noun=bool(nouns)):
            codes = [""]  # "61 thanh niên Lào và Ấn Độ", "nineteen Britons and Australians"
        figure.nation = next((code for code in codes if code != "foreign"), codes[0])
    home = scanned.lexicon.data.get("home_nouns", {})
    if not nations and figure.noun in home:
        figure.nation = home[figure.noun]
        figure.rules.append("home_noun")
    if nouns and not figure.nation and figure.thing == "person":
        figure.nation = of_country(nouns[-1], scanned)
    ends = [mark.end for mark in (*nouns, *nations)]
    if ends:
        figure.end = max(figure.end, *ends)
