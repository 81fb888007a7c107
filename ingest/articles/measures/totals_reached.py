"""Find a figure that a total has reached: "bringing the total to 418"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

YEARS = (1990, 2100)
NEAR_TOTAL = 110  # characters from "bringing the total" to the figure


def reaches_total(figure: Figure, scanned: Scanned) -> bool:
    """Return whether words such as "bringing the total to" stand before a figure."""
    span = scanned.sentences[figure.sentence]
    for mark in scanned.within(
        max(span.start, figure.start - NEAR_TOTAL), figure.start, "running_to"
    ):
        gap = scanned.low[mark.end : figure.start]
        reaching = scanned.lexicon.data.get("reaching", ())
        if not gap.strip() and scanned.low[mark.start : mark.end] in reaching:
            return True
        words = "|".join(re.escape(str(w)) for w in scanned.lexicon.data.get("to_words", ()))
        if (re.search(rf"(?:^|\W)(?:{words})\W*$", gap)) and (
            not any(
                mark.end <= n.start < figure.start and not YEARS[0] <= n.value <= YEARS[1]
                for n in scanned.numbers
            )
        ):
            return True
    return False
