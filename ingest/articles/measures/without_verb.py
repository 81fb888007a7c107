"""Figures that no rule gave a measure: they take that of an act nearby.

A report has many ways to state a count, and only some of them are grammar that the reader knows:
"an initial batch of 126 left", "numbered 417". What the text does to people is known even so. A
figure takes the verb of its clause, then the measure of the figure before it in its sentence, then
the nearest verb of the sentence, then the measure of the sentence before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.counts.counted import FATES
from ingest.articles.measures.clauses import is_negated, is_object
from ingest.articles.measures.verbs import NO_ACTS
from ingest.articles.words.lexicon import endings
from ingest.articles.words.scanned import is_definite

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

VERBS = ("verb_active", "verb_passive", "verb_either", "verb_noun")
ACTS = ("persons_arrested", "persons_detained", "sites_raided", "seized")  # that come with seizures
_IN_A_PLACE = re.compile(r"(?:\bin|^|[;,:]|\band) [A-Z][\w' -]+,$|[a-z;] [A-Z]\w+$")
_PREDICATE = re.compile(
    r"\s+(?:had|have|has|were|was|are|is)(?: been| also| since| all)* "
    r"(?:\w+(?:ed|oken|iven|aken|itten|rown|ought)|left|gone|sent|told|seen|lost|kept|paid|sold)\b"
)
_CLAUSE = re.compile(r"[,;:—()]|\b(?:and|but|while|who|that|which|when|after|before|as)\b")


def bind(found: list[Figure], scanned: Scanned, seized: dict[str, str]) -> None:
    """Give a measure to each figure without one that an act in the text may be about."""
    counts = scanned.lexicon.data.get("after_counts")
    if not counts and not scanned.lexicon.data.get("serial_verbs"):
        return
    for at, figure in enumerate(found):
        if figure.measure or figure.unit or "nothing" in figure.rules or figure.is_reference:
            continue
        if is_object(figure, scanned) or _has_predicate(figure, scanned):
            continue
        if figure.number.how == "one":  # counts as the last of an enumeration only
            listed = [f for f in found[:at] if f.chain == figure.chain and f.measure]
            figure.measure = listed[-1].measure if listed else ""
            continue
        if figure.thing in seized and figure.thing != "vehicle":  # buses also carry people
            _bind_thing(figure, scanned, seized)
        elif counts and figure.thing in ("person", "") and _is_count(figure, scanned):
            _bind_person(figure, found[:at], scanned)


def _has_predicate(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a figure has a verb that the lexicon doesn't know: "1,800 had been fooled"."""
    found = _PREDICATE.match(scanned.low, figure.reach)
    return found is not None and not any(mark.kind in VERBS for mark in scanned.ending(found.end()))


