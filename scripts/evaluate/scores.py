"""Align what was found with what is wanted, and count what is right."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from ingest.articles.proposal import Proposal
from scripts.evaluate.corpus import LEVELS, REST, Paragraph, Wanted

ROUNDS = 1000  # of the bootstrap
GOAL = "goal"  # measure, value and nationality together
Counts = dict[str, tuple[int, int, int]]  # right, found, wanted by level


@dataclass(frozen=True)
class Found:
    """A figure that a reader found: its cells as text, its place, and the rules that made it."""

    cells: dict[str, str]
    start: int
    end: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1, and the interval of F1 in which 95 of 100 resamples lie."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float


def found_of(proposals: list[Proposal]) -> list[Found]:
    """Return the figures of events. Estimates and background aren't figures to find."""
    return [
        Found(
            {k: v for k, v in p.record.items() if v} | {"measure": p.counts},
            *(p.start, p.end, p.rules),
        )
        for p in proposals
        if p.record["event_kind"] != "estimate"
    ]


def align(wanted: tuple[Wanted, ...], found: list[Found]) -> list[tuple[Wanted, Found]]:
    """Pair records with figures of the same value: those on one place first, then any other.

    Among several, the one pairs that agrees in most columns.
    """
    pairs: list[tuple[Wanted, Found]] = []
    for is_on_place in (True, False):
        options = [
            (_agreement(w, f), -n, -m, w, f)
            for n, w in enumerate(wanted)
            for m, f in enumerate(found)
            if _value(w.cells) == _value(f.cells)
            if not is_on_place or (w.start < f.end and f.start < w.end)
        ]
        for _, _, _, one, other in sorted(options, key=lambda option: option[:3], reverse=True):
            if all(one is not w and other is not f for w, f in pairs):
                pairs.append((one, other))
    return pairs


def _agreement(wanted: Wanted, found: Found) -> int:
    names = ("measure", "nationality", "qualifier", "counts_as", "sex")
    return sum(_same(wanted, found, name) for name in names)


def _value(cells: dict[str, str]) -> Decimal:
    return Decimal(cells["value"])


def _same(wanted: Wanted, found: Found, column: str) -> bool:
    one, other = wanted.cells.get(column, ""), found.cells.get(column, "")
    if column in ("value", "value_high") and one and other:
        return Decimal(one) == Decimal(other)
    return one == other


def is_right(wanted: Wanted, found: Found, level: str) -> bool:
    """Return whether a pair agrees up to a level; each level includes those before."""
    columns: tuple[str, ...] = ("measure", "nationality")
    if level != GOAL:
        columns = LEVELS[1 : LEVELS.index(level) + 1]
        columns = tuple(c for c in columns if c != "whole") + (REST if level == "whole" else ())
    return all(_same(wanted, found, column) for column in columns)


def count(paragraph: Paragraph, found: list[Found]) -> Counts:
    """Return how many figures of a paragraph are right, found and wanted, by level."""
    pairs = align(paragraph.records, found)
    return {
        level: (
            sum(is_right(w, f, level) for w, f in pairs),
            len(found),
            len(paragraph.records),
        )
        for level in (*LEVELS, GOAL)
    }


def score(counts: list[Counts], level: str, seed: int = 1) -> Score:
    """Return the score of paragraphs at a level."""
    rows = [one[level] for one in counts]
    precision, recall, f1 = _rates(rows)
    chance = random.Random(seed)
    drawn = (
        sorted(_rates(chance.choices(rows, k=len(rows)))[2] for _ in range(ROUNDS))
        if rows
        else [0.0]
    )
    low, high = drawn[int(len(drawn) * 0.025)], drawn[int(len(drawn) * 0.975)]
    return Score(precision, recall, f1, low, high)


def _rates(rows: list[tuple[int, int, int]]) -> tuple[float, float, float]:
    right, found, wanted = (
        (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0, 0)
    )
    precision = right / found if found else 1.0
    recall = right / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def count_rules(
    paragraphs: list[Paragraph], found: list[list[Found]], columns: tuple[str, ...]
) -> dict[str, dict[str, list[int]]]:
    """Return by column and rule, or combination of rules, how many figures are right, of how many.

    The column `whole` counts measure, value and nationality together.
    """
    from ingest.articles.confidence import WHOLE, combination

    right: dict[str, Counter[str]] = {name: Counter() for name in (*columns, WHOLE)}
    cases: dict[str, Counter[str]] = {name: Counter() for name in (*columns, WHOLE)}
    for paragraph, figures in zip(paragraphs, found, strict=True):
        of = {id(f): w for w, f in align(paragraph.records, figures)}
        for figure in figures:
            wanted = of.get(id(figure))
            for name in (*columns, WHOLE):
                if wanted is None and name not in ("value", WHOLE):
                    continue
                is_same = wanted is not None and (
                    is_right(wanted, figure, GOAL) if name == WHOLE else _same(wanted, figure, name)
                )
                for rule in {*figure.rules, combination(figure.rules)}:
                    cases[name][rule] += 1
                    right[name][rule] += is_same
    return {
        name: {rule: [right[name][rule], cases[name][rule]] for rule in sorted(cases[name])}
        for name in (*columns, WHOLE)
    }


def share_right(
    paragraphs: list[Paragraph], found: list[list[Found]], column: str
) -> tuple[int, int]:
    """Return in how many aligned pairs a column is right, and of how many."""
    pairs = [
        pair
        for paragraph, figures in zip(paragraphs, found, strict=True)
        for pair in align(paragraph.records, figures)
    ]
    return sum(_same(w, f, column) for w, f in pairs), len(pairs)
