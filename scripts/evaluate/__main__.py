"""Score the reader, the baselines and the replaced corpus; write precisions and the page."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from ingest.articles.confidence import COUNTS
from ingest.articles.pages.article import Article
from ingest.articles.reader import read_article
from ingest.articles.records import SCORED
from ingest.articles.words.gazetteer import Gazetteer
from ingest.articles.words.place_index import place_index
from scripts.evaluate import page
from scripts.evaluate.baselines import near_a_verb
from scripts.evaluate.corpus import LEVELS, OTHERS, Paragraph, read_corpus
from scripts.evaluate.replaced import replaced
from scripts.evaluate.scores import (
    GOAL,
    Found,
    count,
    count_rules,
    found_of,
    score,
    share_right,
)

ROOT = Path(__file__).resolve().parents[2]
SEEDS_OF_CHANCE = (1, 2, 3)


def main(words: list[str]) -> int:
    """Score a part of the corpus; return 0, or 1 if there is none."""
    parser = argparse.ArgumentParser(prog="python -m scripts.evaluate", description=__doc__)
    parser.add_argument("--part", choices=("seen", "unseen"), default="seen")
    parser.add_argument("--no-docs", action="store_true", help="print only")
    asked = parser.parse_args(words)
    paragraphs = read_corpus(asked.part)
    if not paragraphs:
        print(f"There is no corpus {asked.part}_*.yaml in tests/data/articles.", file=sys.stderr)
        return 1
    gazetteer = Gazetteer(place_index(ROOT / "var" / "cache", ROOT / "seeds"))
    began = time.monotonic()
    found = [_read(p, gazetteer) for p in paragraphs]
    seconds = time.monotonic() - began
    if asked.part == "seen":
        counts = count_rules(paragraphs, found, SCORED)
        COUNTS.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    lines = _lines(paragraphs, found, gazetteer, seconds)
    print("\n".join(lines))
    if not asked.no_docs:
        page.write(asked.part, lines)
    return 0


def _read(paragraph: Paragraph, gazetteer: Gazetteer) -> list[Found]:
    article = Article(
        text=paragraph.text,
        body=paragraph.text,
        language=paragraph.language,
        published_on=paragraph.published_on,
    )
    return found_of(read_article(article, gazetteer))


def _lines(
    paragraphs: list[Paragraph], found: list[list[Found]], gazetteer: Gazetteer, seconds: float
) -> list[str]:
    """Return the tables: all languages with the baselines, each language, single columns."""
    wanted = sum(len(p.records) for p in paragraphs)
    lines = [
        "",
        f"{len(paragraphs)} paragraphs, {sum(not p.records for p in paragraphs)} of them without "
        f"a figure to find; {wanted} records.",
        "",
    ]
    others = [replaced(p, seed) for seed in SEEDS_OF_CHANCE for p in paragraphs]
    runs = {
        "raidbook": [count(p, f) for p, f in zip(paragraphs, found, strict=True)],
        "number within eight words of a verb": [
            count(p, near_a_verb(p, with_nationality=False)) for p in paragraphs
        ],
        "the same with its nearest nationality": [
            count(p, near_a_verb(p, with_nationality=True)) for p in paragraphs
        ],
        "raidbook, all replaced at random": [count(p, _read(p, gazetteer)) for p in others],
    }
    lines += page.table(runs)
    lines += ["", *_by_language(paragraphs, found), "", *_by_column(paragraphs, found), ""]
    print(f"evaluate  {len(paragraphs)} paragraphs in {seconds:.1f} s", file=sys.stderr)
    return lines


def _by_language(paragraphs: list[Paragraph], found: list[list[Found]]) -> list[str]:
    lines = [
        "| language | paragraphs | records | precision | recall | F1 | 95% of F1 | F1, value "
        "| F1, whole |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for language in sorted({p.language for p in paragraphs}):
        counts = [
            count(p, f) for p, f in zip(paragraphs, found, strict=True) if p.language == language
        ]
        records = sum(one[GOAL][2] for one in counts)
        goal = score(counts, GOAL)
        rest = [f"{score(counts, level).f1:.3f}" for level in (LEVELS[0], LEVELS[-1])]
        lines.append(
            f"| {language} | {len(counts)} | {records} | {goal.precision:.3f} | {goal.recall:.3f} "
            f"| {goal.f1:.3f} | {goal.low:.2f} to {goal.high:.2f} | {' | '.join(rest)} |"
        )
    return lines


def _by_column(paragraphs: list[Paragraph], found: list[list[Found]]) -> list[str]:
    lines = ["| column, where the value was found | right | of |", "|---|---:|---:|"]
    for column in ("measure", "qualifier", "nationality", "counts_as", "sex", "status", *OTHERS):
        right, cases = share_right(paragraphs, found, column)
        lines.append(f"| `{column}` | {right / (cases or 1):.3f} | {cases} |")
    return lines


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
