"""From an article to proposals: `read_article` is the whole flow in one place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ingest.articles.counts.counted import NOUNS
from ingest.articles.counts.figures import figures
from ingest.articles.events.event_kind import event_kinds
from ingest.articles.events.where import Scene
from ingest.articles.measures.measures import chain, link
from ingest.articles.measures.verbs import NO_ACTS
from ingest.articles.records import propose
from ingest.articles.totals.counts_as import stand
from ingest.articles.totals.repetitions import once
from ingest.articles.totals.sole_nation import share_bracketed, share_nation, share_predicate
from ingest.articles.words.figure import Figure
from ingest.articles.words.lexicon import lexicon
from ingest.articles.words.scanned import Scanned, scan

# What happens to people without an act of enforcement.
HINTS = ("phone", "computer", "device", "sim_card")
PASSIVE_FATES = (
    *NO_ACTS,
    "paid",
    "persons_killed",
    "persons_injured",
    "persons_present",
    "compounds_identified",
)

if TYPE_CHECKING:
    from ingest.articles.pages.article import Article
    from ingest.articles.proposal import Proposal
    from ingest.articles.words.gazetteer import Gazetteer
    from ingest.articles.words.lexicon import Lexicon


def read_article(article: Article, gazetteer: Gazetteer) -> list[Proposal]:
    """Return a proposal for every figure that an article states, in the order of the text.

    Raises RefusedError if there is no lexicon for its language.
    """
    words = lexicon(article.language)
    scanned, found = read_figures(article.body, words, article.published_on)
    if not found:
        return []
    scene = Scene(scanned, gazetteer)
    kinds = event_kinds(found, scanned)
    return [
        propose(figure, kind, scanned, scene, article)
        for figure, kind in zip(found, kinds, strict=True)
    ]


def read_figures(text: str, words: Lexicon, published: date | None) -> tuple[Scanned, list[Figure]]:
    """Return what was found in a text, and the figures that it states, each once.

    A text about something else states none.
    """
    scanned = scan(text, words, published)
    if not _is_relevant(scanned):
        return scanned, []
    found = figures(scanned)
    chain(found, scanned)
    link(found, scanned)
    kept = stand(found, scanned)
    share_bracketed(kept, scanned)
    share_predicate(kept, scanned)
    share_nation(kept, words.data.get("own_nouns", ()))
    return scanned, once(kept, scanned)


def _is_relevant(scanned: Scanned) -> bool:
    """Return whether a text speaks of scams, or at least of nothing else.

    Without a word of `topics`, words of `other_topics` must be fewer than those of `weak_topics`.
    """
    end, low = len(scanned.text), scanned.low
    if scanned.within(0, end, "topics"):
        return _has_act(scanned)
    weak = {low[mark.start : mark.end] for mark in scanned.within(0, end, "weak_topics")}
    other = {
        low[mark.start : mark.end] for mark in scanned.within(0, end, "other_topics", "other_texts")
    }
    needs_word = scanned.lexicon.data.get("needs_topic", False)
    is_about = len(weak) > len(other) or not (other or (needs_word and not _has_hint(scanned)))
    return _has_act(scanned) and is_about


def _has_hint(scanned: Scanned) -> bool:
    """Return whether a text speaks of losses, computers or SIM cards, which scams leave behind."""
    return bool(scanned.lexicon.data.get("serial_verbs")) and any(
        (mark.kind.startswith("verb_") and mark.value == "lost")
        or (mark.kind == "noun" and mark.value in HINTS)
        for mark in scanned.marks
    )


def _has_act(scanned: Scanned) -> bool:
    """Return whether somebody acts: victims who lost money aren't an event by themselves."""
    serial = bool(scanned.lexicon.data.get("serial_verbs"))
    hints = serial and bool(scanned.within(0, len(scanned.text), "weak_topics"))
    if hints and any(mark.value == "persons_present" for mark in scanned.marks):
        return True  # "75 citizens are still trapped in Myawaddy"
    return any(
        (mark.kind.startswith("verb_") and mark.value not in PASSIVE_FATES)
        or (serial and mark.kind == "split_tail" and "nothing" not in mark.value)
        for mark in scanned.marks
    ) or any(mark.kind == "noun" and mark.value in NOUNS for mark in scanned.marks)
