"""Two naive readers to compare with: any number near an enforcement verb, and its nationality."""

from __future__ import annotations

import re

from ingest.articles.words.lexicon import lexicon
from ingest.articles.words.scanned import Scanned, scan
from scripts.evaluate.corpus import Paragraph
from scripts.evaluate.scores import Found

MAX_WORDS = 8  # between a number and the verb


def near_a_verb(paragraph: Paragraph, *, with_nationality: bool) -> list[Found]:
    """Return every number with a verb within eight words, as the measure of the nearest verb."""
    scanned = scan(paragraph.text, lexicon(paragraph.language), paragraph.published_on)
    found = []
    for number in scanned.numbers:
        near = [
            (_words(scanned, number.start, number.end, mark.start, mark.end), mark.start, mark)
            for mark in scanned.marks
            if mark.kind.startswith("verb_") and mark.value.startswith("persons_")
        ]
        near = [option for option in near if option[0] <= MAX_WORDS]
        if not near:
            continue
        cells = {
            "value": f"{number.value:f}",
            "measure": min(near)[2].value,
            "qualifier": "exact",
            "counts_as": "total",
        }
        nations = [
            (_words(scanned, number.start, number.end, mark.start, mark.end), mark.start, mark)
            for mark in scanned.marks
            if mark.kind == "nation"
        ]
        if with_nationality and nations and min(nations)[0] <= MAX_WORDS:
            cells["nationality"] = min(nations)[2].value
        found.append(Found(cells, number.start, number.end))
    return found


def _words(scanned: Scanned, start: int, end: int, other: int, other_end: int) -> int:
    """Return how many words lie between two stretches; two characters are a word in Chinese."""
    first, last = (end, other) if other >= end else (other_end, start)
    between = scanned.low[first:last]
    if scanned.lexicon.has_spaces:
        return len(re.findall(r"\w+", between))
    return len(between) // 2
