"""The event of a figure: its kind, its city, its days and who reported it."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.articles.pages.article import Article
from ingest.articles.reader import read_article
from ingest.articles.words.gazetteer import Gazetteer

DAY = date(2025, 7, 17)  # a Thursday


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        (
            "Police raided a scam hub in Poipet and held 40 people. Ten were charged. "
            "Victims lost $2 million.",
            "event_kind",
            ["raid", "charge", "raid"],
        ),
        (
            "Thirty Kenyans were flown home from a scam hub in Myanmar; 12 are still waiting.",
            "event_kind",
            ["repatriation", "release"],
        ),
        (
            "MANILA, July 17 - Police arrested 84 scammers in a raid on Tuesday, officials said.",
            "event_start",
            ["2025-07-15"],
        ),
        (
            "The agency said on Tuesday it had busted a scam hub in Noida. It arrested six people.",
            "event_start",
            ["2025-07-15"],
        ),
        (
            "Police arrested 1,860 scammers in an operation from April to June.",
            "event_end",
            ["2025-06-30"],
        ),
        (
            "Police arrested 1,860 scammers in an operation from April to June.",
            "event_kind",
            ["campaign"],
        ),
        (
            "Police held 29 scammers at a villa in Pattaya.",
            "event_kind",
            ["raid"],
        ),
        (
            "Police raided a scam hub in Poipet on Monday. Ten suspects have been charged.",
            "event_start",
            ["2025-07-17"],
        ),
        (
            "Colonel Victoria Reyes said police raided a scam hub in Pasay City and held 40.",
            "city",
            ["Pasay City"],
        ),
        (
            "Jakarta police arrested 46 scammers in South Jakarta.",
            "city",
            ["South Jakarta"],
        ),
        (
            "Indonesia flew 92 Indonesians from scam hubs in Myawaddy to Jakarta.",
            "country",
            ["MM"],
        ),
        (
            "Police arrested 129 scammers. They will appear in court on Saturday.",
            "event_start",
            ["2025-07-17"],
        ),
        (
            "Police said on Wednesday that they had arrested 12 scammers the day before.",
            "event_start",
            ["2025-07-15"],
        ),
        (
            "Eighty scammers were arrested at the weekend.",
            "event_end",
            ["2025-07-13"],
        ),
        (
            "Lao police arrested 12 scammers. Ten were charged, the ministry said.",
            "claimed_by",
            ["ministry", "ministry"],
        ),
    ],
)
def test_an_event_has_what_the_sentences_say(
    text: str, column: str, values: list[str], gazetteer: Gazetteer
) -> None:
    article = Article(text=text, body=text, language="en", published_on=DAY)
    assert [p.record[column] for p in read_article(article, gazetteer)] == values
