"""Persons without a nationality, in a text whose counts are all of one nationality.

"Five more Malaysians returned. In all, 148 victims have been rescued": the 148 are Malaysians too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.articles.figure import LOCAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.figure import Figure


def share_nation(found: list[Figure], nouns: Sequence[str]) -> None:
    """Give the nationality of a text's totals to later persons that are told by a mere noun.

    A text with persons of several nationalities shares none, nor one whose only nationality is
    that of a part: "20 people, three of them Thais". Without `nouns` a language has no such rule.
    """
    persons = [figure for figure in found if figure.measure.startswith("persons_")]
    nations = {figure.nation for figure in persons} - {""}
    if not nouns or len(nations) != 1 or nations & {LOCAL, "foreign"}:
        return
    named = [figure for figure in persons if figure.nation]
    if any(figure.counts_as == "part" for figure in named):
        return
    first = named[0]
    for figure in persons:
        if figure.nation or figure.start < first.start or figure.is_estimate:
            continue
        is_bare = figure.is_elided and figure.counts_as != "cumulative"  # not "taking them to 32"
        if is_bare or figure.noun in nouns or figure.sex:
            figure.nation = first.nation
            figure.rules.append("nationality_of_text")
