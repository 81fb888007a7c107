"""Dates in a text, resolved against the day of publication.

A weekday is the last one up to that day, a day or month without a year likewise. "Next Monday" and
"next week" lie after it. Names of months and weekdays are those of CLDR, by Babel; the words around
them stand in the lexicon.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.articles.words.days import (
    DAY,
    Made,
    calendar_names,
    month_span,
    months_span,
    number_of,
    past,
    period_span,
    stated_month,
)
from ingest.articles.words.marks import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.articles.words.lexicon import Lexicon


class DateMention(NamedTuple):
    """A date in a text: its place, its first and last day, its precision, and if it is a since."""

    start: int
    end: int
    first: date
    last: date
    precision: str
    is_since: bool = False


def dates(text: str, lexicon: Lexicon, published: date | None) -> list[DateMention]:
    """Return the dates of a comparable text in their order; the longest of those that overlap.

    Without a day of publication only dates with a year are resolved.
    """
    found: list[DateMention] = []
    for pattern, make in _patterns(lexicon.language):
        for match in pattern.finditer(text):
            try:
                made = make(match, published)
            except (ValueError, OverflowError):
                continue
            if made is not None:
                first, last, precision = made
                since = _since(text, match, lexicon)
                if since is not None and published is not None and last <= published:
                    until = last if precision == "range" else published
                    found.append(DateMention(since, match.end(), first, until, "range", True))
                else:
                    found.append(DateMention(*match.span(), first, last, precision))
    found.sort(key=lambda mention: (mention.start - mention.end, mention.start))
    kept: list[DateMention] = []
    for mention in found:
        if not any(mention.start < k.end and k.start < mention.end for k in kept):
            kept.append(mention)
    return sorted(kept)


def _since(text: str, date: re.Match[str], lexicon: Lexicon) -> int | None:
    """Return where a date with "since" begins, before or after it; None if there is no "since"."""
    words, start = lexicon.data["dates"].get("since", ()), date.start()
    after = tuple(lexicon.data["dates"].get("since_after", ()))
    if after and text.startswith(after, date.end()):
        return start
    before = text[max(0, start - 24) : start]
    for word in words:
        found = re.search(rf"(?:^|\W|(?<=[\u2e80-\uffff]))({re.escape(word)})\W{{0,2}}$", before)
        if found or (not lexicon.has_spaces and before.endswith(word)):
            return start - len(before) + (found.start(1) if found else before.rindex(word))
    return None


def _named_month(part: dict[str, str | None], published: date | None) -> str | None:
    """Return the number of "this month" (group `now`) or "last month" (group `before`)."""
    if published is None or not (part.get("now") or part.get("before")):
        return None
    month = published.month
    return str(month if part.get("now") else (month - 2) % 12 + 1)


@cache
def _patterns(
    language: str,
) -> list[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Made]]]:
    from ingest.articles.words.lexicon import lexicon as lexicon_of

    lexicon = lexicon_of(language)
    return list(_made(lexicon))


def _any(words: Any) -> str:
    ordered = sorted(map(str, words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(comparable(word)) for word in ordered) + ")"


def _made(
    lexicon: Lexicon,
) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Made]]]:
    words, numbers = lexicon.data["dates"], lexicon.data["number_words"]
    months, weekdays = calendar_names(lexicon.language)
    edge, tail = (r"(?<![\w])", r"(?![\w])") if lexicon.has_spaces else ("", "")
    month = rf"(?P<month>{_any(months)})\.?"
    day, day2 = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?", r"(?P<day2>\d{1,2})(?:st|nd|rd|th|er|º)?"
    and_ = rf"\s*{_any(words['and'])}\s*"
    lead = rf"(?:{_any(words['between'])}\s+)?"
    of = rf"(?:\s+{_any(words['of'])})?" if words.get("of") else ""
    year = rf"(?:,?{of}\s+(?P<year>(?:19|20)\d\d))?"

    def whole(match: re.Match[str], published: date | None) -> Made:
        part = match.groupdict()
        number = months[part["month"]]
        stated = int(part["year"]) if part.get("year") else None
        if stated is None and published is None:
            return None
        if part.get("day") is None and part.get("month2"):
            first_year = int(part["year1"]) if part.get("year1") else None
            return months_span((number, first_year), (months[part["month2"]], stated), published)
        if part.get("day") is None:
            return month_span(number, stated, published)
        first = past(int(part["day"]), number, stated, published)
        if part.get("day2") is None:
            return first, first, "day"
        month2 = months[part["month2"]] if part.get("month2") else number
        last = past(int(part["day2"]), month2, stated or first.year, published)
        return (first, last, "range") if first <= last else None

    def full(match: re.Match[str], published: date | None) -> Made:
        part = match.groupdict()
        stated = int(part["year"]) if part.get("year") else None
        if stated is not None and stated < 100:
            stated += 2000
        if part.get("past") and published is not None:
            stated = published.year - 1
        if stated is None and published is None:
            return None
        part["m"] = part.get("m") or part.get("m2") or _named_month(part, published)
        number = stated_month(part, published)
        if part.get("day") is None and part.get("m2"):
            first_year = int(part["year1"]) if part.get("year1") else None
            end = (number_of(part["m2"] or ""), stated)
            return months_span((number, first_year), end, published)
        if part.get("day") is None:
            return month_span(number, stated, published)
        first = past(number_of(part["day"]), number, stated, published)
        if part.get("day2"):
            month2 = number_of(part.get("m2") or str(number))
            last = past(number_of(part["day2"]), month2, first.year, None)
            return (first, last, "range") if first <= last else None
        return first, first, "day"

    yield re.compile(rf"{edge}{lead}{day}{and_}{day2}{of}\s+{month}{year}{tail}"), whole
    month2 = month.replace("?P<month>", "?P<month2>")
    yield (
        re.compile(rf"{edge}{lead}{day}{of}\s+{month}{and_}{day2}{of}\s+{month2}{year}{tail}"),
        whole,
    )
    yield re.compile(rf"{edge}{lead}{month}\s+{day}{and_}{month2}\s+{day2}{year}{tail}"), whole
    yield re.compile(rf"{edge}{lead}{month}\s+{day}{and_}{day2}{year}{tail}"), whole
    yield re.compile(rf"{edge}{day}{of}\s+{month}{year}{tail}"), whole
    yield re.compile(rf"{edge}{month}\s+{day}(?!\d|[.,]\d|:\d){year}{tail}"), whole
    if lexicon.language not in ("zh", "ko", "ja"):
        long_months = _any(name for name in months if len(name) > 3)
        first_, year1 = rf"(?P<month>{long_months})", year.replace("?P<year>", "?P<year1>")
        second = rf"(?P<month2>{long_months})"
        yield re.compile(rf"{edge}{lead}{first_}{year1}{and_}{second}{year}{tail}"), whole
        yield re.compile(rf"{edge}(?P<month>{long_months}){year}{tail}"), whole
    yield re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<m>\d{1,2})-(?P<day>\d{1,2})(?!\d)"), full
    for pattern in words.get("patterns", ()):
        yield re.compile(pattern), full
    yield from _relative(lexicon, weekdays, numbers, edge, tail)


def _relative(
    lexicon: Lexicon, weekdays: dict[str, int], numbers: dict[str, int], edge: str, tail: str
) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Made]]]:
    words = lexicon.data["dates"]
    last, next_ = _any(words["last"]), _any(words["next"])
    this, gap = _any(words["this"]), r"\s+" if lexicon.has_spaces else r"\s*"
    named = rf"(?P<weekday>{_any(weekdays)})"
    ahead = rf"(?P<next>{next_}{gap})?"

    def weekday(match: re.Match[str], published: date | None) -> Made:
        if published is None:
            return None
        part = match.groupdict()
        back = (published.weekday() - weekdays[part["weekday"]]) % 7
        if part.get("next") or part.get("next2"):
            day = published + ((7 - back) % 7 or 7) * DAY
            return day, day, "day"
        day = published - (back or (7 if part.get("last") else 0)) * DAY
        if part.get("weekday2"):
            end = published - ((published.weekday() - weekdays[part["weekday2"]]) % 7) * DAY
            return (end - ((end - day).days % 7) * DAY, end, "range")
        return day, day, "day"

    and_ = rf"\s*{_any(words['and'])}\s*"
    yield (
        re.compile(rf"{edge}{named}{and_}{named.replace('?P<weekday>', '?P<weekday2>')}{tail}"),
        weekday,
    )
    if words.get("after_noun"):  # "Rabu lalu", "thứ Tư tuần trước"
        yield (
            re.compile(rf"{edge}{named}{gap}(?:(?P<last>{last})|(?P<next2>{next_})){tail}"),
            weekday,
        )
    yield re.compile(rf"{edge}{ahead}(?P<last>{last}{gap})?{named}{tail}"), weekday

    def relative(match: re.Match[str], published: date | None) -> Made:
        if published is None:
            return None
        day = published + words["relative"][match[0]] * DAY
        return day, day, "day"

    known = {comparable(word): shift for word, shift in words["relative"].items()}
    words["relative"] = known
    yield re.compile(rf"{edge}{_any(known)}{tail}"), relative

    def period(unit: str, shift: int) -> Callable[[re.Match[str], date | None], Made]:
        return lambda match, published: period_span(unit, shift, published)

    for unit in ("week", "month", "year", "weekend"):
        noun = _any(words.get(unit, ())) if words.get(unit) else None
        if noun is None:
            continue
        for shift, word in ((-1, last), (1, next_), (0, this)):
            order = rf"{noun}{gap}{word}" if words.get("after_noun") else rf"{word}{gap}{noun}"
            yield re.compile(rf"{edge}{order}{tail}"), period(unit, shift)

    if words.get("weekend_phrases"):
        yield re.compile(rf"{edge}{_any(words['weekend_phrases'])}{tail}"), period("weekend", -1)
    count = rf"(?P<count>\d{{1,2}}|{_any(numbers)})"

    def days(match: re.Match[str], published: date | None) -> Made:
        if published is None:
            return None
        text = match["count"]
        number = int(text) if text.isdigit() else numbers.get(text, 0)
        if not 1 < number < 100:
            return None
        return published - (number - 1) * DAY, published, "duration"

    over, day = _any(words["over"]), _any(words["days"])
    span = (
        rf"{edge}{over}{gap}(?:{_any(words['the'])}{gap})?(?:{last}{gap})?{count}{gap}{day}{tail}"
        if words.get("the")
        else rf"{edge}{over}{gap}{count}{gap}{day}{tail}"
    )
    yield re.compile(span), days

    def year(match: re.Match[str], published: date | None) -> Made:
        number = int(match["year"])
        if published is not None and number > published.year:
            return None
        return date(number, 1, 1), date(number, 12, 31), "year"

    if words.get("year_mark"):  # "2023年"
        yield re.compile(rf"(?<!\d)(?P<year>20[0-3]\d){_any(words['year_mark'])}"), year
    if words.get("in_year"):
        yield re.compile(rf"{edge}{_any(words['in_year'])}\s*(?P<year>20[0-3]\d)(?![\d,.]\d)"), year
    for word in words.get("since", ()):  # the word is no part of the match: it makes a since of it
        yield re.compile(rf"(?<={edge}{re.escape(word)} )(?P<year>20[0-3]\d)(?![\d,.]\d)"), year
