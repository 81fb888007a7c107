"""When an event took place, by the dates near its figure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ingest.articles.words.dates import DateMention
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

WEEK = timedelta(days=7)
BEFORE_PLAN = 60  # characters: "will be produced before a magistrate on Saturday"
AFTER_SPEECH = 26  # characters: "said late on Wednesday"
OWN_DAY = ("persons_charged", "persons_convicted")  # of a court, not of the raid before
BACK, AHEAD = 3, 3  # sentences in which a date may be that of a figure's event
MAX_DATELINE = 40  # characters before the date of a dateline: "KUALA LUMPUR, Oct 7 —"
_AFTER_DATELINE = re.compile(r"(?:,? \d{4})?\s*(?:\([^)]{0,30}\)\s*)?[-–—:]\s")


class Span(NamedTuple):
    """The first and the last day of an event, the precision, and the start of a running total."""

    first: date
    last: date
    precision: str
    since: date | None = None


def when(figure: Figure, kind: str, scanned: Scanned) -> Span | None:
    """Return the days of a figure's event; None if the text and the page state none.

    The date of the figure's sentence counts, the nearest to its verb; then one of the sentences
    before, then after. A date of speech ("police said on Wednesday"), and then the day of
    publication, are the last resort.
    """
    since = _since(figure, scanned)
    if since is not None:
        return Span(since.first, _until(since, figure, scanned), "range", since.first)
    own = _own(figure, scanned)
    if own is not None:
        return _span(own, scanned)
    if figure.counts_as == "stock" and kind != "raid" and scanned.published is not None:
        spoken = _statement(figure, scanned)
        day = spoken.last if spoken else scanned.published
        return Span(day, day, "day")  # a stock is of the day on which it was stated
    for mention in _in_sentence(figure.sentence, scanned):
        if mention.is_since and mention.start < figure.start and figure.counts_as != "cumulative":
            return Span(mention.first, _until(mention, figure, scanned), "range")
    around = (*range(-1, -BACK - 1, -1), *range(1, AHEAD + 1))
    if figure.measure in OWN_DAY and not _is_in_headline(figure, scanned):
        around = ()
    for distance in around:
        number = figure.sentence + distance
        if 0 <= number < len(scanned.sentences) and _is_same_paragraph(figure, number, scanned):
            found = [m for m in _in_sentence(number, scanned) if not _is_speech(m, scanned)]
            found = [m for m in found if not m.is_since and not _is_future(m, scanned)]
            found = [m for m in found if not _is_planned(m, scanned)]
            if distance > 0:  # what follows must be exact to be about what stands before
                found = [m for m in found if m.precision in ("day", "duration", "range", "week")]
            if found and scanned.published is not None and found[0].precision != "year":
                return _span(found[0] if distance > 0 else found[-1], scanned)
    spoken = _statement(figure, scanned)
    if spoken is not None:
        return _span(spoken, scanned)
    if scanned.published is None:
        return None
    return Span(scanned.published, scanned.published, "day")


def _statement(figure: Figure, scanned: Scanned) -> DateMention | None:
    """Return when the figure was stated: the nearest date of speech, or else the dateline's."""
    stated = [m for m in scanned.dates if not m.is_since and not _is_future(m, scanned)]
    stated = [m for m in stated if _is_speech(m, scanned)]
    return min(
        stated,
        key=lambda m: (
            _is_dateline(m, scanned),
            abs(scanned.sentence_of(m.start) - figure.sentence),
            m.start,
        ),
        default=None,
    )


def _is_dateline(mention: DateMention, scanned: Scanned) -> bool:
    """Return whether a date is that of a dateline: "KUALA LUMPUR, Oct 7 —", "万象9月5日电"."""
    line = scanned.low.rfind("\n", 0, mention.start) + 1
    if mention.start - line > MAX_DATELINE or mention.start == line:
        return False
    words = tuple(scanned.lexicon.data.get("dateline_words", ()))
    after = scanned.low[mention.end :]
    return bool(_AFTER_DATELINE.match(after)) or (bool(words) and after.startswith(words))


def _until(since: DateMention, figure: Figure, scanned: Scanned) -> date:
    """Return the last day of a running total: that of the statement, unless the text has one."""
    spoken = _statement(figure, scanned)
    if since.last != scanned.published or spoken is None:
        return since.last
    return max(since.first, spoken.last)


