"""Expectations: a figure measured in SQL, its bounds, and a sentence for an outsider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Acceptance = Literal["never", "once", "lasting"]


@dataclass(frozen=True)
class Expectation:
    """A figure of the new file and the bounds within which the file may be published.

    `acceptance` says what `--accept-change` does if it fails. never: the file is broken, or its
    parts contradict one another. once: it measures a change from the live file, which is gone when
    the new build is live. lasting: it measures the whole file, so a figure that was accepted in the
    live build stays accepted until it is worse.
    """

    name: str
    measure: str  # SQL that returns one number
    sentence: str  # for a reader outside the team
    minimum: float | None = None
    maximum: float | None = None
    acceptance: Acceptance = "never"
    rows: str = ""  # SQL that returns the wrong rows, if the figure counts rows

    @property
    def is_share(self) -> bool:
        """Return whether the figure is a share, 0 to 1."""
        return self.name.endswith(("_share", "_shift"))

    @property
    def bounds(self) -> str:
        """Return the bounds in words, such as `at most 20 %`; a minimum of 0 is left out."""
        if self.minimum is not None and self.minimum == self.maximum:
            return self.figure(self.minimum)
        words = []
        if self.minimum is not None and (self.minimum or self.maximum is None):
            words.append(f"at least {self.figure(self.minimum)}")
        if self.maximum is not None and not (self.is_share and self.maximum == 1):
            words.append(f"at most {self.figure(self.maximum)}")
        return ", ".join(words) or "a figure"

    def figure(self, value: float | None) -> str:
        """Return a figure for readers: a share in per cent, a number with separators."""
        if value is None:
            return "nothing"
        if self.is_share:
            return f"{value * 100:.4g} %"
        return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


@dataclass(frozen=True)
class Suite:
    """Expectations that are evaluated together, and the temporary tables that they read."""

    name: str
    prepare: tuple[str, ...]
    expectations: tuple[Expectation, ...]


def no_rows(
    name: str, rows: str, sentence: str, *, maximum: float = 0, acceptance: Acceptance = "never"
) -> Expectation:
    """Return the expectation that a query returns no row, or no more than `maximum`."""
    return Expectation(
        name, f"select count(*) from ({rows})", sentence, 0, maximum, acceptance, rows
    )
