"""Find the verb or noun that governs an enumeration of figures.

A verb in the active governs the count after it ("arrested 312 people"), one in the passive the
count before it ("312 people were detained"), a noun the count beside it ("500 arrests"). Of several
the nearest one governs, where other figures and clauses between count as distance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.measures.clauses import (
    has_as_object,
    has_number,
    has_subject,
    is_negated,
    is_noun,
    is_object,
    is_pronoun,
    is_relative,
)
from ingest.articles.measures.totals_reached import reaches_total
from ingest.articles.measures.verb_voice import (
    attribute_cost,
    has_other_subject,
    is_cued_part,
    is_named,
    is_subordinate,
    is_turned,
    opens_list,
    verb_of_clause,
)
from ingest.articles.words.lexicon import endings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.words.figure import Figure
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.scanned import Scanned

VERBS = ("verb_active", "verb_passive", "verb_either", "verb_noun")
NO_ACTS = ("nothing", "lost")  # of what is done to persons: "tricked 40 savers"
MAX_LIST = 400  # likewise, in a list of things that were seized
MAX_DISTANCE = 170  # characters, with what is added for what lies between
AUXILIARY = 14  # characters before a verb in which "were" makes it passive
SUBORDINATE = 40  # what a verb after "when" or "because" costs
PREPOSITIONS = (
    " from ",
    " by ",
    " in ",
    " inside ",
    " at ",
)  # before words that aren't the object of a verb
NEAR_RELATIVE = 45  # characters from a count to the verb of its relative clause
NEAR_ACT = 12  # characters from a verb to what is rescued, before what was done to it
ANOTHER_FIGURE, CLAUSE, OWN_SUBJECT = 14, 28, 30
_CLAUSE = re.compile(r"[;]| -- |—|，|,? (?:while|whereas|but|although|when|as|after|before) |[:：]")


def governing_verb(
    own: list[Figure],
    found: list[Figure],
    scanned: Scanned,
    wanted: tuple[str, ...] | None,
    taken: Sequence[Mark] = (),
) -> tuple[int, Mark, str] | None:
    """Return the cost, the verb and its side, of the verb that governs an enumeration."""
    first, last = own[0], own[-1]
    span = scanned.sentences[first.sentence]
    options: list[tuple[int, int, Mark, str]] = []
    for mark in scanned.within(span.start, span.end, *VERBS):
        if (
            not is_wanted(mark, wanted)
            or any(mark.start == other.start for other in taken)
            or is_negated(mark, scanned)
        ):
            continue
        if is_noun(mark, scanned):
            continue
        is_inside = mark.start >= first.start and mark.end <= last.end
        if (
            is_inside
            and mark.kind == "verb_noun"
            and wanted is None
            and is_named(mark, first, scanned)
        ):
            return 0, mark, "before"
        if is_inside and mark.kind != "verb_passive":
            continue
        if mark.end <= first.start:
            side, gap = "before", (mark.end, first.start)
        elif mark.start >= first.end:
            side = "after"
            near = max((m for m in own if m.end <= mark.start), key=lambda m: m.end)
            gap = (near.reach if near.reach <= mark.start else near.end, mark.start)
        else:
            continue
        if _is_done_before(mark, side, scanned.low[gap[0] : gap[1]], scanned):
            continue
        if wanted is None and side == "after" and has_other_subject(gap, own, found, scanned):
            continue
        if wanted is None and side == "after" and is_cued_part(first, gap, scanned):
            continue
        is_inverted = side == "before" and (
            reaches_total(first, scanned) or _follows(mark, first, scanned)
        )
        if not is_turned(mark, side, own, scanned) and (
            not _may_govern(mark, side, scanned, span.end, is_inverted=is_inverted)
        ):
            continue
        cost = _cost(gap, own, found, scanned, side, is_list=wanted is not None)
        if side == "before":
            cost += attribute_cost(mark, first, scanned)
        elif is_subordinate(gap, mark, scanned):
            cost += SUBORDINATE
        if is_inverted and scanned.lexicon.data.get("serial_verbs"):
            cost = max(0, cost - CLAUSE)
        is_participle = mark.kind == "verb_either" and not scanned.low[slice(*gap)].strip()
        if side == "after" and is_object(first, scanned) and not is_participle:
            continue
        is_source = scanned.low[slice(*gap)].endswith(PREPOSITIONS)
        if wanted is None and side == "before" and is_source and scanned.lexicon.is_head_last:
            continue  # "seized 12 phones from five suspects"
        inside = endings(scanned.lexicon.language, "noun_prepositions")
        is_named_act = side == "after" and mark.kind == "verb_noun"
        if is_named_act and scanned.low.endswith(inside, 0, first.start):
            continue  # "charged 26 people in two indictments"
        if wanted is None and side == "after" and has_subject(gap, own, found, scanned):
            continue
        if side == "after" and ";" in scanned.low[gap[0] : gap[1]] and scanned.lexicon.has_spaces:
            continue
        if side == "before" and "of_them" in first.rules and ";" in scanned.low[slice(*gap)]:
            continue  # "handed over 268; 41 of them were wanted"
        cuts = "," if side == "after" else ";"
        if mark.value in NO_ACTS and cuts in scanned.low[gap[0] : gap[1]]:
            continue
        if cost <= (MAX_DISTANCE if wanted is None else MAX_LIST):
            order = 0 if side == "before" else 1
            options.append((cost, order, mark, side))
    acts = {option[2].start for option in options if option[2].value.startswith("persons_")}
    if wanted is None:  # "handed over 40": suspects, not money
        options = [o for o in options if o[2].value not in NO_ACTS or o[2].start not in acts]
    if not options:
        return None
    cost, _, mark, side = min(options, key=lambda option: (option[0], option[1], option[2]))
    if mark.value in NO_ACTS and side == "after" and scanned.lexicon.data.get("serial_verbs"):
        real = [o for o in options if o[3] == "before" and o[2].value not in NO_ACTS]
        nearest = min(real, default=(NEAR_ACT + 1, 0, mark, side))
        if nearest[0] <= NEAR_ACT:  # "giải cứu được 4 người bị lừa bán"
            cost, _, mark, side = nearest
    if mark.value in NO_ACTS and side == "before":  # "spoke to 29 people who had fled"
        others = [o for o in options if o[3] == "after" and is_relative(o[2], last, scanned)]
        cost, _, mark, side = min(others, default=(cost, 0, mark, side))
    if side == "after" and mark.kind == "verb_either" and cost <= 2:
        object_of = [o for o in options if o[3] == "before" and has_as_object(o[2], first, scanned)]
        if object_of and not first.is_reference:  # "to deport 70 foreigners arrested in March"
            cost, _, mark, side = min(object_of, key=lambda option: option[0])
    if side == "after" and mark.kind != "verb_noun" and not first.is_reference:
        main = _main_verb(mark, last.reach, options, scanned)
        if main is not None:
            return cost, main, side
    return cost, mark, side


def _main_verb(
    mark: Mark, reach: int, options: list[tuple[int, int, Mark, str]], scanned: Scanned
) -> Mark | None:
    """Return the verb after a relative clause: "men who were detained in April were flown home"."""
    data, low = scanned.lexicon.data, scanned.low
    pronouns, gap = tuple(data.get("relatives", ())), low[reach : mark.start].strip()
    is_aside = gap.startswith(",") and gap.endswith(pronouns) if pronouns else False
    is_aside = is_aside or (gap == "," and mark.kind == "verb_either")  # "12 Thais, held in May,"
    is_serial = bool(data.get("serial_verbs")) and mark.value in NO_ACTS
    is_relative = is_pronoun(gap, pronouns, scanned) or (gap == "" and mark.kind == "verb_either")
    if data.get("serial_verbs") and "," not in gap and len(gap) < NEAR_RELATIVE:
        is_relative = is_relative or any(word in pronouns for word in gap.split())
    if gap == "" and data.get("bare_relatives") and not is_serial:
        return verb_of_clause(mark, scanned, is_relative=True, needs_auxiliary=True)
    if not is_aside and not is_relative and not is_serial:
        return None
    if is_aside and not data.get("serial_verbs"):  # "one of them, who had fled, was shot"
        closed = low.find(",", mark.end)
        after = [o[2] for o in options if o[2].start > closed > 0 and o[3] == "after"]
        main = min(after, default=None) if closed > 0 else None
        return main if main and not has_number(closed, main.start, scanned) else None
    if data.get("serial_verbs"):
        return verb_of_clause(mark, scanned, is_relative=not is_serial)
    later = [
        option[2]
        for option in options
        if option[3] == "after" and option[2].start > mark.end and option[2].kind == "verb_passive"
        if option[2].value not in NO_ACTS
        if not re.search(r"[,;]", low[mark.end : option[2].start])
        if not low.endswith((" after ", " before "), 0, option[2].start)  # "after being rescued"
    ]
    return later[-1] if later else None


def _is_done_before(mark: Mark, side: str, gap: str, scanned: Scanned) -> bool:
    """Return whether a verb that isn't an act is in a separate clause after a figure."""
    is_serial = bool(scanned.lexicon.data.get("serial_verbs"))
    return is_serial and mark.value in NO_ACTS and side == "after" and bool(re.search("[,，]", gap))


