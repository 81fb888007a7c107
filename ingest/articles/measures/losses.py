"""What victims lost: money taken from people, or that a fraud cost them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.articles.counts.counted import SEIZED

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

NEAR_COST = 90  # characters from "cost" to the amount: "cost 208 victims, in 20 countries, $2m"
NEAR_VICTIMS = 30  # characters from "from" to the victims


def take_from_victims(found: list[Figure], scanned: Scanned) -> None:
    """Let money taken "from 3,300 victims" be their loss, and the victims no count."""
    nouns = scanned.lexicon.data.get("victim_nouns", ())
    takes = scanned.lexicon.data.get("taken_words", ())
    for money, people in pairwise(found):
        gap = scanned.low[money.end : people.start].strip()
        is_from = gap in ("from", "of", *takes)
        is_victim = people.noun in nouns or (bool(nouns) and not people.noun and people.nation)
        is_victim = is_victim or (bool(nouns) and money.measure == "losses")
        if money.unit and is_from and is_victim and not people.has_link:
            people.measure = ""
            people.rules.append("nothing")
            if money.measure or gap in takes:
                money.measure = "losses"
    worth = scanned.lexicon.data.get("worth_words", ())
    for last, money in pairwise(found):
        gap = scanned.low[last.end : money.start].strip()
        if money.unit and last.thing in SEIZED and gap in worth:
            money.measure = ""
            money.rules.append("nothing")  # "seven cars worth 30 million baht"
    for money in found:
        if money.unit and (_costs_people(money, scanned) or _is_of_victims(money, scanned)):
            money.measure = "losses"
            money.rules.append("cost_of_victims")


def _costs_people(money: Figure, scanned: Scanned) -> bool:
    """Return whether a fraud cost people an amount: "cost a widow her savings of $187,000"."""
    words = "|".join(map(re.escape, scanned.lexicon.data.get("cost_words", ())))
    start = scanned.sentences[money.sentence].start
    before = scanned.low[max(start, money.start - NEAR_COST) : money.start]
    found = re.search(rf"\b(?:{words})\b(?!.*\b(?:{words})\b)", before) if words else None
    if found is None or re.search(r"[;:]", before[found.end() :]):
        return False
    at = money.start - len(before) + found.end()
    victims = scanned.lexicon.data.get("lost_by", ())
    nouns = [m for m in scanned.within(at, money.start, "noun") if m.value.startswith("person")]
    named = any(re.search(rf"\b{re.escape(word)}\b", before[found.end() :]) for word in victims)
    return named or bool(nouns)


def _is_of_victims(money: Figure, scanned: Scanned) -> bool:
    """Return whether money was taken from victims without a number: "from elderly savers"."""
    words = "|".join(map(re.escape, scanned.lexicon.data.get("lost_by", ())))
    near = scanned.low[money.end :][:NEAR_VICTIMS]
    is_taken = bool(money.measure) and "nothing" not in money.rules
    return (
        is_taken
        and bool(words)
        and bool(re.match(rf" from (?!each\b)[^,.;]*?\b(?:{words})\b", near))
    )
