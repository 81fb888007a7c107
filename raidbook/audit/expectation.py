"""What an expectation is: a figure measured in SQL, bounds, and a sentence for an outsider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Acceptance = Literal["never", "once", "lasting"]


@dataclass(frozen=True)
class Expectation:
    """A figure of the new file and the bounds within which the file may be published.

    `acceptance` says what `--accept-change` does where it fails: never (the file is broken, or its
    parts contradict one another), once (it tells of a change from what is live, which is gone once
    the new build is), or lasting (it tells of the whole file: what was accepted in the live build
    goes on being accepted until it is worse).
    """

    name: str
    measure: str  # SQL that gives one number
    sentence: str  # for a reader outside the team
    minimum: float | None = None
    maximum: float | None = None
    acceptance: Acceptance = "never"
    rows: str = ""  # SQL that gives the rows that are wrong, where there are such rows

    @property
    def is_share(self) -> bool:
        """Return whether the figure is a share, 0 to 1."""
        return self.name.endswith(("_share", "_shift"))

    @property
    def bounds(self) -> str:
        """Return the bounds in words, such as `at most 20 %`; nothing is below 0 anyway."""
        if self.minimum is not None and self.minimum == self.maximum:
            return self.figure(self.minimum)
        words = []
        if self.minimum is not None and (self.minimum or self.maximum is None):
            words.append(f"at least {self.figure(self.minimum)}")
        if self.maximum is not None and not (self.is_share and self.maximum == 1):
            words.append(f"at most {self.figure(self.maximum)}")
        return ", ".join(words) or "a figure"

    def figure(self, value: float | None) -> str:
        """Return a figure as it is read: a share in per cent, thousands apart."""
        if value is None:
            return "nothing"
        if self.is_share:
            return f"{value * 100:.4g} %"
        return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


@dataclass(frozen=True)
class Suite:
    """Expectations that are judged together, and the temporary tables that their measures read."""

    name: str
    prepare: tuple[str, ...]
    expectations: tuple[Expectation, ...]


def no_rows(
    name: str, rows: str, sentence: str, *, maximum: float = 0, acceptance: Acceptance = "never"
) -> Expectation:
    """Return the expectation that a query gives no row, or no more than `maximum`."""
    return Expectation(
        name, f"select count(*) from ({rows})", sentence, 0, maximum, acceptance, rows
    )
