"""Read words of a vocabulary in any case and by their usual synonyms (`synonyms.yaml`)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ingest.normalise.cell_reading import CellReading
from ingest.record.definition import COLUMNS, ROLES
from ingest.record.text_form import one_form

SYNONYMS = Path(__file__).with_name("synonyms.yaml")
LIKENESS = 0.7  # of a word that is suggested, from 0 to 1
MIN_LIKE = 4  # characters; every shorter word is like several others
_BETWEEN = re.compile(r"[\s_\-]+")


def word_key(text: str) -> str:
    """Return the form in which words are compared: small letters, one blank between words."""
    return _BETWEEN.sub(" ", one_form(text).casefold()).strip()


@cache
def declared() -> dict[str, dict[str, str]]:
    """Return, for each column of `synonyms.yaml`, the word that each synonym's key means.

    The words of the record themselves are among them. Raises ValueError if a synonym has two
    meanings.
    """
    listed = _listed()
    own = {column.name: column.vocabulary for column in COLUMNS if column.vocabulary}
    meanings: dict[str, dict[str, str]] = {}
    for column in {*listed, *own, "roles"}:
        named = meanings.setdefault(column, {})
        for word in (*own.get(column, ()), *(ROLES if column == "roles" else ())):
            named[word_key(word)] = word
        for word, synonyms in listed.get(column, {}).items():
            for synonym in synonyms:
                if named.setdefault(word_key(synonym), str(word)) != str(word):
                    raise ValueError(f"{SYNONYMS.name}: {column}: '{synonym}' has two meanings")
    return meanings


def by_word(column: str) -> dict[str, list[str]]:
    """Return the declared synonyms of each word of a column that has any."""
    return {str(word): list(map(str, named)) for word, named in _listed().get(column, {}).items()}


@cache
def _listed() -> dict[str, dict[str | int, list[str]]]:
    import yaml

    found: dict[str, dict[str | int, list[str]]] = yaml.safe_load(
        SYNONYMS.read_text(encoding="utf-8")
    )
    return found


def read_word(column: str, text: str) -> CellReading:
    """Return the word of the column's vocabulary that a cell means, or a suggestion."""
    named = declared()[column]
    key = word_key(text)
    if key in named:
        return CellReading(named[key])
    return CellReading(None, suggestion(key, named))


def suggestion(key: str, named: Mapping[str, str], likeness: float = LIKENESS) -> str:
    """Return "did you mean …?" for the most similar key, or an empty text. It decides nothing."""
    if len(key) < MIN_LIKE:
        return ""
    near = difflib.get_close_matches(key[:80], named, 1, likeness)
    return f"did you mean {named[near[0]]}?" if near else ""


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each month's name, by its casefolded name."""
    return {key: int(number) for key, number in declared()["months"].items()}
