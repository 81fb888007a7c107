"""How a figure stands: total, part, running total or stock; planned or denied; event or background.

The cues are lists of the lexicon. A cue counts for the figures of its clause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.totals.inherited import GROUP, inherit
from ingest.articles.totals.running_totals import is_of_running, is_running, is_stock, mark_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.words.figure import Figure
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

NEAR = 45  # characters between a cue and the figure that it speaks of
NEAR_CUE = 14  # characters between a word of estimates and its figure
MIN_INDUSTRY = 10_000  # persons of a whole industry, where a text speaks of estimates
HELD = ("persons_detained", "persons_present")
STATUSES = ("denied", "withdrawn", "planned")


def stand(found: list[Figure], scanned: Scanned) -> list[Figure]:
    """Set counts_as, status, inherited nationality and qualifier; return the figures that stay."""
    counted = [f for f in found if f.measure and not _is_mere_one(f, found, scanned)]
    kept = [figure for figure in counted if _is_event(figure, scanned)]
    referred = [f for f in found if f.is_reference and f not in kept]
    others = [*scanned.lexicon.data.get("others", ()), *scanned.lexicon.data.get("generic", ())]
    for at, figure in enumerate(kept):
        before = kept[:at]
        _set_status(figure, scanned)
        figure.antecedent = _antecedent(figure, before)
        figure.is_member = _is_part(figure, kept, before, scanned)
        if figure.measure == "persons_present" or is_stock(figure, scanned):
            figure.counts_as = "stock"
        elif is_running(figure, scanned) or is_of_running(figure, before, scanned):
            figure.counts_as = "cumulative"
            figure.rules.append("running_total")
        elif figure.is_member:
            whole = figure.antecedent
            is_subset = whole is not None and whole.counts_as == "cumulative"
            figure.counts_as = "cumulative" if is_subset else "part"
            figure.rules.append("part")
        inherit(figure, before, kept, others, scanned, found)
        if not figure.nation and figure.measure.startswith("persons_"):
            totals = [r for r in referred if _is_of(figure, r)]
            earlier = [k for k in before if any(k.value == total.value for total in totals)]
            figure.nation = next((f.nation for f in [*totals, *earlier] if f.nation), "")
        _share(figure, before, scanned.lexicon.data.get("others", ()))
    mark_sums(kept)
    return kept


def _is_of(figure: Figure, total: Figure) -> bool:
    """Return whether a sentence names a total before its part: "of the 110 Thais, 97 were"."""
    is_before = figure.sentence == total.sentence and total.end <= figure.start
    return is_before and figure.value <= total.value


def _is_mere_one(figure: Figure, found: list[Figure], scanned: Scanned) -> bool:
    """Return whether the text speaks of a person ("seorang lelaki") and doesn't count any.

    A nationality makes a count of it in an enumeration only: "44 Chinese and one Japanese".
    """
    words = scanned.lexicon.data.get("mere_ones", ())
    said = scanned.low[figure.number.start : figure.number.end]
    has_link = figure.has_link or any(m.kind == "part_links" for m in scanned.at(figure.end + 1))
    generic = scanned.lexicon.data.get("generic", ())
    if figure.measure in ("persons_killed", "persons_injured") and figure.noun in generic:
        return False  # "một người chết"
    if said not in words or has_link or not figure.measure.startswith("persons_"):
        return False
    others = [other for other in found if other is not figure and other.chain == figure.chain]
    return not (figure.nation and others)


def _is_whole(figure: Figure, scanned: Scanned) -> bool:
    """Return whether the figure is what others are a part of: "119 Thais, among 230 foreigners"."""
    words = scanned.lexicon.data.get("among", ())
    before = scanned.low[: figure.start].rstrip()
    return before.endswith(tuple(f" {word}" for word in words))


def _share(figure: Figure, before: list[Figure], others: Sequence[str]) -> None:
    """Take the total's word for "those detained"; "28 others" make parts of both.

    The word stays if the text has stated a total in that word too.
    """
    whole = figure.antecedent
    is_noun = figure.verb is not None and figure.verb.kind == "verb_noun"
    is_told = any(other.measure == figure.measure and not other.nation for other in before)
    if whole is not None and figure.counts_as == "part" and is_noun and not is_told:
        figure.measure = whole.measure
    last = before[-1] if before else None
    if figure.noun not in others or figure.counts_as != "total" or last is None:
        return
    if (last.sentence, last.measure) == (figure.sentence, figure.measure):
        last.counts_as = figure.counts_as = "part"


def _is_event(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a figure may be about an event at all; marks estimates."""
    span = scanned.sentences[figure.sentence]
    topics = scanned.within(span.start, span.end, "topics")
    others = scanned.within(span.start, span.end, "other_topics")
    others = [m for m in others if m.start == span.start or not scanned.text[m.start].isupper()]
    if others and not topics:  # "Drug Enforcement Commission" is a name
        return False
    if figure.unit:
        for mark in scanned.within(span.start, span.end, "not_events"):
            if (
                abs(mark.end - figure.start) < NEAR or abs(mark.start - figure.end) < NEAR // 2
            ) and (figure.verb is None or not _between(figure, mark.start)):
                return False
    limits = {m.start for m in scanned.within(span.start, span.end, "qualifier_before")}
    cues = [m for m in scanned.within(span.start, span.end, "background") if m.start not in limits]
    if figure.measure == "compounds_identified":
        cues += scanned.within(span.start, span.end, "background_sites")
    rates = scanned.within(figure.end, span.end, "rates")[:1]
    later = tuple(f" {word}" for word in scanned.lexicon.data.get("distances", ()))
    if any(m.start - figure.end <= 1 and not scanned.low.startswith(later, m.end) for m in rates):
        figure.is_estimate = True  # "300 people a day"
    if figure.measure == "losses":  # "are believed to have lost" isn't a statistic
        hedges = scanned.lexicon.data.get("hedges", ())
        cues = [m for m in cues if scanned.low[m.start : m.end] not in hedges]
    elif figure.measure == "persons_present" and not limits.isdisjoint({figure.start}):
        cues += scanned.within(figure.start, figure.end, "background")
    if _is_yearly(figure, scanned) or (cues and _is_background(figure, cues)):
        figure.is_estimate = True
        figure.rules.append("background")
    return True


