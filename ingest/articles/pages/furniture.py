"""Blank everything that isn't part of an article: menus, "also read", captions, a repeated title.

The text keeps its length, so that every place stays the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.articles.words.lexicon import Lexicon

MAX_WORDS = 5  # of a line without an end, which is a caption or a menu
MAX_LINK = 14  # words of a line below "also read"
_ENDS = re.compile(r"[.!?。！？:：”\"'’)）]\s*$")


def without_furniture(text: str, words: Lexicon) -> str:
    """Return the text with furniture replaced by blanks."""
    kept: list[str] = []
    seen: set[str] = set()
    is_below_link = False
    phrases = tuple(phrase.lower() for phrase in words.furniture)
    for number, line in enumerate(text.split("\n")):
        plain = line.strip()
        low = plain.lower()
        count = len(plain.split()) if words.has_spaces else len(plain) // 3
        is_whole = bool(_ENDS.search(plain))
        is_furniture = bool(plain) and (
            (low.startswith(phrases) and count <= MAX_LINK)
            or (low in seen and count > 2)
            or (is_below_link and count <= MAX_LINK and not is_whole)
            or (number > 0 and count <= MAX_WORDS and not is_whole and not _is_list_line(plain))
        )
        if plain:
            is_below_link = is_furniture and (is_below_link or low.startswith(phrases))
            seen.add(low)
        kept.append(" " * len(line) if is_furniture else line)
    return "\n".join(kept)


def _is_list_line(line: str) -> bool:
    return bool(re.search(r"\d", line)) or line.startswith(("-", "•", "*"))
