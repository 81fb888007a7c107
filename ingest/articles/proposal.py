"""A proposal: one record as far as the article states it, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Proposal:
    """A proposed record. Its cells are text, as in a delivered file; unknown ones are empty.

    `start` and `end` are the place of the phrase in the article's text, `sentence` is the text
    around it and `sentence_start` its place. `confidence` is the share of figures with these rules
    that were right in the corpus, `cells` the same for single columns, and `reasons` says of empty
    required cells why they are empty.
    """

    record: dict[str, str]
    start: int
    end: int
    sentence: str
    sentence_start: int
    rules: tuple[str, ...]
    counts: str  # the measure, also one that a record can't have, such as vehicles_seized
    confidence: float = 0.5
    cells: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