def is_wanted(mark: Mark, wanted: tuple[str, ...] | None) -> bool:
    """Return whether a verb is one of `wanted`; without that, whether it is about persons."""
    if wanted is None:
        return mark.value.startswith("persons_") or mark.value in NO_ACTS
    return mark.value in wanted


def _follows(mark: Mark, figure: Figure, scanned: Scanned) -> bool:
    """Return whether the subject comes after its passive: "Also seized were 48 computers"."""
    data, gap = scanned.lexicon.data, scanned.low[mark.end : figure.start].strip()
    if data.get("serial_verbs") and data.get("inversion") and opens_list(mark, figure, scanned):
        return True
    said = gap.rstrip(" :")
    links = tuple(f" {word}" for word in data.get("inversion_links", ()))
    if not data.get("inversion") or re.search(r"[,;]", gap):
        return False
    return not said or gap.endswith(":") or (bool(links) and f" {said}".endswith(links))


def _may_govern(mark: Mark, side: str, scanned: Scanned, last: int, *, is_inverted: bool) -> bool:
    """Return whether a verb looks to the side of the figure."""
    if mark.kind == "verb_active":
        return side == "before" or scanned.lexicon.order == "sov"
    if mark.kind == "verb_passive":
        return side == "after" or is_inverted
    if mark.kind == "verb_noun":
        return True
    if side == "after":  # "230 people detained", unless its own object follows
        return not _has_object(mark, scanned, last)
    if scanned.low.endswith(endings(scanned.lexicon.language, "definite"), 0, mark.start):
        return False  # "the rescued Thais, along with 6 Filipinos"
    is_passive = scanned.within(max(0, mark.start - AUXILIARY), mark.start, "passive_aux")
    return is_inverted or not is_passive


