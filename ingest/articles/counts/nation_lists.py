"""Lists that name a country or nationality before its bare count.

"Chinese 522, Vietnamese 301", "China - 40", "Kenya has 44", "Chinese nationals, 41 in all".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

REACH = 40  # characters between the name and the count
_LISTED = re.compile(r"(?: nationals| citizens| suspects)?(?: |, | ?: ?| [-–—] | ?\()")
_LARGEST = re.compile(r"[a-z', ]*\b(?:largest|biggest|most numerous)\b[a-z', ]*\b(?:with|at) ")
_ENDS = re.compile(r"\s*(?:[,;).]|and\b|in all\b|altogether\b|in total\b|$)")


def read_list(figure: Figure, scanned: Scanned, first: int) -> bool:
    """Set the nationality that a list names before a bare count; return whether it did."""
    if _is_item(figure, scanned, first):
        return True
    words = "|".join(re.escape(str(word)) for word in scanned.lexicon.data.get("has_words", ()))
    if not words or not figure.is_elided:
        return False
    low = scanned.low
    start = max(first, figure.start - REACH)
    for mark in reversed(scanned.within(start, figure.start, "nation", "country")):
        gap = low[mark.end : figure.start]
        if any(char.isdigit() for char in gap) or mark.value == "foreign":
            return False
        is_listed = _LISTED.fullmatch(gap) and _ENDS.match(low, figure.end)
        has = mark.kind == "country" and re.fullmatch(rf" (?:[a-z' ]{{0,24}} )?(?:{words}) ", gap)
        is_largest = mark.kind == "nation" and _LARGEST.fullmatch(gap)
        if is_listed or has or is_largest:
            figure.nation, figure.thing, figure.is_elided = mark.value, "person", False
            figure.is_part = True
            figure.rules.append("nationality_named_before")
            return True
    return False


def _is_item(figure: Figure, scanned: Scanned, first: int) -> bool:
    """Read "Việt Nam 233 người", an item of a list, where its words open or join the list."""
    opens = "|".join(re.escape(str(word)) for word in scanned.lexicon.data.get("list_opens", ()))
    generic = scanned.lexicon.data.get("generic", ())
    if not opens or not (figure.is_elided or figure.noun in generic):
        return False
    at = len(scanned.low[first : figure.start].rstrip(" (")) + first
    for mark in scanned.ending(at):
        is_name = mark.kind in ("nation", "country") and mark.value != "foreign"
        if is_name and re.search(rf"(?:[,:;]|\b(?:{opens}))\s*$", scanned.low[first : mark.start]):
            figure.nation, figure.thing, figure.is_elided = mark.value, "person", False
            figure.is_part = True
            figure.rules.append("nationality_named_before")
            return True
    return False
