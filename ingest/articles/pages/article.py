"""The article: its text, and what its page says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Article:
    """The text of an article, and its report. Empty texts, and None, are what nobody knows.

    `text` is the text that spans count in. `body` has the same length: menus, captions, repeated
    titles and the like are blank there.
    """

    text: str
    body: str
    language: str
    title: str = ""
    published_on: date | None = None
    publisher: str = ""
    url: str = ""
    credited_to: str = ""


@dataclass(frozen=True)
class Given:
    """What a person says of an article; it takes precedence over what the page says."""

    url: str = ""
    publisher: str = ""
    published_on: date | None = None
    language: str = ""
