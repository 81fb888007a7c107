"""A whole article: every figure is proposed as coded, and nothing else."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from support import ROOT

from ingest.articles.pages.article import Article
from ingest.articles.pages.page import read_page
from ingest.articles.proposal import Proposal
from ingest.articles.reader import read_article
from ingest.articles.words.gazetteer import Gazetteer

from .conftest import GIVEN

COLUMNS = ("measure", "value", "unit", "qualifier", "nationality", "counts_as")
CODED = ROOT / "ingest" / "records" / "jacaranda_fm_afp_2025_07_17.csv"


def coded() -> list[tuple[str, ...]]:
    with CODED.open(encoding="utf-8", newline="") as stream:
        return sorted(tuple(row[name] for name in COLUMNS) for row in csv.DictReader(stream))


def cells(proposals: list[Proposal]) -> list[tuple[str, ...]]:
    return sorted(tuple(p.record[name] for name in COLUMNS) for p in proposals)


def test_a_paraphrase_gives_the_coded_records_and_nothing_else(
    article: Article, gazetteer: Gazetteer
) -> None:
    assert cells(read_article(article, gazetteer)) == coded()


def test_the_article_itself_gives_the_coded_records_and_nothing_else(gazetteer: Gazetteer) -> None:
    """The text belongs to its publisher, so that the test runs only where somebody has it."""
    path = os.environ.get("RAIDBOOK_SEED_ARTICLE")
    if not path:
        pytest.skip("RAIDBOOK_SEED_ARTICLE names no text")
    found = read_page(Path(path).read_bytes(), GIVEN)
    assert cells(read_article(found, gazetteer)) == coded()


def test_each_proposal_has_its_place_in_the_text(article: Article, gazetteer: Gazetteer) -> None:
    proposals = read_article(article, gazetteer)
    for proposal in proposals:
        assert article.text[proposal.start : proposal.end] == proposal.record["phrase"]
        end = proposal.sentence_start + len(proposal.sentence)
        assert article.text[proposal.sentence_start : end] == proposal.sentence
        assert proposal.sentence_start <= proposal.start < proposal.end <= end
        assert proposal.rules
    assert proposals == read_article(article, gazetteer)


def test_dates_and_places_are_those_of_the_article(article: Article, gazetteer: Gazetteer) -> None:
    by_phrase = {p.record["phrase"]: p.record for p in read_article(article, gazetteer)}
    thais = by_phrase["119 Thais"]
    assert (thais["event_kind"], thais["country"]) == ("deportation", "KH")
    assert (thais["event_start"], thais["event_end"]) == ("2025-03-01", "2025-03-31")
    assert thais["date_precision"] == "month"
    suspects = by_phrase["just over 1,000 suspects"]
    assert (suspects["event_start"], suspects["event_end"]) == ("2025-07-14", "2025-07-16")
    assert suspects["city"] == "Phnom Penh; Poipet; Sihanoukville"
    assert by_phrase["at least 53 scam compounds"]["event_kind"] == "estimate"
    assert {record["credited_to"] for record in by_phrase.values()} == {"AFP"}


def test_without_a_day_of_publication_the_days_stay_empty_with_a_reason(
    article: Article, gazetteer: Gazetteer
) -> None:
    from dataclasses import replace

    for proposal in read_article(replace(article, published_on=None), gazetteer):
        assert proposal.record["event_start"] == ""
        assert proposal.reasons["event_start"] == "the day of publication is not known"
