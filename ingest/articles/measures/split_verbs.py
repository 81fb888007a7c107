"""Verbs with their object in between: "took 58 suspects into custody", "flew 31 home"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.words.marks import Mark

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

MAX_BEFORE, MAX_AFTER = 40, 90  # characters from the head to the count, from there to the tail
MAX_ASIDE = 110  # characters between two commas
VERBS = ("verb_active", "verb_passive", "verb_either")


def split_verb(own: list[Figure], scanned: Scanned) -> tuple[int, Mark, str] | None:
    """Return the cost, the verb and its side, if head and tail stand around an enumeration."""
    first, last = own[0], own[-1]
    span = scanned.sentences[first.sentence]
    heads = scanned.within(max(span.start, first.start - MAX_BEFORE), first.start, "split_head")
    reach = _after_aside(last.reach, span.end, scanned)
    tails = scanned.within(reach, min(span.end, reach + MAX_AFTER), "split_tail")
    for head in reversed(heads):
        if _is_cut(head.end, first.start, scanned):
            return None
        for tail in tails:
            if _is_cut(reach, tail.start, scanned):
                break
            verb, _, measure = tail.value.partition(" ")
            if verb == head.value:
                return 0, Mark(head.start, head.end, "verb_active", measure), "before"
    return None


def _is_cut(start: int, end: int, scanned: Scanned) -> bool:
    """Return whether a stretch of the text has another clause, verb or number."""
    return (
        bool(re.search(r"[;:]", scanned.low[start:end]))
        or bool(scanned.within(start, end, *VERBS))
        or any(start <= number.start < end for number in scanned.numbers)
    )


def _after_aside(reach: int, last: int, scanned: Scanned) -> int:
    """Return where the sentence goes on after an aside: "12 men, two of them Thais, to court"."""
    if not scanned.low.startswith(",", reach):
        return reach
    closed = scanned.low.find(", ", reach + 1, min(last, reach + MAX_ASIDE))
    return closed + 1 if closed > 0 else reach
