"""Who gave a figure, and which organisations took part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.words.gazetteer import organisation_names

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

MAX_NAME = 70  # characters of a speaker
ENFORCERS = ("police", "immigration", "military", "prosecutor_or_court", "investigation_agency")
_ARTICLE = re.compile(r"^(?:the|a|an|but|and|however)\s+", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:he|she|they|it|who|which|that|this|we|i|there)\b", re.IGNORECASE)


def speaker(figure: Figure, scanned: Scanned) -> str:
    """Return who gave a figure, in the text's words, or an empty text.

    Where its own sentence names nobody, the next one counts, and then the one before.
    """
    for number in (figure.sentence, figure.sentence + 1, figure.sentence - 1):
        if 0 <= number < len(scanned.sentences):
            name = _speaker_of(number, scanned)
            if name:
                return name
    return ""


def _speaker_of(number: int, scanned: Scanned) -> str:
    span = scanned.sentences[number]
    for mark in scanned.within(span.start, span.end, "claim_after"):
        words = scanned.text[mark.end : span.end]
        name = re.split(r"[,.;:，。]", words, maxsplit=1)[0].strip()
        if 0 < len(name) <= MAX_NAME:
            return _ARTICLE.sub("", name)
    for mark in scanned.within(span.start, span.end, "claim_before"):
        words = scanned.text[span.start : mark.start]
        pieces = [piece for piece in re.split(r"[,;:，。”\"]", words) if piece.strip()]
        name = pieces[-1].strip() if pieces else ""
        if len(pieces) > 1 and len(name.split()) > 2 and re.match(r"(?:a|an|the) ", name):
            title = pieces[-2].strip()  # "Mao Sokha, a spokesman for the police, said"
            name = title if title[:1].isupper() and len(title.split()) <= 4 else name
        name = _ARTICLE.sub("", name)
        if 0 < len(name) <= MAX_NAME and not _PRONOUN.match(name):
            return name
    return ""


def organisations(figure: Figure, scanned: Scanned) -> str:
    """Return the organisations of the sentences around a figure as `role:Name; ...`."""
    first = scanned.sentences[max(0, figure.sentence - 1)].start
    text = scanned.text[first : scanned.sentences[figure.sentence].end]
    found = {}
    for name, kind in organisation_names().items():
        if name in text:
            found[name] = "enforcer" if kind in ENFORCERS else "mentioned"
    names = [n for n in found if not any(n != other and n in other for other in found)]
    return "; ".join(f"{found[name]}:{name}" for name in sorted(names, key=text.index))
