"""What the words beside a verb and a count say: who does it, to whom, and whether at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.articles.words.lexicon import endings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.words.figure import Figure
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

NEAR_START = 20  # characters from the start of a text


def is_pronoun(gap: str, pronouns: Sequence[str], scanned: Scanned) -> bool:
    """Return whether a gap is "who", or "who had" with a list of such words."""
    words = gap.split()
    small = (*scanned.lexicon.data.get("auxiliaries", ()), *pronouns)
    return gap in pronouns or (
        bool(words) and words[0] in pronouns and all(word in small for word in words)
    )


def has_number(start: int, end: int, scanned: Scanned) -> bool:
    """Return whether a number begins in a stretch of the text."""
    return any(start <= number.start < end for number in scanned.numbers)


def is_relative(verb: Mark, last: Figure, scanned: Scanned) -> bool:
    """Return whether a verb follows "who" after an enumeration."""
    said = scanned.low[last.reach : verb.start].replace(",", " ").split()
    return bool(said) and said[-1] in scanned.lexicon.data.get("relatives", ())


def has_as_object(verb: Mark, figure: Figure, scanned: Scanned) -> bool:
    """Return whether at most an article stands between an active verb and a figure."""
    gap = scanned.low[verb.end : figure.start].split()
    small = (*scanned.lexicon.data.get("definite", ()), "remaining", "last", "first")
    return verb.kind in ("verb_active", "verb_either") and all(word in small for word in gap)


def is_negated(mark: Mark, scanned: Scanned) -> bool:
    """Return whether nothing was done: "no arrests were made"."""
    words = endings(scanned.lexicon.language, "negations")
    is_first = mark.start < NEAR_START and f" {scanned.low[: mark.start]}".endswith(words)
    return is_first or scanned.low.endswith(words, 0, mark.start)


def is_noun(mark: Mark, scanned: Scanned) -> bool:
    """Return whether an article makes a verb's form a noun: "three days in a shelter"."""
    words = endings(scanned.lexicon.language, "articles")
    is_word = mark.kind == "verb_passive" and " " not in scanned.low[mark.start : mark.end]
    terms = endings(scanned.lexicon.language, "term_words")  # "12 years in prison"
    is_place = scanned.low.startswith(("in ", "behind "), mark.start)
    if is_place and terms and scanned.low.endswith(terms, 0, mark.start):
        return True
    return is_word and bool(words) and scanned.low.endswith(words, 0, mark.start)


def has_subject(
    gap: tuple[int, int], own: list[Figure], found: list[Figure], scanned: Scanned
) -> bool:
    """Return whether other people stand between: "3,400 worked there and that eight died"."""
    words = endings(scanned.lexicon.language, "new_clauses")
    return bool(words) and any(
        gap[0] <= other.start < gap[1] and scanned.low.endswith(words, 0, other.start)
        for other in found
        if other not in own and other.thing in ("person", "")
    )


def is_object(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a preposition makes a figure no subject: "accounts for 64 mules"."""
    words = endings(scanned.lexicon.language, "prepositions")
    return scanned.low.endswith(words, 0, figure.start)
