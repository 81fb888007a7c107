"""Running totals and stocks: figures that count from a day on, or what is there now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.measures.totals_reached import reaches_total
from ingest.articles.totals.inherited import GROUP

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

_CUT = re.compile(r"[;；]| while | after |, of whom ")
NEAR = 45  # characters between a cue and the figure that it speaks of
MIN_SUMMED = 2  # parts that add up to a total
HELD = ("persons_detained", "persons_present", "persons_arrested")


def is_running(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a figure is a running total: "since January", "in the first quarter"."""
    if reaches_total(figure, scanned):
        figure.rules.append("running_to")
        return True
    if figure.is_part or figure.measure == "losses":
        return False
    left, right = _clause(figure, scanned)
    kinds = ("running", "periods") if figure.measure.startswith("persons_") else ("running",)
    if scanned.within(left, right, *kinds):
        return True
    words = "|".join(map(re.escape, scanned.lexicon.data.get("since_words", ())))
    since = rf"\b(?:{words})$"
    by_year = rf"\b(?:{words}) (?:[a-z]+ )?(?:19|20)\d\d\b"  # "since May 2024"
    if words and re.search(by_year, scanned.low[left:right]):
        return True
    return any(
        left <= m.start + 1
        and m.end <= right
        and (m.is_since or (bool(words) and re.search(since, scanned.low[left : m.start].rstrip())))
        for m in scanned.dates
    )


def is_of_running(figure: Figure, before: list[Figure], scanned: Scanned) -> bool:
    """Return whether a figure is a subset of a running total: "Ninety of the 203"."""
    links = tuple(f" {word} " for word in scanned.lexicon.data.get("relative_links", ()))
    near = [other for other in before if other.sentence == figure.sentence]
    if near and links and scanned.low.endswith(links, 0, figure.start):
        return near[-1].counts_as == "cumulative"
    total = next((n for n in scanned.numbers if 0 <= n.start - figure.end <= 1), None)
    if not figure.has_link or total is None:
        return False
    stated = [other for other in before if other.value == total.value]
    return bool(stated) and stated[-1].counts_as == "cumulative"


def _clause(figure: Figure, scanned: Scanned) -> tuple[int, int]:
    """Return the stretch around a figure up to the next clause."""
    span = scanned.sentences[figure.sentence]
    cuts = [mark.start for mark in scanned.within(span.start, span.end, "running_to")]
    cuts += [m.start() + span.start for m in _CUT.finditer(scanned.low[span.start : span.end])]
    left = max([span.start, *(cut for cut in cuts if cut <= figure.start)])
    return left, min([span.end, *(cut for cut in cuts if cut >= figure.end)])


def is_stock(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a figure counts who is there now: "still held", "are behind bars"."""
    if figure.measure not in HELD:
        return False
    span = scanned.sentences[figure.sentence]
    left, right = max(span.start, figure.start - NEAR), min(span.end, figure.end + NEAR)
    if scanned.within(left, right, "stock"):
        return True
    words = "|".join(map(re.escape, scanned.lexicon.data.get("present_copulas", ())))
    if figure.verb is None or not words or figure.measure != "persons_detained":
        return False
    said = scanned.low[figure.end : figure.verb.end]
    return bool(re.match(rf"\s*(?:{words})\b[^,;]*\b(?:in|behind|under|held)\b", said))


def mark_sums(kept: list[Figure]) -> None:
    """Make figures parts that follow a total and add up to it: "15 arrested: nine in A, six in B".

    They count the same things, and have no total of their own between them.
    """
    for at, whole in enumerate(kept):
        parts: list[Figure] = []
        for other in kept[at + 1 :]:
            if other.measure != whole.measure and (
                GROUP.get(other.measure, other.measure) != GROUP.get(whole.measure, whole.measure)
            ):
                break
            parts.append(other)
            if sum(part.value for part in parts) >= whole.value:
                break
        is_sum = len(parts) >= MIN_SUMMED and sum(part.value for part in parts) == whole.value
        if not is_sum or whole.unit or any(part.measure != parts[0].measure for part in parts):
            continue
        for part in parts:
            if part.counts_as == "total":
                part.counts_as = "part"
                part.rules.append("adds_up")
