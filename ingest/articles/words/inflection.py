"""The forms of English verbs and nouns, made from one word each.

A lexicon names a verb once ("round up"), and the reader knows "rounded up", "rounding up" and
"were rounded up". A language whose words don't change has no such lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OBJECTS = ("phone", "computer", "device", "sim_card", "bank_card", "vehicle", "weapon", "other")
PERFECT = ("has", "have", "had")
PASSIVE = ("was", "were", "been", "be", "being", "are", "is", "get", "got")
_DOUBLED = re.compile(r"(?:[^aeiou]*[aeiou][bdgmnprt]|.*(?:[pf]e[lr]|mit))")  # "nab", "expel"


def inflected(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each form that a lexicon's lists of verbs and nouns make: phrase, kind, value."""
    irregular = data.get("irregular_verbs", {})
    for measure, verbs in data.get("families", {}).items():
        for verb in verbs:
            for voice, phrase in voices(verb_forms(verb, irregular)):
                yield phrase, f"verb_{voice}", measure
    for measure, verbs in data.get("families_alone", {}).items():
        for verb in verbs:
            for phrase in done_alone(verb_forms(verb, irregular)):
                yield phrase, "verb_passive", measure
    if data.get("families"):
        for noun, phrases in data["nouns"].items():
            for phrase in phrases if noun in (*OBJECTS, "site") or "person" in noun else ():
                yield singular(phrase), "noun", noun


def around_objects(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the heads and tails of verbs that have their object in between."""
    irregular = data.get("irregular_verbs", {})
    for measure, split in data.get("split_verbs", {}).items():
        for head, tails in split.items():
            for phrase in verb_forms(head, irregular):
                yield phrase, "split_head", head
            for tail in tails:
                yield tail, "split_tail", f"{head} {measure}"


class Forms(NamedTuple):
    """The forms of one verb, each with the words that belong to it: "rounded up"."""

    base: str
    third: str
    ing: str
    past: str
    participle: str


def verb_forms(verb: str, irregular: Mapping[str, Sequence[str]]) -> Forms:
    """Return the forms of a verb, whose first word changes."""
    head, _, rest = verb.partition(" ")
    stem = head + head[-1] if _DOUBLED.fullmatch(head) else head
    soft = head.removesuffix("e")
    third = head + ("es" if re.search(r"(?:s|sh|ch|x|z)$", head) else "s")
    past = soft + "ed" if head.endswith("e") else stem + "ed"
    if re.search(r"[^aeiou]y$", head):
        third, past = head[:-1] + "ies", head[:-1] + "ied"
    ing = (soft if head.endswith("e") and not head.endswith("ee") else stem) + "ing"
    forms = (head, third, ing, *(irregular.get(head) or (past, past)))
    return Forms(*(f"{form} {rest}".rstrip() for form in forms))


def voices(forms: Forms) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb that takes an object, each with its voice in the lexicon."""
    yield "active", forms.base
    yield "active", forms.third
    yield "active", forms.ing
    for auxiliary in PERFECT:
        yield "active", f"{auxiliary} {forms.participle}"
    for auxiliary in PASSIVE:
        yield "passive", f"{auxiliary} {forms.participle}"
    yield ("either" if forms.past == forms.participle else "active"), forms.past
    if forms.past != forms.participle:
        yield "either", forms.participle


def done_alone(forms: Forms) -> Iterator[str]:
    """Yield the forms of a verb without an object: its count stands before it ("12 escaped")."""
    yield from forms
    for auxiliary in PERFECT:
        yield f"{auxiliary} {forms.participle}"


def singular(noun: str) -> str:
    """Return the singular of a plural noun, or the noun itself."""
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if re.search(r"(?:ss|sh|ch|x)es$", noun):
        return noun[:-2]
    return noun[:-1] if re.search(r"[^sui]s$", noun) else noun
