"""Find the words of a lexicon in a text: each find is a mark with its place and its meaning.

One automaton per language finds all phrases in one pass. Of marks that overlap, the longest one
stays; phrases with several meanings give several marks on one place.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

TRADITIONAL = Path(__file__).resolve().parents[1] / "lexicons" / "traditional.txt"
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "“": '"', "”": '"'}
)


class Mark(NamedTuple):
    """A stretch of the text, and one meaning of it: a kind, and a value of that kind."""

    start: int
    end: int
    kind: str
    value: str


class Meaning(NamedTuple):
    """What a phrase of a lexicon says."""

    kind: str
    value: str


def comparable(text: str) -> str:
    """Return the text in small letters, with plain quotes and blanks, each in its place."""
    if text.isascii():
        return text.lower()
    lowered = (x if len(x := char.lower()) == 1 else char for char in text)
    return "".join(lowered).translate(_same_characters())


@cache
def _same_characters() -> dict[int, str]:
    """Return what is read alike: quotes, blanks, and traditional for simplified characters."""
    traditional, simplified = TRADITIONAL.read_text(encoding="utf-8").split()
    same = {ord(one): other for one, other in zip(traditional, simplified, strict=True)}
    return _SAME | same


class Finder:
    """Finds phrases in texts."""

    def __init__(self, phrases: Mapping[str, Iterable[Meaning]]) -> None:
        from ahocorasick_rs import AhoCorasick

        self._meanings: dict[str, list[Meaning]] = defaultdict(list)
        for phrase, meanings in phrases.items():
            key = comparable(phrase)
            self._meanings[key] += [m for m in meanings if m not in self._meanings[key]]
        self._keys = list(self._meanings)
        self._automaton = AhoCorasick(self._keys)

    def find(self, text: str) -> list[Mark]:
        """Return the marks of a comparable text in their order."""
        found = []
        for at, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if _is_whole(text, start, end):
                found.append((start, end, at))
        found.sort(key=lambda match: (match[0] - match[1], match[0]))  # the longest first
        taken = bytearray(len(text))
        kept: list[tuple[int, int, int]] = []
        for start, end, at in found:
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                kept.append((start, end, at))
        kept.sort()
        return [
            Mark(start, end, *meaning)
            for start, end, at in kept
            for meaning in self._meanings[self._keys[at]]
        ]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a find is no part of a longer word, in scripts that have blanks."""
    before = start > 0 and _joins(text[start - 1], text[start])
    after = end < len(text) and _joins(text[end - 1], text[end])
    return not before and not after


def _joins(left: str, right: str) -> bool:
    """Return whether two neighbouring characters belong to one word."""
    return is_spaced(left) and is_spaced(right)


def is_spaced(char: str) -> bool:
    """Return whether a character is a letter of a script that puts blanks between words."""
    if char.isascii():
        return char.isalpha()
    if not char.isalpha():
        return unicodedata.category(char) == "Mn" and not "\u0e00" <= char <= "\u0eff"
    return not ("\u0e00" <= char <= "\u0eff" or "\u1100" <= char <= "\u11ff" or char >= "\u2e80")
