"""Days and spans of days: what "the 12th", "in March" and "last week" mean on a given day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from ingest.articles.words.gazetteer import LOCALES
from ingest.articles.words.marks import comparable

DAY = timedelta(days=1)
AHEAD = 3  # days after the publication that a bare day of the month may mean
MAX_AHEAD = 45  # likewise, of a day with a month

Made = tuple[date, date, str] | None


def calendar_names(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of months (1 to 12) and weekdays (Monday is 0) by their names."""
    from babel import Locale

    locale = Locale(LOCALES.get(language, language))
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for form in ("stand-alone", "format"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[form][width].items():
                key = comparable(name).rstrip(".")
                if len(key) > 2 and not key.isdigit():
                    months.setdefault(key, number)
            if width == "wide" or language in ("zh", "ja"):
                for number, name in locale.days[form][width].items():
                    weekdays.setdefault(comparable(name), number)
    from ingest.articles.words.lexicon import lexicon as lexicon_of

    words = lexicon_of(language).data["dates"]
    months |= {comparable(str(k)): v for k, v in words.get("months", {}).items()}
    weekdays |= {comparable(str(k)): v for k, v in words.get("weekdays", {}).items()}
    return months, weekdays


def number_of(text: str) -> int:
    """Return a number of a date, which may be in Chinese characters: "十一"."""
    if text.isdigit():
        return int(text)
    import cn2an

    return int(cn2an.cn2an(text.replace("廿", "二十"), "smart"))


def stated_month(part: dict[str, str | None], published: date | None) -> int:
    """Return the month that is stated, or that of the last such day: "on the 12th"."""
    if part.get("m"):
        return number_of(part["m"] or "0")
    assert published is not None, "a day without month and year needs a day of publication"
    is_past = number_of(part["day"] or "0") > published.day + AHEAD
    return (published.month - 2) % 12 + 1 if is_past else published.month


def past(day: int, month: int, year: int | None, published: date | None) -> date:
    """Return the day; without a year, the last such day up to a month after the publication."""
    if year is not None:
        return date(year, month, day)
    if published is None:
        raise ValueError("a day without a year")
    found = date(published.year, month, day)
    return found if found <= published + MAX_AHEAD * DAY else date(published.year - 1, month, day)


def month_span(month: int, year: int | None, published: date | None) -> Made:
    """Return a month; without a year, the last one up to the publication."""
    if year is None:
        if published is None:
            return None
        year = published.year if month <= published.month else published.year - 1
    last = date(year, month, monthrange(year, month)[1])
    return date(year, month, 1), _up_to(published, last), "month"


def months_span(
    first: tuple[int, int | None], last: tuple[int, int | None], published: date | None
) -> Made:
    """Return the days from a month to another, each with its year if stated."""
    end = month_span(*last, published)
    if end is None:
        return None
    year = first[1] or end[0].year - (first[0] > last[0])
    return date(year, first[0], 1), end[1], "range"


def _up_to(published: date | None, last: date) -> date:
    """Return the end of a span that includes the publication, and is not over."""
    is_open = published is not None and (last.year, last.month) == (published.year, published.month)
    return min(last, published) if is_open and published else last


def period_span(unit: str, shift: int, published: date | None) -> Made:
    """Return the week, weekend, month or year `shift` units after that of the publication."""
    if published is None:
        return None
    if unit == "week":
        first = published - published.weekday() * DAY + 7 * shift * DAY
        last = first + 6 * DAY
    elif unit == "weekend":
        first = published - (published.weekday() + 2) * DAY
        last = first + DAY
    elif unit == "month":
        number = published.year * 12 + published.month - 1 + shift
        return month_span(number % 12 + 1, number // 12, published)
    else:
        number = published.year + shift
        first, last = date(number, 1, 1), date(number, 12, 31)
        return first, min(last, published) if shift == 0 else last, "year"
    return first, min(last, published) if shift == 0 else last, "week"
