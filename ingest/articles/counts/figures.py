"""From numbers to figures: the words around a number say what it counts and how it is limited.

A figure is a number with its qualifier before or after it, and the noun phrase that it belongs to:
"at least 271 Indonesians", "1,930 SIM cards", "five from Hong Kong", "141 of them were Chinese".
Numbers that are something else (ages, prison terms, distances, times) are left out.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.articles.counts.before_number import read_before, read_listed, read_predicate
from ingest.articles.counts.noun_phrase import read_noun
from ingest.articles.words.figure import Figure
from ingest.articles.words.numbers import Number

if TYPE_CHECKING:
    from ingest.articles.words.scanned import Scanned

MAX_WITH_AGES, MIN_AGE, MAX_AGE = 5, 14, 100
MIN_BARE = 10  # a Chinese numeral without a noun below that is part of a name
NEAR_LISTED = 40  # characters between a count and "and a woman"


def figures(scanned: Scanned) -> list[Figure]:
    """Return the figures of a text in their order."""
    found: list[Figure] = []
    left_out: Number | None = None
    for number in sorted([*scanned.numbers, *_single(scanned)]):
        figure = _figure(number, scanned)
        if figure is not None and left_out is not None and figure.is_elided:
            gap = scanned.low[left_out.end : number.start].strip(" ,")
            if gap in scanned.lexicon.data.get("conjunctions", ()):
                figure = None  # "aged 22 and 27"
            elif gap == "" and max(left_out.value, number.value) < MAX_AGE:
                is_list = re.match(r",? (?:and|or) \d|,? \d|[,.]", scanned.low[number.end :])
                figure = None if is_list else figure  # "aged 22, 27 and 31"
        if figure is not None and found and _is_age(figure, found[-1], scanned):
            figure = None
        is_in_brackets = figure is not None and scanned.low[number.start - 1] == "("
        if (is_in_brackets and found and found[-1].value == number.value) and (
            found[-1].number.end == number.start - 2
        ):
            found.pop()  # "one hundred and five (105) suspects"
        if figure is None and found and found[-1].is_elided and _links(found[-1], number, scanned):
            found.pop()  # "to 18 and 16 years"
        if figure is not None:
            found.append(figure)
        left_out = number if figure is None else None
    return found


def _links(last: Figure, number: Number, scanned: Scanned) -> bool:
    """Return whether only "and" or "or" stands between a figure and a number."""
    gap = scanned.low[last.end : number.start].strip(" ,")
    return gap == "or" or gap in scanned.lexicon.data.get("conjunctions", ())


def _is_age(figure: Figure, last: Figure, scanned: Scanned) -> bool:
    """Return whether a bare number is an age: "Two men, 48 and 51, have been charged"."""
    gap = scanned.low[last.end : figure.start].strip()
    return (
        (figure.is_elided and not figure.nation and last.noun != "" and gap == ",")
        and last.value <= MAX_WITH_AGES
        and MIN_AGE <= figure.value < 100
    )


def _single(scanned: Scanned) -> list[Number]:
    """Return the number 1 for each "a Chinese broker", and for the last of "19 men and a woman"."""
    found = []
    leads = tuple(f" {word} " for word in scanned.lexicon.data.get("single_leads", ()))
    for mark in scanned.marks:
        is_listed = mark.kind == "noun" and mark.value.startswith("person.")
        if mark.kind != "nation" and not (is_listed and leads):
            continue
        for word in scanned.lexicon.data.get("one", ()):
            start = mark.start - len(word) - 1
            if (start >= 0 and scanned.low[start : mark.start] == f"{word} ") and (
                start == 0 or not scanned.low[start - 1].isalnum()
            ):
                if is_listed and not (
                    scanned.low[:start].endswith(leads)
                    and any(0 < start - other.end < NEAR_LISTED for other in scanned.numbers)
                ):
                    continue
                how = "words" if is_listed else "one"
                found.append(Number(start, mark.start - 1, Decimal(1), how=how))
    return list(dict.fromkeys(found))


def _figure(number: Number, scanned: Scanned) -> Figure | None:
    low = scanned.low
    relatives = scanned.lexicon.data.get("relative_links", ())
    sentence = scanned.sentence_of(number.start)
    span = scanned.sentences[sentence]
    figure = Figure(number, number.start, number.end, sentence)
    if _is_time(low, number):
        return None
    _read_currency(figure, scanned)
    if not figure.unit and _is_something_else(number, scanned, figure):
        return None
    if (
        number.value == 1
        and low.startswith(" of ", number.end)
        and (not any(mark.kind == "part_links" for mark in scanned.at(number.end + 1)))
    ):
        return None  # "one of Myanmar's largest compounds"
    if low[: number.start].endswith(
        tuple(f" {w} " for w in scanned.lexicon.data.get("excepted", ()))
    ):
        return None  # "all but two of them"
    if number.how == "vague":
        word = scanned.low[number.start : number.end]
        stated = scanned.lexicon.data.get("vague_qualifiers", {})
        figure.qualifier = stated.get(word, "at_least")
    elif number.how == "more":
        figure.qualifier = "more_than"
    elif number.how == "round":
        figure.qualifier = "about" if number.value >= 12 else "exact"
    elif number.how == "range":
        figure.qualifier = "about"
    _read_qualifier(figure, scanned, span.start)
    read_noun(figure, scanned, span.end)
    if (figure.thing == "other" and not (figure.unit and not scanned.lexicon.has_spaces)) or (
        number.how == "one" and not figure.noun and not _ends_list(figure, scanned)
    ):
        return None
    if (
        figure.thing in ("site", "compound", "raid")
        and number.how != "digits"
        and number.value == 1
    ):
        return None  # "一处园区", "one building": no count
    figure.is_reference = figure.is_reference or any(
        m.kind == "part_links" and low[m.start : m.end] not in relatives
        for m in scanned.ending(figure.start - 1)
    )
    for word in scanned.lexicon.data.get("of_words", ()):
        if low[: figure.start].endswith(f" {word} ") and any(
            n.end == figure.start - len(word) - 2 for n in scanned.numbers
        ):
            figure.is_reference = True
    opens = low[span.start : figure.start].strip()
    if opens and opens in scanned.lexicon.data.get("from_total", ()):
        figure.is_reference = True  # "dari 47 orang itu, 12 ..."
    if low[: figure.start].endswith(" of ") and any(
        n.end == figure.start - 4 and n.value > 1 for n in scanned.numbers
    ):
        figure.is_reference = True  # "11 of 250 buildings"
    if not scanned.lexicon.has_spaces or scanned.lexicon.data.get("nation_first"):
        read_before(figure, scanned, span.start)
    if figure.is_elided:
        read_listed(figure, scanned, span.start)
    read_predicate(figure, scanned, span.start, span.end)
    figure.reach = max(figure.reach, figure.end)
    if (number.how == "digits" and figure.is_elided and 1950 <= number.value <= 2050) and (
        number.end - number.start == 4 and figure.qualifier == "exact" and not figure.nation
    ):
        return None
    if figure.thing.startswith("cash") and not figure.unit:
        return None
    if not figure.unit and number.value != int(number.value):
        return None  # "on 12.02.2025"
    said = low[number.start : number.end]
    if figure.is_elided and said in scanned.lexicon.data.get("ordinals", ()):
        return None  # "orang ketiga"
    is_bare = figure.is_elided and number.how == "words" and number.value < MIN_BARE
    if is_bare and not scanned.lexicon.has_spaces and not figure.unit:
        return None  # "金三角"
    if figure.unit and not figure.thing.startswith("cash"):
        figure.thing = "cash"
    return figure


def _ends_list(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a bare nationality ends an enumeration: "14 Malaysians and a Thai"."""
    links = (", ", *(f" {word} " for word in scanned.lexicon.data.get("single_leads", ())))
    low = scanned.low
    before = any(0 < figure.start - n.end < NEAR_LISTED for n in scanned.numbers)
    after = {mark.kind.partition("_")[0] for mark in scanned.at(figure.end + 1)}
    is_noun = bool(after & {"stops", "copulas", "verb"}) or not low[figure.end :][1:2].isalpha()
    return before and low[: figure.start].endswith(links) and is_noun


