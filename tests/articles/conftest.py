"""What tests of the reader share: the index of places, and an article with known records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support import ROOT

from ingest.articles.pages.article import Article, Given
from ingest.articles.pages.page import read_page
from ingest.articles.words.gazetteer import Gazetteer
from ingest.articles.words.place_index import place_index
from raidbook.settings import Settings, settings

ARTICLE = Path(__file__).with_name("directive_raids.txt")
GIVEN = Given("https://example.org/raids", "Jacaranda FM", date(2025, 7, 17), "")


@pytest.fixture(scope="session")
def gazetteer(reference_cache: Path) -> Gazetteer:
    return Gazetteer(place_index(reference_cache, ROOT / "seeds"))


@pytest.fixture(scope="session")
def article() -> Article:
    return read_page(ARTICLE.read_bytes(), GIVEN)


@pytest.fixture
def here(tmp_path: Path, reference_cache: Path) -> Settings:
    """Return settings with an empty var, in which nothing is live, and the reference data."""
    var = tmp_path / "var"
    var.mkdir()
    (var / "cache").symlink_to(reference_cache)
    return replace(settings(), var=var, called_from=tmp_path)