def _between(figure: Figure, place: int) -> bool:
    """Return whether the verb stands nearer to the figure than a place."""
    assert figure.verb is not None
    own = min(abs(figure.verb.end - figure.start), abs(figure.verb.start - figure.end))
    return own < min(abs(place - figure.start), abs(place - figure.end))


def _is_yearly(figure: Figure, scanned: Scanned) -> bool:
    """Return whether losses are those of a whole period, which are statistics and no event."""
    span = scanned.sentences[figure.sentence]
    if figure.measure == "losses" and scanned.within(span.start, span.end, "periods"):
        return True
    if figure.verb and scanned.low[figure.verb.start : figure.verb.end] in scanned.lexicon.data.get(
        "takes", ()
    ):
        return False
    return figure.measure == "losses" and any(
        mention.precision == "year" and span.start <= mention.start < span.end
        for mention in scanned.dates
    )


def _is_background(figure: Figure, cues: list[Mark]) -> bool:
    """Return whether a word of estimates speaks of a figure and not of another one."""
    if figure.measure in ("compounds_identified", "losses", "persons_present"):
        return True
    is_many = figure.value >= MIN_INDUSTRY and figure.measure in HELD
    if figure.verb is None or is_many:
        return True
    left = min(figure.start, figure.verb.start) - NEAR_CUE
    right = max(figure.end, figure.verb.end) + NEAR_CUE
    return any(left <= cue.start and cue.end <= right for cue in cues)


def _set_status(figure: Figure, scanned: Scanned) -> None:
    span = scanned.sentences[figure.sentence]
    left, right = span.start, min(span.end, figure.end + 70)
    verb = figure.verb
    for status in STATUSES:
        for mark in scanned.within(left, right, status):
            if status == "planned":
                limit = max(figure.end, verb.start if verb else 0)
                near = mark.end <= limit or mark.start - figure.end < NEAR
                far_left = mark.end < figure.start and figure.start - mark.end > 90
                if not near or far_left or not _plans(figure, mark.start, mark.end, scanned):
                    continue
            elif mark.start > figure.start or figure.start - mark.end > 80:
                continue
            figure.status = status
            figure.rules.append(status)
            return


def _plans(figure: Figure, start: int, end: int, scanned: Scanned) -> bool:
    """Return whether a word of the future stands with the verb of the figure."""
    verb = figure.verb
    if verb is None:
        return True
    if verb.start <= end and start < verb.end:
        return True
    left, right = min(verb.start, figure.start), max(verb.end, figure.end)
    low = scanned.low
    if left <= start and end <= right:
        return True
    gap = low[end:left] if end <= left else low[right:start]
    if start >= right and any(right <= number.start < start for number in scanned.numbers):
        return False  # "400 returned, with another 154 expected to"
    return len(gap) < NEAR and not re.search(r"[.;]", gap)


def _antecedent(figure: Figure, before: list[Figure]) -> Figure | None:
    """Return the total that a figure is a part of: the nearest larger one of its group."""
    group = GROUP.get(figure.measure, figure.measure)
    for other in reversed(before):
        if other.chain == figure.chain or other.is_member:
            continue
        if (
            GROUP.get(other.measure, other.measure) == group and other.status == figure.status
        ) and (other.value >= figure.value):
            return other
    return None


def _is_part(figure: Figure, kept: list[Figure], before: list[Figure], scanned: Scanned) -> bool:
    if figure.is_reference or _is_whole(figure, scanned):
        return False
    if figure.is_part and figure.antecedent is not None:
        return True
    if figure.unit:
        return False
    if figure.has_link and "as_before" in figure.rules:
        return True
    if "of_them" in figure.rules:
        return False
    if any(
        other.chain == figure.chain and other.measure == figure.measure
        for other in kept
        if other is not figure and not figure.unit
    ):
        return True
    same = [other for other in before if other.chain == figure.chain]
    if any(other.counts_as == "part" and other.measure == figure.measure for other in same):
        return True
    span = scanned.sentences[figure.sentence]
    first = min([figure, *same], key=lambda other: other.start)
    whole = figure.antecedent
    start = max(span.start, whole.end if whole and whole.sentence == figure.sentence else 0)
    cues = [m for m in scanned.within(start, first.start, "parts") if first.start - m.end < 60]
    if cues and whole is not None:
        return True
    if whole is None:
        return False
    if not figure.measure.startswith("persons_"):
        return False
    is_narrower = bool(
        (figure.nation and figure.nation != whole.nation and whole.nation in ("", "foreign"))
        or (figure.sex and not whole.sex)
        or (figure.age and not whole.age)
    )
    return is_narrower and figure.sentence - whole.sentence <= 2 and figure.value < whole.value