def _is_count(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a bare number counts persons: "14 remain", "numbered 417"."""
    if figure.has_unknown or figure.value != int(figure.value):
        return False
    if not figure.is_elided:
        return True
    if figure.value < 2 or _is_told(figure, scanned):
        return figure.value >= 2
    low = scanned.low
    after = low[figure.end :].lstrip()
    at = len(low) - len(after)
    at += 3 * after.startswith("to ")  # "expect about 1,000 to remain"
    words = "|".join(re.escape(str(word)) for word in scanned.lexicon.data["after_counts"])
    inside = endings(scanned.lexicon.language, "noun_prepositions")
    if low.endswith(inside, 0, figure.start) and any(m.kind == "verb_noun" for m in scanned.at(at)):
        return False  # "in two indictments"
    is_subject = any(mark.kind in VERBS for mark in scanned.at(at))
    return is_subject or bool(re.match(rf"(?:{words})\b", after))


def _is_told(figure: Figure, scanned: Scanned, *, by_place: bool = True) -> bool:
    """Return whether words before a number say that it counts: "the true figure was 53"."""
    data = scanned.lexicon.data
    reaching = (word for word in data.get("reaching", ()) if " " in word)
    openings = tuple(f" {word}" for word in (*data["before_counts"], *reaching))
    before = scanned.text[: figure.start].rstrip()
    return bool(figure.nation or figure.sex) or (
        before.lower().endswith(openings) or (by_place and bool(_IN_A_PLACE.search(before)))
    )


def _bind_thing(figure: Figure, scanned: Scanned, seized: dict[str, str]) -> None:
    sentence = scanned.sentences[figure.sentence]
    first = scanned.sentences[max(0, figure.sentence - 1)].start
    if any(mark.value in ACTS for mark in scanned.within(first, sentence.end, *VERBS)):
        figure.measure = seized[figure.thing]
        figure.rules.append("unbound_thing")


def _bind_person(figure: Figure, before: list[Figure], scanned: Scanned) -> None:
    span = scanned.sentences[figure.sentence]
    acts = [
        mark
        for mark in scanned.within(span.start, span.end, *VERBS)
        if mark.value.startswith("persons_")
        or mark.value in NO_ACTS
        or (figure.is_elided and mark.value.startswith("sites_") and mark.start >= figure.end)
    ]
    undone = [mark for mark in acts if is_negated(mark, scanned)]
    if any(m.end <= figure.start and not _is_cut(m, figure, scanned) for m in undone):
        return  # "negotiating the release of another 40"
    acts = [mark for mark in acts if mark not in undone]
    if not figure.is_elided and _is_in_a_site(figure, scanned):
        figure.measure = "persons_present"
        figure.rules.append("in_a_site")
        return
    own = [mark for mark in acts if not _is_cut(mark, figure, scanned)]
    people = [f for f in before if f.measure.startswith("persons_") and f.measure not in FATES]
    last = people[-1] if people else None
    distance = figure.sentence - last.sentence if last else 9
    if own:
        _take(figure, min(own, key=lambda mark: _distance(mark, figure)), "verb_of_clause")
    elif last is not None and distance == 0:
        figure.measure, figure.verb = last.measure, last.verb
        figure.rules.append("measure_of_sentence")
    elif figure.is_elided and not _is_told(figure, scanned, by_place=False):
        return  # "two had broken ribs"
    elif last is not None and distance <= 2 and (figure.is_elided or not acts):
        is_same = figure.nation or figure.sex or is_definite(figure, scanned)
        is_near = abs(last.value - figure.value) <= last.value / 10  # "nearly 200", then 196
        receives = endings(scanned.lexicon.language, "receiving")
        is_other = not figure.is_elided and scanned.low.endswith(receives, 0, figure.start)
        if is_other or not (figure.is_elided or is_same or is_near):
            return  # "the gang directed 200 traders"
        figure.measure, figure.verb = last.measure, last.verb
        figure.rules.append("measure_before")
    elif acts := [mark for mark in acts if not mark.value.startswith("sites_")]:
        _take(figure, min(acts, key=lambda mark: _distance(mark, figure)), "nearest_verb")


def _is_in_a_site(figure: Figure, scanned: Scanned) -> bool:
    """Return whether the text only says where people were: "26 scammers in the hotel"."""
    words = "|".join(re.escape(str(word)) for word in scanned.lexicon.data["inside"])
    found = re.match(rf"\s*(?:{words})\s+", scanned.low[figure.end :])
    if not found:
        return False
    at = figure.end + found.end()
    return any(m.value in ("site", "compound") for m in scanned.at(at) if m.kind == "noun")


def _take(figure: Figure, verb: Mark, rule: str) -> None:
    if verb.value not in NO_ACTS:
        figure.measure, figure.verb = verb.value, verb
        figure.rules.append(rule)


def _is_cut(mark: Mark, figure: Figure, scanned: Scanned) -> bool:
    """Return whether another clause begins between a verb and a figure."""
    start, end = sorted((mark.start, figure.start))
    return (
        bool(_CLAUSE.search(scanned.low, min(mark.end, figure.end), end)) if start < end else True
    )


def _distance(mark: Mark, figure: Figure) -> int:
    return max(mark.start - figure.end, figure.start - mark.end)
