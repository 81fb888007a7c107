"""Cases worked out by hand from the records and the rules, as data.

No corrections, merged events or publisher names are applied.
"""

from __future__ import annotations

from . import (
    consensus_cases,
    elsewhere_cases,
    event_cases,
    examples_of_rules,
    growth_cases,
    held_cases,
    shipped_events,
    shipped_trees,
)
from .case import Case, WorkedRow, WorkedTotal
from .shipped_trees import AS_OF

CASES: tuple[Case, ...] = (
    *examples_of_rules.CASES,
    *shipped_events.CASES,
    *shipped_trees.CASES,
    *consensus_cases.CASES,
    *growth_cases.CASES,
    *event_cases.CASES,
    *held_cases.CASES,
    *elsewhere_cases.CASES,
)

__all__ = ["AS_OF", "CASES", "Case", "WorkedRow", "WorkedTotal"]
