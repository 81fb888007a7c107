"""The confidence of a proposal: how often figures found by its rules were right in the corpus.

`make evaluate` counts that and writes it to `precision.json`. For each column it counts each rule:
[right, all]. A cell's confidence is the lowest of those of its rules; few cases pull it towards
one half. The confidence of a proposal is that of its combination of rules, where the corpus has
enough of them, otherwise the lowest of its rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

COUNTS = Path(__file__).resolve().parent / "precision.json"
MIN_CASES = 8  # of a combination of rules, to be counted by itself
WHOLE = "whole"  # measure, value and nationality together


@cache
def _counts() -> dict[str, dict[str, list[int]]]:
    if not COUNTS.is_file():
        return {}
    found: dict[str, dict[str, list[int]]] = json.loads(COUNTS.read_text(encoding="utf-8"))
    return found


def combination(rules: Iterable[str]) -> str:
    """Return the name of a combination of rules."""
    return "+".join(sorted(set(rules)))


def confidence(column: str, rules: tuple[str, ...]) -> float:
    """Return the share of right figures of these rules, from 0 to 1."""
    counts = _counts().get(column, {})
    right, cases = counts.get(combination(rules), (0, 0))
    if cases >= MIN_CASES:
        return _share(right, cases)
    return min((_share(*counts.get(rule, (0, 0))) for rule in set(rules)), default=0.5)


def _share(right: int, cases: int) -> float:
    return round((right + 1) / (cases + 2), 2)