def _is_time(low: str, number: Number) -> bool:
    before, after = low[max(0, number.start - 2) : number.start], low[number.end : number.end + 2]
    is_clock = bool(re.match(r":\d", after) or re.search(r"\d:$", before))
    if re.search(r"\+\d[\d -]*$", low[max(0, number.start - 16) : number.start]):
        return True  # a telephone number
    is_part_of_name = bool(re.search(r"[+#@/\\]$", before)) or bool(re.match(r"[/\\]\d", after))
    return is_clock or is_part_of_name


def _read_currency(figure: Figure, scanned: Scanned) -> None:
    """Read "US$84,000", "240 billion dong"; the phrase then includes the currency."""
    low, number = scanned.low, figure.number
    start = number.start - (low[number.start - 1 : number.start] in (" ", "\u00a0"))
    currencies = scanned.lexicon.currencies
    for mark in scanned.ending(start):
        if mark.kind == "currency":
            figure.unit, figure.start = currencies[low[mark.start : mark.end]], mark.start
    if figure.unit:
        return
    end = number.end + (low[number.end : number.end + 1] in (" ", "\u00a0"))
    for mark in scanned.at(end):
        if mark.kind == "currency":
            figure.unit, figure.end = currencies[low[mark.start : mark.end]], mark.end


