"""Pages and texts: what is taken from them, and what is refused with one sentence."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.articles.pages.article import Given
from ingest.articles.pages.language import language_of
from ingest.articles.pages.page import read_page
from ingest.errors import RefusedError

BODY = (
    "Police in Cambodia have arrested 312 people in a raid on a scam centre, and they held them. "
)
PAGE = f"""<!doctype html><html lang="en"><head><title>312 held | Example Times</title>
<meta property="og:title" content="312 held in raid">
<meta property="og:site_name" content="Example Times">
<meta property="article:published_time" content="2026-03-13T08:00:00Z">
<link rel="canonical" href="https://example.org/raid"></head>
<body><nav><a href="/a">Home</a><a href="/b">Sport</a></nav>
<article><h1>312 held in raid</h1>{"".join(f"<p>{BODY}</p>" for _ in range(4))}</article>
<footer>Also read: 99 dead in flood</footer></body></html>"""


def test_a_page_gives_its_text_and_its_metadata() -> None:
    article = read_page(PAGE.encode(), Given())
    assert (article.title, article.publisher) == ("312 held in raid", "Example Times")
    assert (article.url, article.published_on) == ("https://example.org/raid", date(2026, 3, 13))
    assert article.language == "en"
    assert "312 people" in article.text
    assert "99 dead" not in article.body


def test_what_a_person_says_takes_precedence() -> None:
    given = Given("https://example.org/x", "Other", date(2026, 3, 14), "en")
    article = read_page(PAGE.encode(), given)
    assert (article.publisher, article.published_on) == ("Other", date(2026, 3, 14))


def test_the_body_keeps_every_place_of_the_text() -> None:
    text = f"Raid\n\n{BODY}\n\nALSO READ\nTen die in flood\n\n{BODY}\n"
    article = read_page(text.encode(), Given())
    assert len(article.body) == len(article.text)
    assert "Ten die" not in article.body
    assert article.body.count("312 people") == 1  # the repeated line is blank


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "has no text"),
        (b"   \n ", "has no text"),
        (b"x" * 10_000_000, "has 10,000,000 bytes"),
        (b"<html><body></body></html>", "has no text"),
        (b"<html>" + b"<div>" * 50_000 + b"\0<script>", "text"),
        (bytes(range(256)) * 40, "text"),
        (b"Breaking news about raids. Subscribe to continue reading this article today.", "login"),
        ("Полиция Камбоджи задержала 312 человек в ходе рейда на колл-центр.".encode(), "lexicon"),
    ],
    ids=["empty", "blank", "large", "page", "hostile", "binary", "wall", "language"],
)
def test_bad_input_is_refused_with_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words) as found:
        read_page(content, Given())
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Police said that the men were arrested in the city on Monday and held for days.", "en"),
        (
            "Polisi menangkap orang yang bekerja di pusat penipuan dan akan memulangkan mereka.",
            "id",
        ),
        ("Công an cho biết các đối tượng đã bị bắt tại khách sạn và được trao trả.", "vi"),
        ("警方昨日在酒店抓获多名嫌疑人。", "zh"),
        ("경찰은 조직원을 체포했다고 밝혔다.", "ko"),
        ("ตำรวจจับกุมผู้ต้องหาแก๊งคอลเซ็นเตอร์", "th"),
    ],
)
def test_the_language_is_told_without_a_model(text: str, language: str) -> None:
    assert language_of(text) == language
