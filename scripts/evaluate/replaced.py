"""The corpus with all numbers, names and nationalities replaced at random.

A reader that learned the corpus by heart fails on it; one that follows rules scores the same.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

from ingest.articles.words.figure import LOCAL
from ingest.articles.words.gazetteer import LOCALES
from ingest.articles.words.lexicon import lexicon
from ingest.articles.words.scanned import scan
from scripts.evaluate.corpus import Paragraph, Wanted

Edit = tuple[int, int, str]
MAX_KEPT = 3  # a number up to this one stays: "two" is bound to its noun


def replaced(paragraph: Paragraph, seed: int) -> Paragraph:
    """Return a paragraph with other numbers in digits, in one order, and other nationalities."""
    chance = random.Random(f"{seed} {paragraph.name}")
    scanned = scan(paragraph.text, lexicon(paragraph.language), paragraph.published_on)
    edits: list[Edit] = []
    numbers = [
        n
        for n in scanned.numbers
        if re.fullmatch(r"[\d.,]*\d", paragraph.text[n.start : n.end]) and n.value > MAX_KEPT
    ]
    plain = [n for n in numbers if n.value == int(n.value) and not 1900 <= n.value <= 2100]
    values = _other_values({int(n.value) for n in plain}, chance)
    for number in plain:
        edits.append(
            (
                number.start,
                number.end,
                _like(paragraph.text[number.start : number.end], values[int(number.value)]),
            )
        )
    nations = _other_nations(paragraph, chance)
    codes = {code: _code_of(paragraph.language, other) for (_, code), other in nations.items()}
    names = _country_names(paragraph.language)
    for mark in scanned.marks:
        text = paragraph.text[mark.start : mark.end]
        if any(m.kind == "country" for m in scanned.at(mark.start)):
            if mark.kind == "country" and mark.value in codes:
                edits.append((mark.start, mark.end, names[codes[mark.value]]))
        elif mark.kind == "nation" and (text.lower(), mark.value) in nations:
            other = nations[text.lower(), mark.value]
            edits.append((mark.start, mark.end, other.title() if text[0].isupper() else other))
    return _edited(paragraph, sorted(edits), values, codes)


def _other_values(values: set[int], chance: random.Random) -> dict[int, int]:
    """Return for each value another one with as many digits; the order stays."""
    result: dict[int, int] = {}
    for digits in {len(str(value)) for value in values}:
        own = sorted(value for value in values if len(str(value)) == digits)
        low, high = max(MAX_KEPT + 1, 10 ** (digits - 1)), 10**digits - 1
        room = [
            n
            for n in (chance.sample(range(low, high + 1), min(high - low + 1, len(own) * 3)))
            if not 1900 <= n <= 2100
        ]
        if len(room) < len(own):
            room = own
        result |= dict(zip(own, sorted(room[: len(own)]), strict=True))
    return result


def _like(text: str, value: int) -> str:
    """Write a value with the separators of the text that it replaces."""
    separator = re.search(r"[.,]", text)
    return f"{value:,}".replace(",", separator[0]) if separator else str(value)


def _other_nations(paragraph: Paragraph, chance: random.Random) -> dict[tuple[str, str], str]:
    """Return for each word of a nationality another one, with the same number of forms."""
    words = {
        code: [str(form) for form in forms]
        for code, forms in lexicon(paragraph.language).data["nationalities"].items()
        if isinstance(code, str) and code != LOCAL
    }
    by_forms: dict[int, list[str]] = {}
    for code, forms in sorted(words.items()):
        by_forms.setdefault(len(forms), []).append(code)
    result = {}
    for codes in by_forms.values():
        shuffled = codes[:]
        chance.shuffle(shuffled)
        for code, other in zip(codes, shuffled, strict=True):
            for form, other_form in zip(words[code], words[other], strict=True):
                result[form.lower(), code] = other_form
    return result


def _country_names(language: str) -> dict[str, str]:
    """Return a name of each country: a country that becomes another one keeps its people.

    Else "85 from Vietnam" would stay while its record became Mauritian.
    """
    from babel import Locale

    territories = Locale(LOCALES.get(language, language)).territories
    return {str(code): re.sub(r" *\(.*\)", "", str(name)) for code, name in territories.items()}


def _code_of(language: str, form: str) -> str:
    for code, forms in lexicon(language).data["nationalities"].items():
        if form in [str(f) for f in forms]:
            return str(code)
    raise ValueError(f"no nationality has the form {form}")


def _edited(
    paragraph: Paragraph, edits: list[Edit], values: dict[int, int], codes: dict[str, str]
) -> Paragraph:
    text, shifts, at = "", [], 0
    for start, end, new in edits:
        if start < at:
            continue
        text += paragraph.text[at:start] + new
        shifts.append((start, end, len(new) - (end - start)))
        at = end
    text += paragraph.text[at:]

    def moved(place: int) -> int:
        return place + sum(shift for _, end, shift in shifts if end <= place)

    records = []
    for record in paragraph.records:
        cells = dict(record.cells)
        value = Decimal(cells["value"])
        if value == int(value) and int(value) in values and _is_edited(record, shifts):
            cells["value"] = str(values[int(value)])
        if cells.get("nationality") in codes:
            cells["nationality"] = codes[cells["nationality"]]
        cells.pop("phrase", None)
        records.append(
            Wanted(cells, moved(record.start), max(moved(record.end), moved(record.start) + 1))
        )
    return replace(paragraph, text=text, records=tuple(records))


def _is_edited(record: Wanted, shifts: list[tuple[int, int, int]]) -> bool:
    return any(record.start <= start < record.end for start, _, _ in shifts)
