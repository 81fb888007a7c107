"""From the bytes of a page or a text file to an article.

trafilatura finds the text of a page and its metadata. A page without a
text, behind a login, too large or in a language without a lexicon is refused with one sentence.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from ingest.articles.pages.article import Article, Given
from ingest.articles.pages.furniture import without_furniture
from ingest.articles.pages.language import MAX_SAMPLE, language_of
from ingest.articles.words.lexicon import Lexicon, lexicon
from ingest.errors import RefusedError

MAX_BYTES = 5_000_000  # of a page or a text
MIN_TEXT = 40  # characters of a text with anything to find
SHORT_TEXT = 1_500  # characters; in a longer text, words of a login wall are an aside
_TAGS = re.compile(r"<(?:!doctype|html|head|body|div|article|p|meta|script)\b", re.IGNORECASE)
_SIGN = re.compile(r"\b(AFP|Reuters|Xinhua|Associated Press|Bernama|Kyodo|Yonhap|Antara|EFE|DPA)\b")


def read_page(content: bytes, given: Given) -> Article:
    """Return the article in a page or text. Raises RefusedError if there is none."""
    if len(content) > MAX_BYTES:
        raise RefusedError(
            f"has {len(content):,} bytes, but an article has at most {MAX_BYTES:,}. "
            "Save the article alone."
        )
    page = _decoded(content)
    if _TAGS.search(page[:20_000]):
        text, meta = _extracted(page)
    else:
        text, meta = page, {}
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "\0" in text or _share_of_controls(text) > 0.02:
        raise RefusedError("is not text. Save the article as text or HTML.")
    if len(text.strip()) < MIN_TEXT:
        raise RefusedError("has no text of an article. Save the page with its text.")
    language = given.language or language_of(text)
    words = lexicon(language)
    _check_wall(text, words)
    title = str(meta.get("title") or "") or _first_line(text)
    if title and meta and title not in text[: len(title) + 10]:
        text = f"{title}\n\n{text}"
    sign = _SIGN.search(text)
    return Article(
        text=text,
        body=without_furniture(text, words),
        language=language,
        title=title,
        published_on=given.published_on or _day(meta.get("date")),
        publisher=given.publisher or str(meta.get("sitename") or ""),
        url=given.url or str(meta.get("url") or ""),
        credited_to=sign[1] if sign else "",
    )


def _decoded(content: bytes) -> str:
    for encoding in (
        ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    from trafilatura.utils import decode_file

    return str(decode_file(content))


def _extracted(page: str) -> tuple[str, dict[str, Any]]:
    """Return the text and the metadata of a page. Raises RefusedError if it can't be read."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, include_tables=False
        )
    except Exception as error:  # whatever hostile HTML makes the parsers raise
        raise RefusedError(
            f"can't be read as a page ({type(error).__name__}). Save the article as text."
        ) from None
    if found is None:
        raise RefusedError("has no text of an article. Save the page with its text.")
    fields = found if isinstance(found, dict) else found.as_dict()
    return str(fields.get("text") or ""), fields


def _share_of_controls(text: str) -> float:
    sample = text[:MAX_SAMPLE]
    return sum(
        unicodedata.category(c) in ("Cc", "Co", "Cn") and c not in "\n\t" for c in sample
    ) / (len(sample) or 1)


def _check_wall(text: str, words: Lexicon) -> None:
    if len(text) > SHORT_TEXT:
        return
    low = text.lower()
    walls = {*words.login_walls, *lexicon("en").login_walls}
    if any(wall.lower() in low for wall in walls):
        raise RefusedError(
            "is a page that asks for a login or a subscription. Save the article when logged in."
        )


def _first_line(text: str) -> str:
    line = text.strip().split("\n", 1)[0].strip()
    return line if len(line) < 200 and not line.endswith((".", "。")) else ""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
