"""Cut a text into sentences, each with its place in the text."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

# sentencex takes these for the end of a sentence
_NO_END = re.compile(
    r"(?:\b(?:no|rs|gen|col|lt|sgt|maj|capt|supt|insp|brig|pol|dr|mr|mrs|ms|st|sen|rep|gov|a\.m|p\.m|"
    r"u\.s|u\.n|vs|approx|tp|kec|kab|jl|bp|irjen|kombes|akbp|brigjen)\.)$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[。！？；]+[”」』\"]*")


class Span(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int


def sentences(text: str, language: str) -> list[Span]:
    """Return the sentences of a text in their order. A line break ends a sentence."""
    found: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        pieces = _by_marks(line[0]) if language in ("zh", "ja") else _by_library(line[0], language)
        at = line.start()
        for piece in pieces:
            start = text.index(piece, at)
            at = start + len(piece)
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                found.append(Span(start + lead, start + len(piece.rstrip())))
    return found


def _by_library(line: str, language: str) -> list[str]:
    from sentencex import segment

    pieces: list[str] = []
    for piece in segment("en" if language in ("id", "ms", "vi", "tl") else language, line):
        if pieces and _NO_END.search(pieces[-1].rstrip()) and not _begins_anew(pieces[-1], piece):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _begins_anew(before: str, piece: str) -> bool:
    """Return whether "9 p.m." ends its sentence: the next one begins with a capital letter."""
    ends_time = re.search(r"[ap]\.m\.\s*$", before, re.IGNORECASE)
    return bool(ends_time) and piece.lstrip()[:1].isupper()


def _by_marks(line: str) -> list[str]:
    ends = [match.end() for match in _ENDS.finditer(line)]
    cuts = [0, *ends, len(line)]
    return [line[a:b] for a, b in itertools.pairwise(cuts) if line[a:b]]