def _is_something_else(number: Number, scanned: Scanned, figure: Figure) -> bool:
    """Return whether the words beside the number make it an age, a distance, part of a name."""
    low = scanned.low
    if number.start and low[number.start - 1].isalpha() and low[number.start - 1].isascii():
        return True
    start = number.start - (low[number.start - 1 : number.start] == " ")
    if any(mark.kind == "not_counts_before" for mark in scanned.ending(start)):
        return True
    if number.start and low[number.start - 1] in ".．":
        return True  # ".45手枪"
    inside = scanned.within(max(0, start - 40), number.end, "not_counts_before")
    if any(mark.start < number.start < mark.end for mark in inside):
        return True  # "aged between 19 and 56"
    end = number.end + (low[number.end : number.end + 1] == " ")
    ends = {end, number.end}
    ends |= {m.end for place in ends for m in scanned.at(place) if m.kind == "qualifier_after"}
    kinds = {mark.kind for place in ends for mark in scanned.at(place)}
    is_compound = low[number.end : number.end + 1] == "-" and low[number.end + 1 :][:1].isalpha()
    odd = [m for place in (number.end, number.end + 1) for m in scanned.at(place)]
    is_compound = is_compound and not any(m.kind == "qualifier_after" for m in odd)  # "40-odd"
    return is_compound or "not_counts_after" in kinds or "collectives" in kinds


def _read_qualifier(figure: Figure, scanned: Scanned, first: int) -> None:
    low = scanned.low
    at = figure.start
    while at > first and low[at - 1] in " \u00a0":
        at -= 1
    before = [m for m in scanned.ending(at) if m.kind == "qualifier_before" and m.start >= first]
    for mark in before:
        figure.qualifier, figure.start = mark.value, mark.start
        figure.rules.append("qualifier_before")
        # "just over" is one phrase; a vague word before a range stays with it
    at = figure.end
    while at < len(low) and low[at] in " \u00a0-":
        at += 1
    for place in (figure.end, at):
        for mark in scanned.at(place):
            if mark.kind == "qualifier_after":
                figure.qualifier, figure.end = mark.value, mark.end
                figure.rules.append("qualifier_after")
                return
