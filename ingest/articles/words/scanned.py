"""A text with everything that was found in it: sentences, marks, numbers, dates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ingest.articles.words.dates import DateMention, dates
from ingest.articles.words.marks import Mark, comparable
from ingest.articles.words.numbers import Number, numbers
from ingest.articles.words.sentences import Span, sentences

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.lexicon import Lexicon


@dataclass
class Scanned:
    """A text, and what was found in it; all lists are in the order of the text."""

    text: str  # as written
    low: str  # the same length, comparable
    lexicon: Lexicon
    published: date | None
    sentences: list[Span]
    marks: list[Mark]
    numbers: list[Number]
    dates: list[DateMention]
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [mark.start for mark in self.marks]

    def within(self, start: int, end: int, *kinds: str) -> list[Mark]:
        """Return the marks of some kinds that lie in a stretch of the text."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return [m for m in self.marks[first:last] if m.end <= end and m.kind in kinds]

    def at(self, start: int) -> list[Mark]:
        """Return the marks that begin at a place."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, start)
        return self.marks[first:last]

    def ending(self, end: int) -> list[Mark]:
        """Return the marks that end at a place."""
        first = bisect_left(self._starts, max(0, end - 60))
        last = bisect_right(self._starts, end)
        return [mark for mark in self.marks[first:last] if mark.end == end]

    def sentence_of(self, place: int) -> int:
        """Return the number of the sentence in which a place lies."""
        for number, span in enumerate(self.sentences):
            if span.start <= place < span.end:
                return number
        return len(self.sentences) - 1


def scan(text: str, lexicon: Lexicon, published: date | None) -> Scanned:
    """Find everything in a text. Numbers that belong to a date are no numbers."""
    low = comparable(text)
    found_dates = dates(low, lexicon, published)
    in_dates = {place for mention in found_dates for place in range(mention.start, mention.end)}
    return Scanned(
        text=text,
        low=low,
        lexicon=lexicon,
        published=published,
        sentences=sentences(text, lexicon.language),
        marks=sorted(mark for finder in lexicon.finders for mark in finder.find(low)),
        numbers=[n for n in numbers(low, lexicon) if not in_dates & set(range(n.start, n.end))],
        dates=found_dates,
    )


def is_definite(figure: Figure, scanned: Scanned) -> bool:
    """Return whether an article stands before a figure: "the 81 detained"."""
    words = scanned.lexicon.data.get("definite", ())
    before = scanned.low[scanned.sentences[figure.sentence].start : figure.start]
    if not scanned.lexicon.has_spaces:
        return bool(words) and before.endswith(tuple(words))
    said = before.split()
    return bool(said) and said[-1] in words
