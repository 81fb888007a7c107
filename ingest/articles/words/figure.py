"""A figure: a number, and what the words around it say."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.numbers import Number

SEXES = ("female", "male")
AGES = ("minor", "adult")
LOCAL = "local"  # the nationality of "locals", until the country is known
PERSON, CASH = "person", "cash"
THINGS = ("phone", "computer", "device", "sim_card", "bank_card", "vehicle", "weapon", "cash")


@dataclass(eq=False)
class Figure:
    """A number, and what the words around it say."""

    number: Number
    start: int  # of the phrase: the number with its qualifier and its noun
    end: int
    sentence: int
    qualifier: str = "exact"
    thing: str = ""  # what is counted: a noun of the lexicon; empty if the text leaves it out
    nation: str = ""
    sex: str = ""
    age: str = ""
    unit: str = ""
    is_part: bool = False
    has_link: bool = False  # "of them" follows the number
    is_reference: bool = False  # "of the 18": it names a total again
    is_elided: bool = False  # no noun and no nationality follows
    has_unknown: bool = False  # followed by a noun that the lexicon doesn't know
    unknown: str = ""  # that noun, as written
    noun: str = ""  # the noun as written
    rules: list[str] = field(default_factory=list)
    measure: str = ""
    counts_as: str = "total"
    status: str = ""
    reach: int = 0  # where what belongs to it ends, such as "57 were Thai"
    chain: int = -1  # figures of one enumeration have the same number
    is_estimate: bool = False
    verb: Mark | None = None
    participle: Mark | None = None  # within the noun phrase: "1,048 rescued workers"
    antecedent: Figure | None = None
    is_member: bool = False  # a part, or a subset of a running total or of a stock

    @property
    def value(self) -> Decimal:
        """The number."""
        return self.number.value


def set_trait(figure: Figure, trait: str) -> None:
    """Set what a noun says of the persons beside their number."""
    if trait in SEXES:
        figure.sex = trait
    elif trait in AGES:
        figure.age = trait
    elif not figure.nation:
        figure.nation = LOCAL