def _has_object(mark: Mark, scanned: Scanned, last: int) -> bool:
    """Return whether a figure follows directly: "two officers arrested 20 people"."""
    at = mark.end
    while at < last and scanned.low[at] in " \u00a0":
        at += 1
    if any(m.kind == "qualifier_before" for m in scanned.at(at)):
        return True
    return any(number.start - at in range(0, 3) for number in scanned.numbers)


def _cost(
    gap: tuple[int, int],
    own: list[Figure],
    found: list[Figure],
    scanned: Scanned,
    side: str,
    *,
    is_list: bool,
) -> int:
    text = scanned.low[gap[0] : gap[1]]
    between = sum(
        gap[0] <= other.start < gap[1] for other in found if other not in own and other.thing
    )
    scale = 1 if scanned.lexicon.has_spaces else 3
    cost = len(text.strip()) * scale + (0 if is_list else between * ANOTHER_FIGURE)
    if text.strip() != ":":  # "arrested: nine"
        cost += CLAUSE * len(_CLAUSE.findall(f" {text} "))
    words = "|".join(map(re.escape, scanned.lexicon.data.get("clause_words", ())))
    if words and not is_list:
        edge = r"\b" if scanned.lexicon.has_spaces else ""
        cost += CLAUSE * len(re.findall(rf"{edge}(?:{words}){edge}", text))
    if side == "after" and re.search(r"[,，]", text):
        cost += OWN_SUBJECT
    return cost
