"""What a figure takes from others: the qualifier of its enumeration, the nationality of a total.

Who acts also shows a nationality: an embassy, or a country that took its people home.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.counts.counted import FATES
from ingest.articles.words.figure import LOCAL
from ingest.articles.words.scanned import is_definite
from ingest.record.definition import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

# The measures that two words of the press share: what one sentence arrests, the next detains.
GROUP = {
    measure: group
    for measure, group in MEASURES.items()
    if group in ("custody", "removal", "release")
}
BESIDE = 12  # characters: "fewer than 50 of the 230"
ROUNDED = 1.2  # "more than 60", and then 64
NEAR_LATTER = 40  # characters from "the latter" to the figures that it covers
NEAR_SUBJECT = 6  # characters from a country to its verb, in a script without blanks
MAX_BACK = 2  # sentences from a figure to the group that it is about
OWN_SUBJECT = 30  # characters: "Ethiopia said it had repatriated 130 nationals"
# What an embassy does for its own people.
CONSULAR = ("persons_repatriated", "persons_released", "persons_rescued")


def inherit(
    figure: Figure,
    before: list[Figure],
    kept: list[Figure],
    others: Sequence[str],
    scanned: Scanned,
    found: list[Figure],
) -> None:
    """Take from the members of the enumeration, and from the total, what the text leaves out."""
    same = [other for other in before if other.chain == figure.chain]
    if (same and figure.qualifier == "exact" and same[0].qualifier == "at_least") and (
        figure.nation and same[0].nation and same[0].number.how == "digits"
    ):
        figure.qualifier = "at_least"
        figure.rules.append("qualifier_of_enumeration")
    if "home_noun" in figure.rules:
        figure.nation = _of_subject(figure, scanned) or figure.nation
    if not figure.measure.startswith("persons_") or figure.nation or _is_mixed(figure, scanned):
        return
    figure.nation = (
        _of_subject(figure, scanned)
        or _of_embassy(figure, scanned)
        or _of_number(figure, scanned)
        or _of_count(figure, scanned)
    )
    figure.nation = figure.nation or _of_words(figure, same, before, scanned)
    source = None if figure.nation else _source(figure, before, kept, others, scanned, found)
    if source is not None and source.nation:
        figure.nation = source.nation
        figure.rules.append("nationality_of_another")
        if figure.has_link and source in before and source.counts_as == "cumulative":
            figure.counts_as = "cumulative"


def _is_mixed(figure: Figure, scanned: Scanned) -> bool:
    """Return whether people have several nationalities: "260 people from 20 countries"."""
    words = "|".join(map(re.escape, scanned.lexicon.data.get("countries", ())))
    pattern = rf"\s+(?:from|of) (?:(?:some|about|over|at least|more than) )?[\w-]+ (?:{words})\b"
    return bool(words) and bool(re.match(pattern, scanned.low[figure.end :]))


def _of_subject(figure: Figure, scanned: Scanned) -> str:
    """Return the country that took its people home: "Ethiopia has taken back 31"."""
    verb = figure.verb
    own = figure.noun in scanned.lexicon.data.get("own_nouns", ())
    own = own or bool(scanned.lexicon.data.get("open_nouns"))  # "日本接回3名少年"
    if not (figure.is_elided or own) or verb is None or figure.measure != "persons_repatriated":
        return ""
    if verb.start > figure.start:
        return ""
    first = scanned.sentences[figure.sentence].start
    reach = verb.start - (OWN_SUBJECT if own else BESIDE)
    near = scanned.within(max(first, reach), verb.start, "country")
    away = scanned.lexicon.data.get("away", ())
    blank = " " if scanned.lexicon.has_spaces else ""
    if away and near:
        before = scanned.low[: near[-1].start]
        is_away = before.endswith(tuple(f"{word}{blank}" for word in away))
        is_near = bool(blank) or verb.start - near[-1].end <= NEAR_SUBJECT
        near = near if is_near and not is_away and verb.start >= first else []
    return near[-1].value if near else ""


def _of_words(figure: Figure, same: list[Figure], before: list[Figure], scanned: Scanned) -> str:
    """Return the nationality that "the latter", or a verb such as "返台", implies."""
    data, low, first = scanned.lexicon.data, scanned.low, min([figure, *same], key=_place)
    near = low[max(0, first.start - NEAR_LATTER) : first.start]
    if any(word in near for word in data.get("latter", ())):
        stated = [other for other in before if other not in same and other.nation]
        return stated[-1].nation if stated else ""
    after = low[figure.end :].lstrip(" ,(")
    for word, code in data.get("hometown_words", {}).items():
        if after.startswith(f"{word} "):
            return str(code)  # "bảy thanh niên quê Gia Lai"
    verb = figure.verb
    said = low[verb.start : verb.end] if verb is not None else ""
    homes = data.get("verb_nations", {})
    return next((str(code) for word, code in homes.items() if said.endswith(word)), "")


def _place(figure: Figure) -> int:
    return figure.start


def _of_count(figure: Figure, scanned: Scanned) -> str:
    """Return whose number it is: "jumlah WNI yang dipulangkan mencapai 164 orang"."""
    words = tuple(scanned.lexicon.data.get("count_verbs", ()))
    low, span = scanned.low, scanned.sentences[figure.sentence]
    stated = figure.start if figure.qualifier == "exact" else figure.number.start
    is_stated = bool(words) and low[span.start : stated].rstrip().endswith(words)
    if not is_stated and ("running_to" not in figure.rules or not words):
        return ""
    if any(span.start <= number.start < figure.start for number in scanned.numbers):
        return ""
    marks = scanned.within(span.start, figure.start, "nation")
    forces = [
        m for m in marks if any(w.kind == "enforcer_words" for w in scanned.ending(m.start - 1))
    ]
    away = [m for m in marks if any(w.kind == "stops" for w in scanned.ending(m.start - 1))]
    return next((m.value for m in marks if m not in forces and m not in away), "")


def _of_embassy(figure: Figure, scanned: Scanned) -> str:
    """Return the nationality of the embassy that acts: "the Indian embassy rescued 17"."""
    words = scanned.lexicon.data.get("consular", ())
    own = scanned.lexicon.data.get("consular_nouns", ())
    if not words or figure.measure not in CONSULAR or not (figure.is_elided or figure.noun in own):
        return ""
    span = scanned.sentences[figure.sentence]
    low = scanned.low
    for office, code in scanned.lexicon.data.get("home_offices", {}).items():
        if re.search(rf"(?<!\w){re.escape(office)}(?!\w)", low[span.start : span.end]):
            return str(code)
    for mark in scanned.within(span.start, figure.start, "nation", "country"):
        after = low[mark.end : mark.end + 24].removeprefix("'s").strip()
        if after.startswith(tuple(map(str, words))):
            return mark.value
    return ""


def _of_number(figure: Figure, scanned: Scanned) -> str:
    """Return the nationality of a bare count: "the number of Indonesians has risen to 3,300"."""
    start = scanned.sentences[figure.sentence].start
    phrases = tuple(f"{phrase} " for phrase in scanned.lexicon.data.get("number_of", ()))
    if not phrases or not figure.is_elided:
        return ""
    for mark in scanned.within(start, figure.start, "nation"):
        if scanned.low[start : mark.start].endswith(phrases):
            return mark.value
    return ""


def _source(
    figure: Figure,
    before: list[Figure],
    kept: list[Figure],
    others: Sequence[str],
    scanned: Scanned,
    found: list[Figure],
) -> Figure | None:
    """Return the figure whose persons a figure without a nationality speaks of."""
    whole = figure.antecedent
    last = before[-1] if before and figure.sentence - before[-1].sentence <= 1 else None
    if figure.has_link:
        linked = _linked(figure, before, kept, found, scanned)
        if linked is not None:
            return linked
    if figure.is_member and whole is not None:
        return whole
    if _is_cued(figure, scanned):
        return _group_before(figure, before)
    if _is_more(figure, scanned):
        if last is not None and last.chain == figure.chain:
            is_foreign = whole is not None and whole.nation == "foreign"
            return whole if is_foreign else None  # "nine Malaysians and four others"
        near = [k for k in before if figure.sentence - k.sentence <= 2 and k.nation]
        near = [
            k
            for k in near
            if not k.is_member and (k.measure not in FATES or figure.measure in FATES)
        ]
        return near[-1] if near and near[-1].nation != LOCAL else None
    stated = before
    if scanned.lexicon.data.get("more_words"):  # also people to whom nothing is done
        stated = [f for f in found if f.start < figure.start and f.thing == "person"]
    if last is None or not last.measure.startswith("persons_"):
        last = stated[-1] if stated and not stated[-1].measure else None
    if last is None:
        return None
    if figure.noun in others and figure.value <= last.value and last.chain != figure.chain:
        return last
    is_same = figure.is_elided or "trait_predicated" in figure.rules or is_definite(figure, scanned)
    if "running_to" in figure.rules or not is_same:
        return None
    is_alike = GROUP.get(last.measure, "") == GROUP.get(figure.measure, "-")
    is_near = is_alike or last.sentence == figure.sentence
    if figure.is_elided and last.counts_as != "part" and is_near:
        return last
    return _group_before(figure, stated)


def _linked(
    figure: Figure,
    before: list[Figure],
    kept: list[Figure],
    found: list[Figure],
    scanned: Scanned,
) -> Figure | None:
    """Return the figure that "of them" or "of the 87" refers to.

    After an enumeration it is the total: "of whom" alone refers to its last member.
    """
    after = [k for k in found if k.is_reference and 0 <= k.start - figure.end < BESIDE]
    if after:
        stated = [
            f for f in found if f.value == after[0].value and f.end <= figure.start and f.nation
        ]
        return after[0] if after[0].nation or not stated else stated[-1]
    near = [k for k in before if figure.sentence - k.sentence <= 1 and not k.has_link]
    if not near:
        named = [f for f in found if f.end <= figure.start and f.thing == "person" and f.noun]
        named = [f for f in named if not f.has_link and figure.sentence - f.sentence <= 1]
        return named[-1] if named else None
    if figure.noun:  # "46 of the bosses", not of the part before them
        near = [k for k in near if not k.is_member]
    if not near:
        return None
    last = near[-1]
    words = tuple(f" {word}" for word in scanned.lexicon.data.get("relative_links", ()))
    is_relative = bool(words) and scanned.low.startswith(words, figure.number.end)
    is_relative = is_relative and last.sentence == figure.sentence
    members = [k for k in kept if k.chain == last.chain]
    if is_relative or len({k.nation for k in members}) == 1:
        return last
    return last.antecedent or next((k for k in reversed(near) if k.chain != last.chain), None)


def _is_cued(figure: Figure, scanned: Scanned) -> bool:
    """Return whether "of these" stands right before a figure: "其中184人将被遣返"."""
    if not scanned.lexicon.data.get("serial_verbs"):
        return False
    near = scanned.within(max(0, figure.start - BESIDE), figure.start, "parts")
    return bool(near) and not scanned.low[near[-1].end : figure.start].strip()


def _group_before(figure: Figure, before: list[Figure]) -> Figure | None:
    """Return the nearest total before a figure that may be a part of it."""
    for other in reversed(before):
        if figure.sentence - other.sentence > MAX_BACK:
            return None
        if other.chain == figure.chain:
            continue
        is_rounded = other.qualifier != "exact" and float(other.value) * ROUNDED >= figure.value
        if not other.is_member and (other.value >= figure.value or is_rounded):
            return other
    return None


def _is_more(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a figure adds to one before it: "two others", "another 12", "30 more"."""
    words = scanned.lexicon.data.get("more_words", ())
    if not words or figure.measure == "persons_killed" or "running_to" in figure.rules:
        return False
    if not scanned.lexicon.has_spaces:
        near = scanned.low[max(0, figure.start - 4) : figure.start]
        generic = scanned.lexicon.data.get("generic", ())
        return near.endswith(tuple(words)) and figure.noun in generic
    around = (
        f"{scanned.low[max(0, figure.start - 10) : figure.end]} {scanned.low[figure.end :][:6]}"
    )
    is_plain = figure.is_elided or figure.noun in (*scanned.lexicon.data.get("others", ()), "more")
    return is_plain and any(word in around.replace(",", " ").split() for word in words)
