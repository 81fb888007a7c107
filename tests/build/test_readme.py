"""The answers in README and docs/history.md are those of the shipped project."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from support import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
HISTORY = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built_project(shipped_project: Path) -> Path:
    """Return the project whose answers are golden: that of the records that ship."""
    return shipped_project


def _shown(text: str) -> list[tuple[str, ...]]:
    """Return the rows of the first answer in a text, without names, types and frames."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    lines = next(block for language, block in fences if not language).splitlines()
    framed = [line.replace("│", " ") for line in lines if line.startswith("│")]
    return [tuple(line.split()) for line in framed[2:] or lines[1:]]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (README, re.search(r'raidbook sql "(select.*?)"', README, flags=re.DOTALL).group(1)),
        (HISTORY, re.search(r"```sql\n(.*?)```", HISTORY, flags=re.DOTALL).group(1)),
    ],
    ids=["README", "history"],
)
def test_answers_that_are_shown(live: duckdb.DuckDBPyConnection, text: str, query: str) -> None:
    found = [tuple(str(value) for value in row) for row in live.execute(query).fetchall()]
    assert found == _shown(text)


UNDECIDED = "from quality.warnings where warning in ('siblings_may_overlap', 'sequel_may_overlap')"
CRACKDOWN = "where root_event_id = 'kh-2025-06-27-crackdown'"
# What the two say, with a gap for each figure, and the query that fills the gaps.
SAID = {
    "{} figures from {} reports of {} outlets in {} languages ({} of the reports are in": """
        select
            (select count(*) from marts.fct_reported_figures),
            count(*),
            count(distinct publisher),
            count(distinct language),
            count_if(language = 'en')
        from marts.dim_report
    """,
    "The figures cover {} events in {} countries and territories.": """
        select
            (select count(*) from marts.dim_event),
            count(distinct stated_country_code) filter (stated_country_code <> 'ZZ')
        from marts.fct_reported_figures
    """,
    "The newest report was published on {}.": "select max(published_on) from marts.dim_report",
    "{} pairs of events may count the same people: at most {} persons, {} of them in one pair.": (
        f"select count(*), sum(persons_at_stake), max(persons_at_stake) {UNDECIDED}"
    ),
    "lists the {} decided overlaps": "select count(*) from reference.event_overlap",
    "For {} of them, nobody is left to count elsewhere": """
        select
            (select count(*) from reference.event_overlap)
            - (select count(*) from marts.bridge_event_overlap)
    """,
    "Because of the others, {} arrests are counted elsewhere": (
        "select sum(persons_counted_elsewhere) from marts.fct_arrests"
    ),
    "{} of the {} persons in custody come from one running total on northern Myanmar": """
        select
            sum(facts.persons) filter (root_event_id = 'mm-2023-07-01-northern-myanmar-handovers'),
            sum(facts.persons)
        from marts.fct_arrests as facts inner join marts.dim_event using (event_id)
    """,
    'For {} persons in custody, reports say only "foreign". For {}, they say nothing.': """
        select
            sum(persons) filter (nationality_code = 'foreign'),
            sum(persons) filter (nationality_code = 'unknown')
        from marts.fct_arrests
    """,
    "{} persons in custody belong to events of one month": """
        select sum(persons)
        from marts.fct_arrests
        inner join marts.bridge_event_month using (event_id)
        where measure_group = 'custody' and not is_spread
    """,
    "the reports allow from {} to {} persons": (
        "select sum(persons_low), sum(persons_high) from marts.fct_arrests"
    ),
    "on 31 December {} were known": f"""
        select sum(persons) from arrests_as_of('2025-12-31')
        inner join marts.dim_event using (event_id) {CRACKDOWN}
    """,
}


def _spelled(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


@pytest.mark.parametrize("sentence", SAID)
def test_figures_of_the_readme(live: duckdb.DuckDBPyConnection, sentence: str) -> None:
    (figures,) = live.execute(SAID[sentence]).fetchall()
    assert sentence.format(*map(_spelled, figures)) in " ".join((README + HISTORY).split())


def test_how_sure_the_coding_is_stands_in_the_codebook() -> None:
    """README repeats two figures of the codebook, which are of a trial and not of the live file."""
    words = " ".join(README.split())
    codebook = " ".join((ROOT / "ingest/records/CODEBOOK.md").read_text("utf-8").split())
    for phrase in ("4.5% of rows had a wrong field, mostly a city or a date", "figure in eight"):
        assert phrase in words
        assert phrase in codebook
