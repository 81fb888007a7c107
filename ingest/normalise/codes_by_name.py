"""Read countries, nationalities, languages and units by name, demonym or code in any case."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.names.folding import fold
from ingest.normalise import words
from ingest.normalise.cell_reading import CellReading
from ingest.record.codes import CODES
from ingest.record.text_form import one_form

if TYPE_CHECKING:
    from ingest.names.country_names import Countries


# "Cambodians", "Thai nationals": read as the nationality of one of them.
_SEVERAL_PERSONS = re.compile(
    r"(.{3,}?)s|(.{3,}?)\s+(?:nationals?|citizens?|people|persons?)", re.IGNORECASE
)
_SEVERAL_NAMES = re.compile(r"[,;&+、，]|(?<=\w\w)/|\b(?:and|or)\b", re.IGNORECASE)
SEVERAL = {
    "country": "several countries are written ZZ",
    "nationality": "write one row for each nationality with its own figure",
}
NAMES_LIKENESS = 0.8  # names are short: "Burmese" is not "Surinamese"


class CodesByName:
    """Finds codes by what people call them. The names of countries are read when first needed."""

    def __init__(self, cache_dir: Path, seeds: Path) -> None:
        """`seeds` has the aliases and demonyms of countries, `cache_dir` the reference data."""
        self._cache, self._seeds = cache_dir, seeds

    @cached_property
    def _countries(self) -> Countries:
        from ingest.names.country_names import Countries
        from ingest.names.reference_files import cached_reference

        return Countries(cached_reference(self._cache, self._seeds), self._seeds)

    def country(self, text: str) -> CellReading:
        """Return the code of the country that a cell names; ZZ for several or unknown."""
        return self._code("country", text)

    def nationality(self, text: str) -> CellReading:
        """Return the code of the country whose nationals a cell names, or `foreign`."""
        return self._code("nationality", text)

    def _code(self, column: str, text: str) -> CellReading:
        name = one_form(text)
        named = words.declared().get(column, {})
        if found := named.get(words.word_key(name)):
            return CellReading(found)
        if name.upper() in CODES[column]():
            return CellReading(name.upper())
        if code := self._countries.find(name).matched_id:
            return CellReading(code)
        if column == "nationality" and (singular := _SEVERAL_PERSONS.fullmatch(name)):
            return self._code(column, singular[1] or singular[2])
        key = fold(name)
        if meant := self._countries.meanings(key):
            return CellReading(None, f"may be {' or '.join(meant)}: write the code")
        choices = self._countries.choices
        if _SEVERAL_NAMES.search(name):
            return CellReading(None, SEVERAL[column])
        near = words.suggestion(
            key, {k: f"{n} ({c})" for k, (n, c) in zip(*choices, strict=True)}, NAMES_LIKENESS
        )
        return CellReading(None, near)

    def language(self, text: str) -> CellReading:
        """Return the ISO 639-1 code of the language that a cell names; regions are dropped."""
        name = one_form(text)
        named = _language_names() | words.declared()["language"]
        for key in (words.word_key(name), name.replace("_", "-").split("-")[0].casefold()):
            if key in named:
                return CellReading(named[key])
        return CellReading(None, words.suggestion(words.word_key(name), named))

    def unit(self, text: str) -> CellReading:
        """Return the code of the currency or commodity that a cell names."""
        name = one_form(text)
        if found := words.declared()["unit"].get(words.word_key(name)):
            return CellReading(found)
        if name.upper() in CODES["unit"]():
            return CellReading(name.upper())
        return CellReading(None, "write the code of ISO 4217, such as USD")


@cache
def _language_names() -> dict[str, str]:
    """Return the two-letter code of each language, by its key: name, and codes of ISO 639."""
    import pycountry

    named: dict[str, str] = {}
    for language in pycountry.languages:
        if code := getattr(language, "alpha_2", None):
            for name in (code, language.alpha_3, language.name, language.name.split(" (")[0]):
                named.setdefault(words.word_key(name), code)
            if other := getattr(language, "bibliographic", None):
                named.setdefault(words.word_key(other), code)
    return named
