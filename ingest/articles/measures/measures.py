"""From figures to measures: each figure takes the verb or noun that governs it.

The figures of one enumeration share their verb. A figure without one has that of the total that it
is a part of, or of the figure that the text named last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.counts.counted import (
    DONE_TO,
    FROM_PLACES,
    MONEY,
    NOUNS,
    OF_PEOPLE,
    SEIZED,
    SITES,
)
from ingest.articles.measures.context import (
    as_listed,
    as_told,
    frees_by_force,
    from_context,
    name_things,
    stated_before,
)
from ingest.articles.measures.losses import take_from_victims
from ingest.articles.measures.split_verbs import split_verb
from ingest.articles.measures.totals_reached import reaches_total
from ingest.articles.measures.verb_voice import is_bound
from ingest.articles.measures.verbs import NO_ACTS, governing_verb
from ingest.articles.measures.without_verb import bind

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

NEAR_REPLACED = 10  # characters between "first said" and its count
NEAR_VERB = 26  # characters from a figure to the end of its passive
MAX_LISTED = 50  # people without a known noun at the end of a list
NEXT_TO = 6  # characters: between a verb and its count
NEAR_OFFICIAL = 90  # what lies between officers and what is done to them
BESIDE = 22  # characters: closer than that nothing can be between


def chain(found: list[Figure], scanned: Scanned) -> None:
    """Number the enumerations: figures with nothing but commas and "and" between them."""
    links = "|".join(re.escape(str(w)) for w in scanned.lexicon.data.get("conjunctions", ()))
    gap = re.compile(rf"[\s,、，()]*(?:(?:{links})[\s,]*)*")
    for number, (figure, last) in enumerate(zip(found, [None, *found], strict=False)):
        figure.chain = number
        if last is not None and "of_them" in figure.rules and _acts_on_things(figure, scanned):
            figure.thing = last.thing
        if last is None or last.sentence != figure.sentence or figure.is_reference:
            continue
        between = scanned.low[last.reach : figure.start]
        if figure.has_link:
            continue
        if (
            gap.fullmatch(between)
            and _fits(last, figure)
            and not _has_own_verb(figure, last, scanned)
        ):
            is_narrower = (figure.nation and not last.nation) or (figure.sex and not last.sex)
            is_listed = between.strip(" ,，、") == "" and is_narrower and not last.is_part
            if ("(" in between or is_listed) and figure.value < last.value:
                figure.is_part = True
            else:
                figure.chain = last.chain
                _share_after(figure, last, between, scanned)
                figure.is_part = figure.is_part or (last.is_part and "of_them" not in last.rules)


def _share_after(figure: Figure, last: Figure, between: str, scanned: Scanned) -> None:
    """Share a nationality after two nouns: "28 lelaki dan sembilan wanita China"."""
    if not scanned.lexicon.has_spaces or scanned.lexicon.is_head_last or "," in between:
        return
    if last.sex and figure.sex and last.sex != figure.sex and figure.nation and not last.nation:
        last.nation = figure.nation


def _has_own_verb(figure: Figure, last: Figure, scanned: Scanned) -> bool:
    """Return whether two neighbours are done different things: "tạm giam 48, 4 được tại ngoại"."""
    if not scanned.lexicon.data.get("serial_verbs"):
        return False
    at = last.start - (scanned.low[last.start - 1 : last.start] == " ")
    acts = {mark.value for mark in scanned.ending(at) if mark.kind == "verb_active"}
    between = scanned.low[last.end : figure.start]
    if "," not in between and "，" not in between:
        return False
    if not scanned.lexicon.has_spaces and ("，" in between or "," in between):
        clause = max(scanned.low.rfind(sign, 0, last.start) for sign in "，,。；：")
        acts |= {
            m.value
            for m in scanned.within(
                max(0, clause), last.end, "verb_active", "verb_passive", "whole"
            )
        }
    after = scanned.within(figure.end, figure.end + NEAR_VERB, "verb_passive")
    return bool(acts) and any(m.value.startswith("persons_") and m.value not in acts for m in after)


def _acts_on_things(figure: Figure, scanned: Scanned) -> bool:
    """Return whether the verb before "of them" is about things: "and shut 190 of them"."""
    marks = [mark for mark in scanned.ending(figure.start - 1) if mark.kind == "verb_active"]
    return bool(marks) and all(mark.value in (*SITES, *MONEY) for mark in marks)


def _fits(last: Figure, figure: Figure) -> bool:
    """Return whether two neighbours may be members of one enumeration."""
    persons = ("person", "", "official")
    if {last.thing, figure.thing} == {"person", "official"}:
        return True
    if last.thing == figure.thing:
        return True
    if figure.is_elided:
        return not figure.unit and last.thing == "person"
    return last.thing not in persons and figure.thing not in persons


def link(found: list[Figure], scanned: Scanned) -> None:
    """Give each figure its measure, or none."""
    name_things(found, scanned)
    by_chain: dict[int, list[Figure]] = {}
    for figure in found:
        by_chain.setdefault(figure.chain, []).append(figure)
    taken: list[Mark] = []
    for members in sorted(by_chain.values(), key=lambda members: not members[0].is_reference):
        _link_chain(members, found, scanned, taken)
        named = [m for m in members if m.is_reference and not m.unit]
        taken += [m.verb for m in named if m.verb is not None]
    last_of: dict[str, Figure] = {}
    for at, figure in enumerate(found):
        stated = stated_before(figure, found[:at], scanned)
        if stated is not None:
            last_of["person"] = stated  # "Of the 16, nine are Burmese"
        is_stated = any(o.value == figure.value and "nothing" in o.rules for o in found[:at])
        if figure.is_reference and is_stated and not stated and not figure.measure:
            continue  # "of the 17 victims", whom a gang had sent abroad
        if not figure.measure:
            from_context(figure, found[at - 1] if at else None, last_of, scanned)
        if not figure.measure:
            as_told(figure, found[:at], scanned)
        if figure.measure == "persons_present":
            as_listed(figure, found[:at], scanned)
        if figure.measure:
            kind = "person" if figure.measure.startswith("persons_") else "thing"
            last_of[kind] = last_of[figure.measure] = figure
            if kind == "person" and figure.noun and "as_before" not in figure.rules:
                last_of[figure.noun] = figure
    for figure in found:
        measures = scanned.lexicon.data.get("noun_measures", {})
        if not figure.measure and not figure.rules.count("nothing") and not figure.is_reference:
            figure.measure = measures.get(figure.noun, "")
    bind(found, scanned, SEIZED)
    take_from_victims(found, scanned)
    for figure in found:
        if figure.measure == "persons_released" and frees_by_force(figure, scanned):
            figure.measure = "persons_rescued"


def _link_chain(
    members: list[Figure], found: list[Figure], scanned: Scanned, taken: list[Mark]
) -> None:
    things = {m.thing for m in members if m.thing} or {""}
    for thing in sorted(things):
        own = [m for m in members if m.thing in (thing, "")]
        if thing in ("person", "", "official"):
            _link_persons(own, found, scanned, taken)
        elif thing in NOUNS:
            for member in own:
                member.measure = NOUNS[thing]
                member.rules.append(f"noun_of_{NOUNS[thing]}")
        elif thing in ("site", "compound"):
            _link_group(own, found, scanned, SITES if thing == "compound" else SITES[:2])
        elif thing in ("cash", *SEIZED):
            _link_group(own, found, scanned, MONEY if thing == "cash" else ("seized",))


def _link_persons(
    own: list[Figure], found: list[Figure], scanned: Scanned, taken: list[Mark]
) -> None:
    persons = [m for m in own if not m.unit]
    if not persons:
        return
    best = split_verb(persons, scanned) or governing_verb(own, found, scanned, None, taken)
    if _are_sites(own, found, scanned, best[0] if best else BESIDE):
        _link_group(own, found, scanned, SITES[:2])
        return
    if best is None:
        return
    cost, verb, side = best
    is_close = cost <= BESIDE
    for member in own:
        if (member.is_elided and member is own[0] and not is_close and not member.is_part) and (
            not reaches_total(member, scanned)
        ):
            continue
        is_participle = cost <= 2 and side == "after" and verb.kind == "verb_either"
        if member.is_reference and not is_participle and not is_bound(member, verb, side, scanned):
            continue
        if (member.has_unknown and not _is_done_to_people(member, cost, verb, scanned)) or (
            member.is_elided and verb.value == "persons_present"
        ):
            continue
        if (member.number.how == "one" and len(own) == 1) and (side == "after" or cost > 2):
            continue
        if member.thing == "official" and not (
            verb.kind == "verb_passive" and verb.value in DONE_TO and cost <= NEAR_OFFICIAL
        ):
            continue
        if verb.value in NO_ACTS or _only_names(member, verb, side, scanned):
            member.rules.append("nothing")
            continue
        replaced = scanned.within(max(0, member.start - NEAR_REPLACED), member.start, "withdrawn")
        if side == "after" and replaced and scanned.lexicon.data.get("serial_verbs"):
            continue  # "此前宣布的是138人"
        member.measure, member.verb = verb.value, verb
        member.rules.append(f"verb_{side}")
        is_place = side == "before" and verb.value in FROM_PLACES and len(own) == 1
        if is_place and "from_country" in member.rules and member.noun:
            member.nation = ""  # "repatriated 140 people from Myanmar"
        if member.thing == "":
            member.thing = "person"


def _only_names(figure: Figure, verb: Mark, side: str, scanned: Scanned) -> bool:
    """Return whether a verb only says who: "six of those who crossed were treated"."""
    gap = scanned.low[figure.end : verb.start].strip()
    is_relative = gap in scanned.lexicon.data.get("relatives", ())
    those = scanned.low.endswith((" those", " them"), 0, figure.end)
    return side == "after" and figure.has_link and those and is_relative


def _link_group(
    own: list[Figure], found: list[Figure], scanned: Scanned, wanted: tuple[str, ...]
) -> None:
    best = governing_verb(own, found, scanned, wanted)
    if best is None:
        return
    _, verb, side = best
    for member in own:
        if member.thing == "vehicle" and _is_ridden(member, scanned):
            continue
        if member.is_reference and member.thing in ("site", "compound"):
            continue  # "11 of 250 buildings"
        if verb.value == "paid":
            member.rules.append("nothing")
            continue
        if verb.value == "seized" and member.thing in SEIZED:
            member.measure = SEIZED[member.thing]
        elif verb.value in ("seized", "lost"):
            member.measure = "money_seized" if verb.value == "seized" else "losses"
        else:
            member.measure = verb.value
        member.verb = verb
        member.rules.append(f"verb_{side}")


def _are_sites(own: list[Figure], found: list[Figure], scanned: Scanned, limit: int) -> bool:
    """Return whether counts without a noun are of sites: "has closed 12 of them"."""
    if any(m.noun or m.nation or m.has_unknown or m.value == 1 for m in own):
        return False
    best = governing_verb(own, found, scanned, SITES[:2])
    return best is not None and best[0] < min(limit, NEXT_TO)


def _is_ridden(figure: Figure, scanned: Scanned) -> bool:
    """Return whether vehicles carry people: "taken away on 40 buses"."""
    words = scanned.lexicon.data.get("vehicle_words", ())
    return scanned.low[: figure.start].endswith(tuple(f" {word} " for word in words))


def _is_done_to_people(figure: Figure, cost: int, verb: Mark, scanned: Scanned) -> bool:
    """Return whether a verb shows that an unknown word means people: "12 executives held"."""
    if not scanned.lexicon.data.get("families") or verb.value not in OF_PEOPLE:
        return False
    is_listed = figure.value < MAX_LISTED and scanned.low.endswith(
        " and ", 0, figure.start
    )  # "arrested the boss and five clerks"
    limit = (BESIDE if is_listed else NEXT_TO) + len(figure.unknown)
    figure.has_unknown = cost > limit
    return not figure.has_unknown
