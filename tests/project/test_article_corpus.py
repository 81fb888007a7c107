"""The paragraphs in tests/data/articles keep the format that their README describes."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT

from ingest.record import definition

FOLDER = ROOT / "tests/data/articles"
MIN_SEEN = {
    **{"en": 90, "id": 32, "zh": 32, "vi": 32},
    **{"ko": 4, "tl": 4, "th": 4, "es": 4, "fr": 4, "pt": 4},
}
STYLES = {"wire", "police", "ngo", "local", "other"}
MIN_WORDS, MAX_WORDS = 20, 160
UNSPACED = ("zh", "th")  # written without spaces: their length is counted in characters
MIN_CHARACTERS, MAX_CHARACTERS = 40, 800
EARLIEST, LATEST = date(2021, 1, 1), date(2026, 11, 20)
# The definition of a record is about to get these measures; until then they are named here.
OBJECTS = {"sim_cards_seized", "bank_cards_seized", "vehicles_seized", "weapons_seized"}
MEASURES = set(definition.MEASURES) | OBJECTS
VOCABULARIES: dict[str, set[str]] = {
    "measure": MEASURES,
    "qualifier": set(definition.QUALIFIERS),
    "sex": set(definition.SEXES),
    "age_group": set(definition.AGE_GROUPS),
    "counts_as": set(definition.COUNTS_AS),
    "event_kind": set(definition.EVENT_KINDS),
    "date_precision": set(definition.DATE_PRECISIONS),
    "status": set(definition.STATUSES),
}
REQUIRED = {
    *("phrase", "measure", "value", "qualifier", "counts_as"),
    *("event_kind", "event_start", "event_end", "date_precision"),
}
OPTIONAL = {
    *("nth", "value_high", "unit", "nationality", "sex", "age_group", "cumulative_since"),
    *("country", "city", "admin1", "site", "status", "claimed_by", "organisations"),
}
FILES = sorted(FOLDER.glob("*.yaml"))
Paragraph = dict[str, Any]


def paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of one file, in the file's order."""
    loaded: list[Paragraph] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def faults_of_record(record: Paragraph, paragraph: Paragraph) -> list[str]:
    """Everything in one record that breaks the format, as sentences."""
    faults = [f"{name} is missing" for name in sorted(REQUIRED - record.keys())]
    faults += [f"{name} is no field" for name in sorted(record.keys() - REQUIRED - OPTIONAL)]
    if faults:
        return faults
    faults += [
        f"{name} is {record[name]!r}, not a word of its vocabulary"
        for name, words in VOCABULARIES.items()
        if name in record and record[name] not in words
    ]
    found = paragraph["text"].count(record["phrase"])
    if found < record.get("nth", 1):
        faults.append(f"the phrase {record['phrase']!r} occurs {found} times")
    return faults + faults_of_number(record) + faults_of_dates(record, paragraph) + codes(record)


def faults_of_number(record: Paragraph) -> list[str]:
    """What is wrong with the value, its upper end and its unit."""
    faults = []
    value, high = record["value"], record.get("value_high", record["value"])
    if any(isinstance(n, bool) or not isinstance(n, int | float) or n < 0 for n in (value, high)):
        return [f"value is {value!r} to {high!r}, not numbers from 0"]
    if high < value or ("value_high" in record and high == value):
        faults.append(f"value_high {high} is not above value {value}")
    is_money = record["measure"] in definition.MONEY_MEASURES
    if not is_money and not (isinstance(value, int) and isinstance(high, int)):
        faults.append("persons, sites and objects are whole numbers")
    if is_money != ("unit" in record):
        faults.append("money has a unit, and nothing else has")
    return faults


def faults_of_dates(record: Paragraph, paragraph: Paragraph) -> list[str]:
    """What is wrong with the days of the event, which are real days in their order."""
    faults = []
    start, end = record["event_start"], record["event_end"]
    if not (type(start) is date and type(end) is date):
        return ["event_start and event_end are days written YYYY-MM-DD"]
    if end < start:
        faults.append("event_end is before event_start")
    if end > paragraph["published_on"] and record.get("status") != "planned":
        faults.append("the event ends after published_on, and is not planned")
    if (start == end) != (record["date_precision"] == "day"):
        faults.append("date_precision is day for one day, and for nothing else")
    if "cumulative_since" in record:
        if record["counts_as"] != "cumulative":
            faults.append("only a cumulative figure has cumulative_since")
        if type(record["cumulative_since"]) is not date or record["cumulative_since"] > end:
            faults.append("cumulative_since is a day not after event_end")
    return faults


