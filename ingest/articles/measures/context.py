"""The measure that a figure without a verb of its own takes from the text before it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.articles.counts.counted import FATES, SEIZED
from ingest.articles.measures.verbs import VERBS
from ingest.articles.words.scanned import is_definite

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

NEAR_START = 10  # characters from the start of a sentence
FAR = 90  # characters in which the rest of an enumeration stands
BESIDE = 22  # characters: closer than that nothing can be between


def from_context(
    figure: Figure, last: Figure | None, last_of: dict[str, Figure], scanned: Scanned
) -> None:
    """Take the measure of the figure before: "They included 389 Vietnamese"."""
    span = scanned.sentences[figure.sentence]
    is_first = figure.is_reference and figure.start - span.start < NEAR_START  # "Of the 41, ..."
    is_first = is_first or bool(corrects(figure, scanned))
    is_named = figure.thing == "person" or (figure.thing == "" and is_first)
    is_named = is_named or (figure.thing == "" and is_located(figure, scanned))
    is_person = is_named and not figure.unit and not figure.has_unknown
    if figure.number.how == "one" and not scanned.within(
        max(span.start, figure.start - BESIDE), figure.start, "parts"
    ):
        return  # "a Chinese man" isn't a count
    if is_person and figure.participle is not None and not figure.measure:
        figure.measure, figure.verb = figure.participle.value, figure.participle
        figure.rules.append("participle")
        return
    if _is_in_list(figure, span.start, scanned):
        figure.measure = SEIZED.get(figure.thing, "money_seized")
        figure.rules.append("in_list_of_seized")
        return
    if last is not None and last.has_link and 0 <= figure.start - last.end <= 1:
        return  # "four of the nine men"
    before = last_of.get("person" if is_person else "thing")
    if before is None or "nothing" in figure.rules:
        return
    is_serial = bool(scanned.lexicon.data.get("serial_verbs"))
    has_trait = bool(figure.nation or figure.sex or figure.age)
    is_bare = "of_them" in figure.rules and not has_trait
    if (
        is_bare
        and "families" in scanned.lexicon.data
        and not (scanned.within(max(span.start, figure.start - BESIDE), figure.start, "parts"))
    ):
        return  # "one of them had sent a location"
    if figure.value == 1 and figure.noun and not _has_cue(figure, span.start, scanned):
        return  # "one man had a wound"
    if scanned.low[: figure.start].endswith("one of "):
        return
    if before.measure in FATES and figure.value > before.value:
        return
    is_item = _is_list_item(figure, before, scanned)
    has_part = is_item or bool(
        scanned.within(
            max(span.start, before.end if before.sentence == figure.sentence else 0),
            figure.end,
            *("parts", "whole"),
        )
        or (is_serial and scanned.low[: figure.start].rstrip().endswith((":", "：")))
        or scanned.within(figure.end, span.end, "parts_after")
        or (is_serial and any(m.kind == "part_links" for m in scanned.at(figure.end + 1)))
    )
    if is_person and has_part and is_serial:  # "Dari yang tertangkap, 119 ..."
        acts = scanned.within(span.start, figure.start, "verb_passive", "verb_noun")
        if acts and before.sentence != figure.sentence:
            before = last_of.get(acts[-1].value, before)
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
            or ((figure.sex or figure.age) and figure.sentence - before.sentence <= 1)
            or corrects(figure, scanned)
            or (is_serial and (figure.chain == before.chain or is_narrower(figure, before)))
            or (is_serial and continues(figure, before, scanned))
            or (is_located(figure, scanned) and figure.value < before.value)
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


def corrects(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a figure replaces one, or is replaced: "officials first said 25"."""
    span = scanned.sentences[figure.sentence]
    return bool(scanned.within(span.start, span.end, "withdrawn", "corrections"))


def is_located(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a bare count in a list has a place: "sebelas ditangkap, delapan di Bali"."""
    words = tuple(f" {word} " for word in scanned.lexicon.data.get("located_in", ()))
    if not words or not figure.is_elided or not scanned.low.startswith(words, figure.end):
        return False
    joints = (",", ":", *scanned.lexicon.data.get("conjunctions", ()))
    return scanned.low[: figure.start].rstrip().endswith(tuple(joints))


def continues(figure: Figure, before: Figure, scanned: Scanned) -> bool:
    """Return whether a count follows a part: "nine people in Singapore and six in Hong Kong"."""
    if figure.sentence != before.sentence or "as_before" not in before.rules:
        return False
    words = (*scanned.lexicon.data.get("conjunctions", ()), ",", "、")
    return scanned.low[: figure.start].rstrip().endswith(tuple(f"{w}" for w in words))


def is_narrower(figure: Figure, before: Figure) -> bool:
    """Return whether persons of one nationality are a part of persons mentioned before."""
    is_part = figure.nation not in ("", "foreign") and before.nation in ("", "foreign")
    return is_part and figure.value < before.value


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


def as_told(figure: Figure, before: list[Figure], scanned: Scanned) -> None:
    """Take the measure of the same count some sentences before: "The 215 nationals include"."""
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


def as_listed(figure: Figure, before: list[Figure], scanned: Scanned) -> None:
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


def frees_by_force(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a raid in the same sentence frees people, which is a rescue."""
    words = tuple(scanned.lexicon.data.get("frees", ()))
    verb = figure.verb
    if verb is None or not words or not scanned.low[verb.start : verb.end].endswith(words):
        return False
    wide = 1 if verb.start < figure.start and "raid_words" in scanned.lexicon.data else 0
    near = scanned.sentences[max(0, figure.sentence - wide) : figure.sentence + wide + 1]
    first, end = near[0].start, near[-1].end
    raids = "|".join(map(re.escape, map(str, scanned.lexicon.data.get("raid_words", ()))))
    is_raid = bool(raids) and bool(re.search(rf"\b(?:{raids})\b", scanned.low[first:end]))
    return is_raid or any(
        mark.value in ("raid", "sites_raided")
        for mark in scanned.within(first, end, "noun", *VERBS)
    )


def stated_before(figure: Figure, before: list[Figure], scanned: Scanned) -> Figure | None:
    """Return the persons that a figure with an article names again: "of the 16"."""
    if not figure.is_reference and not is_definite(figure, scanned):
        return None
    for other in reversed(before):
        if other.value == figure.value and other.measure.startswith("persons_"):
            return other
    return None


def name_things(found: list[Figure], scanned: Scanned) -> None:
    """Let a bare count next to things count them: "226 devices - 76 from Singapore"."""
    marks = tuple(scanned.lexicon.data.get("thing_gaps", ()))
    for last, figure in pairwise(found):
        is_bare = figure.is_elided or "from_country" in figure.rules or figure.rules == ["of_them"]
        if last.thing not in SEIZED or last.sentence < figure.sentence - 1 or not is_bare:
            continue
        gap = scanned.low[last.end : figure.start].strip()
        near = scanned.within(figure.end, figure.end + BESIDE, *VERBS)
        is_seized = figure.has_link and any(mark.value == "seized" for mark in near)
        if (gap in marks and not figure.noun) or is_seized:
            figure.thing, figure.nation, figure.is_part = last.thing, "", True
            figure.is_elided = False


def _has_cue(figure: Figure, first: int, scanned: Scanned) -> bool:
    """Return whether a word of parts, or another member of an enumeration, stands before."""
    start = max(first, figure.start - FAR)
    return bool(scanned.within(start, figure.start, "parts")) or any(
        start <= number.start < figure.start for number in scanned.numbers
    )
