"""Persons without a nationality, whose nationality the text names elsewhere.

"Five more Malaysians returned. In all, 148 victims have been rescued": the 148 are Malaysians too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.words.figure import LOCAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned


def share_bracketed(found: list[Figure], scanned: Scanned) -> None:
    """Give persons in brackets the nationality before them: "113 foreigners (87 men, 26 women)"."""
    for at, figure in enumerate(found):
        first = next(place for place in range(at + 1) if found[place].chain == figure.chain)
        opens = scanned.low[: found[first].start].rstrip(" ").endswith(("(", "（"))
        is_told = bool(figure.nation) and "nationality_of_another" not in figure.rules
        if opens and not is_told:
            named = _named_before_bracket(found[first], scanned)
            if named:
                figure.nation = named  # "followed by Vietnam (511 men and 61 women)"
                continue
        if is_told or not opens or not first:
            continue
        whole = found[first - 1]
        if whole.nation and (whole.sentence, whole.measure) == (figure.sentence, figure.measure):
            figure.nation = whole.nation


def _named_before_bracket(figure: Figure, scanned: Scanned) -> str:
    """Return the nationality or country right before the bracket that a figure opens."""
    place = len(scanned.low[: figure.start].rstrip(" (（"))
    marks = [m for m in scanned.ending(place) if m.kind in ("nation", "country")]
    return marks[0].value if marks and figure.measure.startswith("persons_") else ""


def share_nation(found: list[Figure], nouns: Sequence[str]) -> None:
    """Give the nationality of a text's totals to later persons that are named only by a noun.

    A text with persons of several nationalities shares none, nor one whose only nationality is
    that of a part: "20 people, three of them Thais". Without `nouns` a language has no such rule.
    """
    persons = [f for f in found if f.measure.startswith("persons_") and f.status != "denied"]
    nations = {figure.nation for figure in persons} - {""}
    if not nouns or len(nations) != 1 or nations & {LOCAL, "foreign"}:
        return
    named = [figure for figure in persons if figure.nation]
    if all(figure.counts_as == "part" for figure in named):
        return
    first = named[0]
    for figure in persons:
        if figure.nation or figure.start < first.start or figure.is_estimate:
            continue
        is_bare = figure.is_elided and figure.counts_as != "cumulative"  # not "taking them to 32"
        if is_bare or figure.noun in nouns or figure.sex or figure.age:
            figure.nation = first.nation
            figure.rules.append("nationality_of_text")


def share_predicate(found: list[Figure], scanned: Scanned) -> None:
    """Give totals the nationality that the next sentence states: "The suspects, all Malaysians"."""
    words = scanned.lexicon.data.get("each_of", ())
    subjects = scanned.lexicon.data.get("plural_subjects", ())
    if not words or not subjects:
        return
    each = "|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True))
    opens = "|".join(re.escape(str(word)) for word in subjects)
    pattern = re.compile(rf"(?:(?:{opens})\b,? (?:(?:were|are) )?)?(?:{each}) (?:were |are )?")
    for number, span in enumerate(scanned.sentences):
        match = pattern.match(scanned.low, span.start, span.end)
        found_here = scanned.at(match.end()) if match else []
        nation = next((mark for mark in found_here if mark.kind == "nation"), None)
        for figure in found if nation else ():
            is_total = figure.measure.startswith("persons_") and figure.counts_as != "cumulative"
            if nation and is_total and not figure.nation and number - figure.sentence in (0, 1):
                figure.nation = nation.value
                figure.rules.append("nationality_of_each")
