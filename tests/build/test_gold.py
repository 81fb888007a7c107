"""The published numbers compared with those of a researcher, who read the reports."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from scripts import gold


@pytest.fixture(scope="module")
def built_project(shipped_project: Path) -> Path:
    """Return the project whose answers are golden: that of the records that ship."""
    return shipped_project


@pytest.fixture
def found(live: duckdb.DuckDBPyConnection) -> list[gold.Answer]:
    return gold.answers(live)


def test_nine_in_ten_lie_within_what_the_researcher_allows(found: list[gold.Answer]) -> None:
    assert len(found) == 49
    outside = [answer for answer in found if not answer.is_within]
    assert len(outside) <= (1 - gold.MIN_WITHIN) * len(found), outside


def test_three_in_five_equal_the_best_answer(found: list[gold.Answer]) -> None:
    assert sum(answer.is_equal for answer in found) >= gold.MIN_EQUAL * len(found)


def test_every_other_number_has_a_reason_of_its_own(found: list[gold.Answer]) -> None:
    """A reason is about one number: where that changes, a person looks again."""
    other = {answer.question_id: answer.published for answer in found if not answer.is_equal}
    assert {name: published for name, (published, _) in gold.reasons().items()} == other
    assert all(reason.endswith(".") for _, reason in gold.reasons().values())


def test_the_page_and_readme_show_what_the_live_file_gives(found: list[gold.Answer]) -> None:
    assert gold.PAGE.read_text(encoding="utf-8") == gold.page(found), "run `make gold`"
    readme = gold.README.read_text(encoding="utf-8")
    assert gold.in_readme(readme) == gold.shares(found), "run `make gold`"