def _since(figure: Figure, scanned: Scanned) -> DateMention | None:
    if figure.counts_as != "cumulative" or figure.measure == "losses":
        return None  # the span of losses is that of the crime
    before = (figure.sentence - 1,) if figure.is_member and figure.sentence else ()
    for number in (figure.sentence, *before):
        found = [m for m in _in_sentence(number, scanned) if m.is_since]
        if found:
            return found[0]
    span = scanned.sentences[figure.sentence]
    words = scanned.lexicon.data["dates"].get("start_of_year", ())
    text = scanned.low[span.start : span.end]
    if scanned.published is not None and any(word in text for word in words):
        first = date(scanned.published.year, 1, 1)
        from ingest.articles.words.dates import DateMention

        return DateMention(span.start, span.start, first, scanned.published, "range", True)
    return None


def _own(figure: Figure, scanned: Scanned) -> DateMention | None:
    found = [m for m in _in_sentence(figure.sentence, scanned) if not _is_speech(m, scanned)]
    found = [m for m in found if not m.is_since]
    if figure.status != "planned":
        found = [m for m in found if not _is_future(m, scanned) and not _is_planned(m, scanned)]
    if not found:
        return None
    places = [figure.start, *([figure.verb.start] if figure.verb else [])]
    nearest = min(found, key=lambda m: min(abs(m.start - place) for place in places))
    if scanned.low[nearest.start : nearest.end] in scanned.lexicon.data["dates"].get(
        "day_before", ()
    ):
        spoken = [m for m in _in_sentence(figure.sentence, scanned) if _is_speech(m, scanned)]
        day = spoken[0].first - timedelta(1) if spoken else nearest.first
        nearest = nearest._replace(first=day, last=day)
    return _ahead(nearest, scanned) if figure.status == "planned" else nearest


def _ahead(mention: DateMention, scanned: Scanned) -> DateMention:
    """Return the weekday after the publication: "will bring them home on Saturday"."""
    words = scanned.low[mention.start : mention.end]
    is_weekday = mention.precision in ("day", "range") and not any(c.isdigit() for c in words)
    if not is_weekday or scanned.published is None or mention.last >= scanned.published:
        return mention
    return mention._replace(first=mention.first + WEEK, last=mention.last + WEEK)


def _in_sentence(number: int, scanned: Scanned) -> list[DateMention]:
    span = scanned.sentences[number]
    return [m for m in scanned.dates if span.start <= m.start < span.end]


def _is_in_headline(figure: Figure, scanned: Scanned) -> bool:
    return "\n" not in scanned.text[: figure.end] and "\n" in scanned.text[figure.end :]


def _is_same_paragraph(figure: Figure, number: int, scanned: Scanned) -> bool:
    one, other = sorted((figure.start, scanned.sentences[number].start))
    between = scanned.text[one:other]
    is_title = _is_in_headline(figure, scanned) and "\n" in between  # the lead has its day
    return "\n\n" not in between or number < figure.sentence or is_title


def _is_speech(mention: DateMention, scanned: Scanned) -> bool:
    """Return whether a date says when somebody spoke."""
    if _is_dateline(mention, scanned):
        return True
    marks = tuple(scanned.lexicon.data["dates"].get("as_of", ()))
    if marks and scanned.low[: mention.start].rstrip().endswith(marks):
        return True  # "as of 14 August, 148 remain"
    if any(mark.kind == "speech" for mark in scanned.at(mention.end + 1)):
        return True  # "today presented"
    before = scanned.within(max(0, mention.start - AFTER_SPEECH), mention.start, "speech")
    if not before:
        return False
    between = scanned.low[before[-1].end : mention.start].rstrip(" ,")  # "katanya, Rabu"
    return not any(c in between for c in ",.;，。")


def _is_planned(mention: DateMention, scanned: Scanned) -> bool:
    """Return whether a date is that of a plan: "they will appear in court on Saturday"."""
    before = scanned.within(max(0, mention.start - BEFORE_PLAN), mention.start, "planned")
    return bool(before) and not any(c in scanned.low[before[-1].end : mention.start] for c in ".;")


def _is_future(mention: DateMention, scanned: Scanned) -> bool:
    return scanned.published is not None and mention.first > scanned.published


def _span(mention: DateMention, scanned: Scanned) -> Span:
    if mention.precision == "duration":  # up to the last day that the text names
        days = [m.last for m in scanned.dates if m.precision == "day" and _is_speech(m, scanned)]
        shift = (max(days) - mention.last) if days else timedelta(0)
        return Span(mention.first + shift, mention.last + shift, "range")
    first, last = mention.first, mention.last
    if first == last:
        return Span(first, last, "day")
    if mention.precision == "month":
        return Span(first, last, "month")
    is_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return Span(first, last, "year" if is_year else "range")
