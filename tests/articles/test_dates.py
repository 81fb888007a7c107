"""Dates are resolved against the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.articles.words.dates import dates
from ingest.articles.words.lexicon import lexicon
from ingest.articles.words.marks import comparable

DAY = date(2025, 7, 17)  # a Thursday


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("en", "on Wednesday", "2025-07-16", "2025-07-16"),
        ("en", "on Monday and Tuesday", "2025-07-14", "2025-07-15"),
        ("en", "in March", "2025-03-01", "2025-03-31"),
        ("en", "in November", "2024-11-01", "2024-11-30"),
        ("en", "on 3 June 2024", "2024-06-03", "2024-06-03"),
        ("en", "between 3 and 14 June", "2025-06-03", "2025-06-14"),
        ("en", "since 27 June", "2025-06-27", "2025-07-17"),
        ("en", "over three days", "2025-07-15", "2025-07-17"),
        ("en", "last week", "2025-07-07", "2025-07-13"),
        ("en", "next Monday", "2025-07-21", "2025-07-21"),
        ("id", "pada Selasa (15/7)", "2025-07-15", "2025-07-15"),
        ("vi", "ngày 12/6", "2025-06-12", "2025-06-12"),
        ("zh", "3月5日", "2025-03-05", "2025-03-05"),
        ("zh", "警方12日突袭", "2025-07-12", "2025-07-12"),
    ],
)
def test_a_date_is_resolved(language: str, text: str, first: str, last: str) -> None:
    found = dates(comparable(text), lexicon(language), DAY)
    assert (first, last) in [(m.first.isoformat(), m.last.isoformat()) for m in found]


def test_without_a_day_of_publication_only_full_dates_are_resolved() -> None:
    words = lexicon("en")
    assert dates("on wednesday and in march", words, None) == []
    assert [m.first for m in dates("on 3 june 2024", words, None)] == [date(2024, 6, 3)]
