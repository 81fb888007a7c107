"""Keep one of several tellings of a figure: headline, lead and body often repeat a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.articles.totals.inherited import GROUP
from ingest.articles.words.scanned import is_definite
from ingest.record.definition import CRYPTO_UNITS

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

MAX_SMALL = 3  # a value that several figures may have
MIN_ROUNDED = 20
MAX_TITLE = 160  # characters of a headline
STOPS = (".", "!", "?", "。", "！", "？", "”", '"')
# By qualifier, the shares of a round number within which the exact one lies.
ROUNDED = {"nearly": (0.9, 1.0), "more_than": (1.0, 1.15), "about": (0.95, 1.05)}


def once(found: list[Figure], scanned: Scanned) -> list[Figure]:
    """Return each figure once, in its most qualified form, in the order of the text.

    Two figures are one if measure, value, unit and status are equal and neither contradicts the
    other in nationality, sex or age group.
    """
    if scanned.lexicon.data.get("serial_verbs"):  # "九人当中的四人"
        found = [f for f in found if not (f.is_reference and "as_before" in f.rules)]
    definite = [figure for figure in found if is_definite(figure, scanned)]
    kept: list[Figure] = []
    for figure in found:
        if any(_is_named_again(figure, other, definite, scanned) for other in kept):
            continue
        same = next((other for other in kept if _is_same(other, figure)), None)
        if same is None:
            kept.append(figure)
        elif _weight(figure) > _weight(same):
            if same.counts_as == "total" and figure.counts_as == "part" and not figure.is_part:
                figure.counts_as = "total"
            kept[kept.index(same)] = figure
        elif (same.counts_as, figure.counts_as) == ("total", "cumulative"):
            same.counts_as = "cumulative"
    title = _title_end(scanned.text)
    kept = [figure for figure in kept if not _is_converted(figure, kept, scanned)]
    kept = [figure for figure in kept if not any(_rounds(figure, k, title) for k in kept)]
    for figure in list(kept):
        stated = next((other for other in kept if _is_in_title(figure, other, title)), None)
        if stated is not None:
            kept.remove(figure)
            if figure.counts_as == "total" and not stated.is_part:
                stated.counts_as = "total"
    return sorted(kept, key=lambda figure: figure.start)


def _is_converted(figure: Figure, kept: list[Figure], scanned: Scanned) -> bool:
    """Return whether an amount repeats the one before in another currency, or is repeated so."""
    own = [k for k in kept if k.unit and k.sentence == figure.sentence]
    worth = scanned.lexicon.data.get("worth_words", ())
    after = next((k for k in own if k.start >= figure.end), None)
    if (after is not None and figure.unit in CRYPTO_UNITS and after.unit not in CRYPTO_UNITS) and (
        scanned.low[figure.end : after.start].strip(" ,") in worth
    ):
        return True  # "7,305 bitcoin, then worth $690 million"
    before = [k for k in own if k.end <= figure.start]
    if not figure.unit or not before or before[-1].unit == figure.unit:
        return False
    gap = scanned.low[before[-1].end : figure.start].strip(" ,，")
    return gap in ("(", "（") or gap.strip("(（") in scanned.lexicon.data.get("equals", ())


def _title_end(text: str) -> int:
    """Return where the headline ends: a short first line without a full stop; else 0."""
    line, mark, _ = text.partition("\n")
    is_title = bool(mark) and len(line) <= MAX_TITLE and not line.rstrip().endswith(STOPS)
    return len(line) if is_title else 0


def _is_in_title(figure: Figure, other: Figure, title: int) -> bool:
    """Return whether the headline names a figure that the text states, perhaps by another word."""
    if figure.start >= title or other.start < title or figure.value != other.value:
        return False
    if GROUP.get(figure.measure, figure.measure) != GROUP.get(other.measure, other.measure):
        return False
    return all(
        not a or a == b
        for a, b in (
            *((figure.nation, other.nation), (figure.sex, other.sex)),
            *((figure.age, other.age), (figure.unit, other.unit)),
        )
    )


def _rounds(figure: Figure, other: Figure, title: int) -> bool:
    """Return whether a figure is another one, rounded: "nearly 200" of the 196 that were held."""
    if (figure.sex, figure.unit, figure.status) != (other.sex, other.unit, other.status):
        return False
    if GROUP.get(figure.measure, figure.measure) != GROUP.get(other.measure, other.measure):
        return False
    is_vague = figure.number.how == "vague" and figure.nation == "foreign" and figure.end <= title
    if figure is other or (figure.nation not in ("", other.nation) and not is_vague):
        return False
    if figure.number.how == "vague" and figure.counts_as == "total":  # "dozens", then how many
        is_count = other.number.how != "vague" and other.qualifier in ("exact", "nearly", "about")
        is_told = is_count and other.counts_as == "total" and figure.start < other.start
        return is_told and figure.value <= other.value
    if other.qualifier != "exact" or "total" not in (figure.counts_as, other.counts_as):
        return False
    share = float(other.value / figure.value) if figure.value else 0.0
    is_headline = figure.sentence == 0 and other.counts_as == "cumulative"
    if figure.value < MIN_ROUNDED or not (is_headline or figure.counts_as == other.counts_as):
        return False
    low, high = ROUNDED.get(figure.qualifier, (1.0, 0.0))
    return low < share < high


def _is_named_again(
    figure: Figure, other: Figure, definite: list[Figure], scanned: Scanned
) -> bool:
    """Return whether "the 81 detained" are the 81 that were arrested."""
    is_pair = scanned.low[figure.number.start : figure.number.end] in (
        scanned.lexicon.data.get("anaphors", ())
    )
    if figure.value != other.value:
        return False
    if not is_pair and (figure not in definite or figure.value <= MAX_SMALL):
        return False
    groups = {GROUP.get(f.measure, f.measure) for f in (figure, other)}
    return (
        len(groups) == 1 and figure.nation in ("", other.nation) and figure.status == other.status
    )


def _is_same(one: Figure, other: Figure) -> bool:
    if (one.measure, one.value, one.number.high, one.unit) != (
        *(other.measure, other.value, other.number.high, other.unit),
    ):
        return False
    if one.sentence == other.sentence or one.status != other.status:
        return False
    if one.value < 3 and one.sentence != other.sentence and not one.nation:
        return False
    return all(
        not a or not b or a == b
        for a, b in ((one.nation, other.nation), (one.sex, other.sex), (one.age, other.age))
    )


def _weight(figure: Figure) -> int:
    """Return how much a telling says beside the number."""
    said = (figure.qualifier != "exact", figure.nation, figure.sex, figure.age, figure.thing)
    return sum(map(bool, said))
