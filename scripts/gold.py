"""Compare the published numbers with a researcher's: `make gold` writes the results.

`tests/gold/gold.csv` has questions with the answers that a researcher gave by reading the reports,
without the rules: best, low, high. The live file answers each question too. `docs/gold.md` shows
every answer, and README shows the two shares. People write the reasons why published numbers differ
into `tests/gold/misses.csv`. A reason applies to one number, so a test fails if the number has
changed since.
"""

from __future__ import annotations

import csv
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import duckdb

import raidbook

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold" / "gold.csv"
MISSES = ROOT / "tests" / "gold" / "misses.csv"
PAGE = ROOT / "docs" / "gold.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- measured by make gold -->", "<!-- end of what make gold measured -->"
WIDTH = 125  # characters of a line in README
MIN_WITHIN, MIN_EQUAL = 9 / 10, 3 / 5  # shares of all questions

# The facts of an event exclude what its descendants count, so a question about it adds them.
TREE = """
    with recursive tree as (
        select cast($event_id as varchar) as event_id
        union all
        select children.event_id
        from marts.dim_event as children
        inner join tree on children.parent_event_id = tree.event_id
        where children.depth > 0
    )
    select sum(persons) from facts where event_id in (from tree)
"""
COUNTRY_YEAR = """
    select sum(facts.persons * months.weight)
    from facts
    inner join marts.bridge_event_month as months using (event_id, measure_group)
    where facts.country_code = $country_code and year(months.month_start) = cast($year as bigint)
"""
COUNTRY = "select sum(persons) from facts where country_code = $country_code"
QUERIES = {
    "tree": TREE,
    "event": TREE,
    "country_year": COUNTRY_YEAR,
    "nationality_country": COUNTRY,
}
FACTS = """
    create or replace temp view facts as
    select event_id, 'custody' as measure_group, country_code, nationality_code, persons
    from marts.fct_arrests
    union all
    select event_id, outcome, country_code, nationality_code, persons from marts.fct_outcomes
"""


@dataclass(frozen=True)
class Answer:
    """A question, the published number, and the researcher's."""

    question_id: str
    question: str
    published: int
    best: int
    low: int
    high: int

    @property
    def is_within(self) -> bool:
        """Whether the published number is within the researcher's range."""
        return self.low <= self.published <= self.high

    @property
    def is_equal(self) -> bool:
        """Whether it is the researcher's best answer."""
        return self.published == self.best

    @property
    def verdict(self) -> str:
        """The outcome in a word or two."""
        if self.is_equal:
            return "equal"
        return "within" if self.is_within else "**miss**"


def answers(con: duckdb.DuckDBPyConnection) -> list[Answer]:
    """Answer each question from a published file, in the order of gold.csv."""
    con.execute(FACTS)
    return [_answer(con, row) for row in _rows(GOLD)]


def _answer(con: duckdb.DuckDBPyConnection, row: dict[str, str]) -> Answer:
    query = QUERIES[row["scope"]]
    filters = [name for name in ("measure_group", "nationality_code") if row[name]]
    named = [name for name in ("event_id", "country_code", "year") if f"${name}" in query]
    chosen = " and ".join(f"{name} = ${name}" for name in filters)
    query = query.replace("from facts", f"from (from facts where {chosen}) as facts")
    (found,) = con.execute(query, {name: row[name] for name in filters + named}).fetchall()
    return Answer(
        row["question_id"],
        row["question"],
        round(found[0] or 0),
        *(int(row[name]) for name in ("best", "low", "high")),
    )


def reasons() -> dict[str, tuple[int, str]]:
    """Return by question the published number that misses.csv explains, and the reason."""
    return {row["question_id"]: (int(row["published"]), row["reason"]) for row in _rows(MISSES)}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shares(found: list[Answer]) -> str:
    """Return the sentence that README shows."""
    within = sum(answer.is_within for answer in found)
    equal = sum(answer.is_equal for answer in found)
    count = len(found)
    return (
        f"Of {count} questions that a researcher answered from the reports without the rules, the "
        f"published number lies within the researcher's range in {within} ({within / count:.0%}) "
        f"and equals the researcher's best answer in {equal} ({equal / count:.0%})."
    )


def page(found: list[Answer]) -> str:
    """Return `docs/gold.md`."""
    why = reasons()
    lines = [
        "# The published numbers and a researcher's answers",
        "",
        "<!-- Made from the live file by `make gold`; reasons are in tests/gold/misses.csv. -->",
        "",
        "A researcher read the reports and answered questions without using the [rules](rules.md). "
        "Each answer has the best number, and the lowest and highest that the reports allow. "
        "`tests/gold/gold.csv` has each answer with its reason and its records. A test asks the "
        "published file the same questions. No rule is tuned to a question: an answer that the "
        "rules can't reach counts as a miss.",
        "",
        shares(found),
        "",
        "A question about an event includes all its descendants. A question about a country and a "
        "year weights each event by `bridge_event_month`. A question that begins with … continues "
        "the one above it.",
        "",
        "| id | question | published | best | range | outcome |",
        "|---|---|---:|---:|---:|---|",
    ]
    lines += [
        f"| {one.question_id} | {one.question.replace('...', '…')} | {one.published:,} | "
        f"{one.best:,} | {one.low:,} to {one.high:,} | {one.verdict} |"
        for one in found
    ]
    for title, is_listed in (
        ("Answers outside the range", lambda one: not one.is_within),
        ("Answers within the range that differ from the best", lambda one: one.is_within),
    ):
        lines += ["", f"## {title}", "", "| id | published | best | why |", "|---|---:|---:|---|"]
        lines += [
            f"| {one.question_id} | {one.published:,} | {one.best:,} | "
            f"{why.get(one.question_id, (0, ''))[1]} |"
            for one in found
            if not one.is_equal and is_listed(one)
        ]
    return "\n".join([*lines, ""])


def in_readme(text: str) -> str:
    """Return the text that README has between the two marks."""
    found = re.search(f"{BEGIN}\n(.*?){END}", text, flags=re.DOTALL)
    if found is None:
        raise ValueError(f"README has no lines {BEGIN} and {END}")
    return " ".join(found[1].split())


def main() -> None:
    """Write `docs/gold.md` and the shares in README from the live file."""
    with raidbook.connect() as con:
        found = answers(con)
    PAGE.write_text(page(found), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    in_readme(text)
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    README.write_text(
        f"{before}{BEGIN}\n{textwrap.fill(shares(found), WIDTH)}\n{END}{after}", encoding="utf-8"
    )
    for answer in found:
        if not answer.is_equal:
            print(
                f"{answer.question_id}: {answer.published:,}, the researcher has {answer.best:,} "
                f"({answer.low:,} to {answer.high:,}): {answer.verdict.strip('*')}"
            )
    print(shares(found))


if __name__ == "__main__":
    main()
