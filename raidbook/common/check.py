"""One check of one build: a test of dbt, or an expectation of the audit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One check of one build."""

    name: str
    kind: str  # dbt or expectation
    outcome: str  # passed, failed, warned or accepted
    failing_rows: int
    seconds: float
    rule: str  # the rule in words
    measured: float | None = None  # the figure that an expectation measured
    expected: str | None = None  # the bounds of that figure, in words
