"""Text in a Central European encoding is refused, and Western text is read, on words of CLDR.

The words are names of countries, languages, scripts, currencies, months and days. Each stands alone
in a file: with more words, more of what is strange shows.
"""

from __future__ import annotations

import re

import pytest
from babel import Locale

from ingest.readers.western import strange

NAMES = {
    "cs": "Dvořák Třebíč Přerov Telč Kovařík Havířov",
    "hr": "Petrović Kovač Belišće Čakovec Đurđevac",
    "hu": "Győr Szőke Kőszeg Fűzfő",
    "pl": "Wałęsa Łódź Częstochowa Kępno Północ Kraśnik",
    "ro": "Târgu Mureş Piteşti Bucureşti Constanţa Brăila Ploieşti Popescu Băsescu Mediaş",
    "sk": "Šaľa Ľubica Bardejov Kežmarok Michalovce Žilina Ďurica",
}


def words(language: str) -> set[str]:
    """Return the words with other letters than those of ASCII that CLDR has in a language."""
    locale = Locale.parse(language)
    names = [NAMES.get(language, "")]
    for table in (locale.territories, locale.languages, locale.scripts, locale.currencies):
        names += table.values()
    for calendar in (locale.months, locale.days):
        names += [str(n) for form in calendar.values() for w in form.values() for n in w.values()]
    found = set(re.findall(r"[^\W\d_]+", " ".join(names)))
    return {word for word in found if not word.isascii()}


def as_bytes(word: str, encoding: str) -> bytes:
    """Return the bytes of a word, none if the encoding lacks a letter of it."""
    try:
        return word.encode(encoding)
    except UnicodeEncodeError:
        return b""


def is_strange(word: bytes) -> bool:
    line = b'x,"' + word + b'",y\n'
    return strange(line, 0, len(line)) is not None


@pytest.mark.parametrize("language", ["pl", "cs", "sk", "hu", "ro", "hr", "sl", "bs"])
def test_words_of_central_europe_are_not_taken_for_others(language: str) -> None:
    made = {word: as_bytes(word, "cp1250") for word in words(language)}
    misread = {
        word: found
        for word, found in made.items()
        if found and found.decode("cp1252", "replace") != word
    }
    passing = sorted(word for word, found in misread.items() if not is_strange(found))
    assert len(misread) > 10
    assert len(passing) <= 0.06 * len(misread), passing


@pytest.mark.parametrize(
    "language", ["fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "gl", "af"]
)
def test_words_of_western_europe_are_read(language: str) -> None:
    made = {word: as_bytes(word, "cp1252") for word in words(language)}
    refused = sorted(word for word, found in made.items() if found and is_strange(found))
    assert len(refused) <= max(1, 0.02 * len(made)), refused
