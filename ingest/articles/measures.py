"""From figures to measures: each figure takes the verb or noun that governs it.

The figures of one enumeration share their verb. A figure without one has that of the total that it
is a part of, or of the figure that the text named last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.scanned import is_definite
from ingest.articles.split_verbs import split_verb
from ingest.articles.unbound import bind
from ingest.articles.verbs import NO_ACTS, VERBS, governing_verb, reaches_total

if TYPE_CHECKING:
    from ingest.articles.figure import Figure
    from ingest.articles.marks import Mark
    from ingest.articles.scanned import Scanned

NEAR_START = 10  # characters from the start of a sentence
BESIDE = 22  # characters: closer than that nothing can be between
SEIZED = {
    "phone": "phones_seized",
    "computer": "computers_seized",
    "device": "devices_seized",
    "sim_card": "sim_cards_seized",
    "bank_card": "bank_cards_seized",
    "vehicle": "vehicles_seized",
    "weapon": "weapons_seized",
}
NOUNS = {
    "custody": "persons_arrested",
    "deportation": "persons_deported",
    "repatriation": "persons_repatriated",
    "rescue": "persons_rescued",
    "conviction": "persons_convicted",
    "death": "persons_killed",
    "raid": "sites_raided",
}
# What is done to soldiers and officers, whom the text otherwise counts as the ones who do it.
DONE_TO = (
    *("persons_arrested", "persons_detained", "persons_charged", "persons_convicted"),
    *("persons_killed", "persons_injured"),
)
MONEY = ("seized", "lost", "paid")
SITES = ("sites_raided", "sites_closed", "compounds_identified")


def chain(found: list[Figure], scanned: Scanned) -> None:
    """Number the enumerations: figures with nothing but commas and "and" between them."""
    links = "|".join(re.escape(str(w)) for w in scanned.lexicon.data.get("conjunctions", ()))
    gap = re.compile(rf"[\s,、，()]*(?:(?:{links})[\s,]*)*")
    for number, (figure, last) in enumerate(zip(found, [None, *found], strict=False)):
        figure.chain = number
        if last is None or last.sentence != figure.sentence or figure.is_reference:
            continue
        between = scanned.low[last.reach : figure.start]
        if figure.has_link:
            continue
        if gap.fullmatch(between) and _fits(last, figure):
            is_narrower = (figure.nation and not last.nation) or (figure.sex and not last.sex)
            is_listed = between.strip(" ,，、") == "" and is_narrower and not last.is_part
            if ("(" in between or is_listed) and figure.value < last.value:
                figure.is_part = True
            else:
                figure.chain = last.chain
                figure.is_part = figure.is_part or (last.is_part and "of_them" not in last.rules)


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
    by_chain: dict[int, list[Figure]] = {}
    for figure in found:
        by_chain.setdefault(figure.chain, []).append(figure)
    taken: list[Mark] = []
    for members in sorted(by_chain.values(), key=lambda members: not members[0].is_reference):
        _link_chain(members, found, scanned, taken)
        taken += [m.verb for m in members if m.verb is not None and m.is_reference]
    last_of: dict[str, Figure] = {}
    for at, figure in enumerate(found):
        if not figure.measure:
            _from_context(figure, last_of, scanned)
        if not figure.measure:
            _as_told(figure, found[:at], scanned)
        if figure.measure == "persons_present":
            _as_listed(figure, found[:at], scanned)
        if figure.measure:
            kind = "person" if figure.measure.startswith("persons_") else "thing"
            last_of[kind] = figure
            if kind == "person" and figure.noun and "as_before" not in figure.rules:
                last_of[figure.noun] = figure
    bind(found, scanned, SEIZED)
    for figure in found:
        if figure.measure == "persons_released" and _frees_by_force(figure, scanned):
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
        if member.is_reference and not is_participle:
            continue
        if member.has_unknown or (member.is_elided and verb.value == "persons_present"):
            continue
        if (member.number.how == "one" and len(own) == 1) and (cost > BESIDE or (side == "before" and cost > 2)):
            continue
        if member.thing == "official" and not (
            verb.kind == "verb_passive" and verb.value in DONE_TO
        ):
            continue
        if verb.value in NO_ACTS:
            member.rules.append("nothing")
            continue
        member.measure, member.verb = verb.value, verb
        member.rules.append(f"verb_{side}")
        if member.thing == "":
            member.thing = "person"


def _link_group(
    own: list[Figure], found: list[Figure], scanned: Scanned, wanted: tuple[str, ...]
) -> None:
    best = governing_verb(own, found, scanned, wanted)
    if best is None:
        return
    _, verb, side = best
    for member in own:
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


def _from_context(figure: Figure, last_of: dict[str, Figure], scanned: Scanned) -> None:
    """Take the measure of the figure before: "They included 389 Vietnamese"."""
    span = scanned.sentences[figure.sentence]
    is_first = figure.is_reference and figure.start - span.start < NEAR_START  # "Of the 41, ..."
    is_named = figure.thing == "person" or (figure.thing == "" and is_first)
    is_person = is_named and not figure.unit and not figure.has_unknown
    if figure.number.how == "one" and not scanned.within(
        max(span.start, figure.start - BESIDE), figure.start, "parts"
    ):
        return  # "a Chinese man" is no count
    if is_person and figure.participle is not None and not figure.measure:
        figure.measure, figure.verb = figure.participle.value, figure.participle
        figure.rules.append("participle")
        return
    if _is_in_list(figure, span.start, scanned):
        figure.measure = SEIZED.get(figure.thing, "money_seized")
        figure.rules.append("in_list_of_seized")
        return
    before = last_of.get("person" if is_person else "thing")
    if before is None or "nothing" in figure.rules:
        return
    is_item = _is_list_item(figure, before, scanned)
    has_part = is_item or bool(
        scanned.within(
            max(span.start, before.end if before.sentence == figure.sentence else 0),
            figure.end,
            *("parts", "whole"),
        )
        or scanned.within(figure.end, span.end, "parts_after")
    )
    if is_person and has_part:
        for mark in scanned.within(span.start, figure.start, "noun"):
            before = last_of.get(scanned.low[mark.start : mark.end], before)
    if (
        is_person
        and (is_item or figure.sentence - before.sentence <= 2)
        and (
            has_part
            or figure.is_part
            or is_first
            or (figure.sentence == before.sentence and figure.nation)
            or (figure.sex and figure.sentence - before.sentence <= 1)
        )
    ):
        figure.measure, figure.verb = before.measure, before.verb
        figure.rules.append("as_before")
    elif before.measure.endswith("_seized") and (
        (figure.thing in SEIZED and figure.sentence - before.sentence <= 1)
        or (figure.unit and figure.sentence == before.sentence)
    ):
        figure.measure, figure.verb = SEIZED.get(figure.thing, "money_seized"), before.verb
        figure.rules.append("as_before")


def _is_list_item(figure: Figure, before: Figure, scanned: Scanned) -> bool:
    """Return whether a figure is a line of its own, below a line with a colon or another item."""
    span = scanned.sentences[figure.sentence]
    said = scanned.low[span.start : span.end].strip(" \n-•*·.;,")
    if not figure.nation or said != scanned.low[figure.start : figure.end]:
        return False
    opens = scanned.low[: span.start].rstrip(" \n-•*·").endswith((":", "："))
    if not opens and not (before.is_part and before.sentence == figure.sentence - 1):
        return False
    figure.is_part = True
    return True


def _as_told(figure: Figure, before: list[Figure], scanned: Scanned) -> None:
    """Take the measure of the same count, told sentences before: "The 215 nationals include"."""
    span = scanned.sentences[figure.sentence]
    if figure.thing != "person" or "nothing" in figure.rules or not is_definite(figure, scanned):
        return
    if not scanned.within(figure.end, span.end, "parts"):
        return
    for other in before:
        if (other.value, other.thing) == (figure.value, "person") and other.measure:
            figure.measure, figure.verb = other.measure, other.verb
            figure.rules.append("as_before")
            return


def _as_listed(figure: Figure, before: list[Figure], scanned: Scanned) -> None:
    """Take the measure of the total before it: "arrested 12, comprising 7 locals who worked"."""
    if figure.verb is None:
        return
    said = scanned.low[figure.end : figure.verb.start].split()
    if not said or said[-1] not in scanned.lexicon.data.get("relatives", ()):
        return
    for other in reversed(before):
        if other.sentence != figure.sentence:
            return
        if other.chain != figure.chain and other.thing == "person":
            is_listed = scanned.within(other.end, figure.start, "parts")
            if is_listed and other.measure and other.value > figure.value:
                figure.measure, figure.verb = other.measure, other.verb
            return


def _is_in_list(figure: Figure, start: int, scanned: Scanned) -> bool:
    """Return whether the sentence before says that what follows was seized."""
    if figure.thing not in SEIZED and not figure.unit:
        return False
    end = scanned.sentences[figure.sentence].end
    if figure.sentence == 0 or scanned.within(start, end, *VERBS):
        return False
    before = scanned.sentences[figure.sentence - 1]
    return (
        any(mark.value == "seized" for mark in scanned.within(before.start, before.end, *VERBS))
        and scanned.low[before.end - 1] in ".:：;0123456789"
    )


def _frees_by_force(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a raid in the same sentence frees people, which is a rescue."""
    words = tuple(scanned.lexicon.data.get("frees", ()))
    span, verb = scanned.sentences[figure.sentence], figure.verb
    if verb is None or not words or not scanned.low[verb.start : verb.end].endswith(words):
        return False
    return any(
        mark.value in ("raid", "sites_raided")
        for mark in scanned.within(span.start, span.end, "noun", *VERBS)
    )