def codes(record: Paragraph) -> list[str]:
    """What is wrong with the codes of countries, currencies and roles."""
    faults = []
    patterns = {"country": "[A-Z]{2}", "nationality": "[A-Z]{2}|foreign", "unit": "[A-Z]{3}"}
    for name, pattern in patterns.items():
        if name in record and not re.fullmatch(pattern, str(record[name])):
            faults.append(f"{name} is {record[name]!r}")
    if record.get("country") == "ZZ":
        faults.append("an unknown country is left out")
    for part in str(record.get("organisations", "")).split("; "):
        if part and part.partition(":")[0] not in definition.ROLES:
            faults.append(f"organisations has {part!r}, which is not role:Name")
    return faults


def faults_of_paragraph(paragraph: Paragraph, part: str, language: str) -> list[str]:
    """Everything in one paragraph that breaks the format, as sentences."""
    fields = {"id", "style", "published_on", "text", "records"}
    if paragraph.keys() != fields:
        return [f"fields are {sorted(paragraph)}, not {sorted(fields)}"]
    faults = []
    mark = "u" if part == "unseen" else ""
    if not re.fullmatch(rf"{language}-{mark}\d{{3}}", paragraph["id"]):
        faults.append(f"the id is not {language}-{mark} and three digits")
    if paragraph["style"] not in STYLES:
        faults.append(f"style is {paragraph['style']!r}")
    day = paragraph["published_on"]
    if type(day) is not date or not EARLIEST <= day <= LATEST:
        faults.append(f"published_on is {day!r}")
    length = len(paragraph["text"].split())
    low, high = MIN_WORDS, MAX_WORDS
    if language in UNSPACED:
        length, low, high = len(paragraph["text"]), MIN_CHARACTERS, MAX_CHARACTERS
    if not low <= length <= high:
        faults.append(f"the text has a length of {length}, not {low} to {high}")
    for record in paragraph["records"]:
        phrase = record.get("phrase")
        faults += [f"{phrase!r}: {fault}" for fault in faults_of_record(record, paragraph)]
    return faults or overlaps(paragraph)


def overlaps(paragraph: Paragraph) -> list[str]:
    """Phrases that share characters of the text: two records would claim one number."""
    spans = sorted(span_of(record, paragraph["text"]) for record in paragraph["records"])
    return [
        f"{paragraph['text'][slice(*one)]!r} and {paragraph['text'][slice(*other)]!r} overlap"
        for one, other in pairwise(spans)
        if other[0] < one[1]
    ]


def span_of(record: Paragraph, text: str) -> tuple[int, int]:
    """Where the record's phrase stands in the text, as start and end."""
    start = -1
    for _ in range(record.get("nth", 1)):
        start = text.index(record["phrase"], start + 1)
    return start, start + len(record["phrase"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_paragraph_keeps_the_format(path: Path) -> None:
    part, _, language = path.stem.partition("_")
    assert part in ("seen", "unseen")
    assert language in MIN_SEEN
    faults = [
        f"{paragraph.get('id')}: {fault}"
        for paragraph in paragraphs(path)
        for fault in faults_of_paragraph(paragraph, part, language)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_third_of_each_file_has_no_figure_to_find(path: Path) -> None:
    """Or a reader that takes every number for a figure would look good."""
    listed = paragraphs(path)
    assert 3 * sum(not paragraph["records"] for paragraph in listed) >= len(listed)


@pytest.mark.parametrize(("language", "least"), MIN_SEEN.items())
def test_each_language_has_enough_seen_paragraphs(language: str, least: int) -> None:
    assert len(paragraphs(FOLDER / f"seen_{language}.yaml")) >= least


def test_ids_and_texts_are_unique() -> None:
    every = [paragraph for path in FILES for paragraph in paragraphs(path)]
    for field in ("id", "text"):
        times = Counter(paragraph[field] for paragraph in every)
        assert [value for value, number in times.items() if number > 1] == []
