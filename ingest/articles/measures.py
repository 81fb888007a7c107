"""From figures to measures: which verb or noun governs a figure.

A verb in the active governs the count after it ("arrested 312 people"), one in the passive the
count before it ("312 people were detained"), a noun the count beside it ("500 arrests"). Of several
the nearest one governs, where other figures, sentences and clauses between count as distance. The
figures of one enumeration share their verb. A figure without one has that of the total that it is a
part of, or of the figure that the text named last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.articles.figures import Figure
    from ingest.articles.marks import Mark
    from ingest.articles.scanned import Scanned

MAX_DISTANCE = 170  # characters, with what is added for what lies between
BESIDE = 22  # characters: closer than that nothing can be between
AUXILIARY = 14  # characters before a verb in which "were" makes it passive
ANOTHER_FIGURE, CLAUSE, OWN_SUBJECT = 14, 28, 30
SEIZED = {
    "phone": "phones_seized",
    "computer": "computers_seized",
    "device": "devices_seized",
    "sim_card": "sim_cards_seized",
    "bank_card": "bank_cards_seized",
    "vehicle": "vehicles_seized",
    "weapon": "weapons_seized",
}
NOUNS = {
    "custody": "persons_arrested",
    "deportation": "persons_deported",
    "repatriation": "persons_repatriated",
    "rescue": "persons_rescued",
    "conviction": "persons_convicted",
    "death": "persons_killed",
    "raid": "sites_raided",
}
# What is done to soldiers and officers, whom the text otherwise counts as the ones who do it.
DONE_TO = (
    *("persons_arrested", "persons_detained", "persons_charged", "persons_convicted"),
    *("persons_killed", "persons_injured"),
)
SITES = ("sites_raided", "sites_closed", "compounds_identified")
_CLAUSE = re.compile(r"[;]| -- |—|，|,? (?:while|whereas|but|although|when|as|after|before) |[:：]")


def chain(found: list[Figure], scanned: Scanned) -> None:
    """Number the enumerations: figures with nothing but commas and "and" between them."""
    links = "|".join(re.escape(str(w)) for w in scanned.lexicon.data.get("conjunctions", ()))
    gap = re.compile(rf"[\s,、，()]*(?:(?:{links})[\s,]*)*")
    for number, (figure, last) in enumerate(zip(found, [None, *found], strict=False)):
        figure.chain = number
        if last is None or last.sentence != figure.sentence or figure.is_reference:
            continue
        between = scanned.low[last.reach : figure.start]
        if figure.has_link:
            continue
        if gap.fullmatch(between) and _fits(last, figure):
            if "(" in between and figure.value < last.value:
                figure.is_part = True
            else:
                figure.chain = last.chain
                figure.is_part = figure.is_part or (last.is_part and "of_them" not in last.rules)


def _fits(last: Figure, figure: Figure) -> bool:
    """Return whether two neighbours may be members of one enumeration."""
    persons = ("person", "")
    if last.thing == figure.thing:
        return True
    if figure.is_elided:
        return not figure.unit and last.thing == "person"
    return last.thing not in persons and figure.thing not in persons


def link(found: list[Figure], scanned: Scanned) -> None:
    """Give each figure its measure, or none."""
    by_chain: dict[int, list[Figure]] = {}
    for figure in found:
        by_chain.setdefault(figure.chain, []).append(figure)
    taken: list[Mark] = []
    for members in sorted(by_chain.values(), key=lambda members: not members[0].is_reference):
        _link_chain(members, found, scanned, taken)
        taken += [m.verb for m in members if m.verb is not None and m.is_reference]
    last_of: dict[str, Figure] = {}
    for figure in found:
        if not figure.measure:
            _from_context(figure, last_of, scanned)
        if figure.measure:
            kind = "person" if figure.measure.startswith("persons_") else "thing"
            last_of[kind] = figure
            if kind == "person" and figure.noun and "as_before" not in figure.rules:
                last_of[figure.noun] = figure


def _link_chain(
    members: list[Figure], found: list[Figure], scanned: Scanned, taken: list[Mark]
) -> None:
    things = {m.thing for m in members if m.thing} or {""}
    for thing in sorted(things):
        own = [m for m in members if m.thing in (thing, "")]
        if thing in ("person", "", "official"):
            _link_persons(own, found, scanned, taken)
        elif thing in NOUNS:
            for member in own:
                member.measure = NOUNS[thing]
                member.rules.append(f"noun_of_{NOUNS[thing]}")
        elif thing in ("site", "compound"):
            _link_group(own, found, scanned, SITES if thing == "compound" else SITES[:2])
        elif thing in ("cash", *SEIZED):
            _link_group(own, found, scanned, ("seized", "lost") if thing == "cash" else ("seized",))


def _link_persons(
    own: list[Figure], found: list[Figure], scanned: Scanned, taken: list[Mark]
) -> None:
    persons = [m for m in own if not m.unit]
    if not persons:
        return
    best = _best(own, found, scanned, None, taken)
    if best is None:
        return
    cost, verb, side = best
    is_close = cost <= BESIDE
    for member in own:
        if member.is_elided and member is own[0] and not is_close and not member.is_part:
            if not reaches_total(member, scanned):
                continue
        if member.is_reference and not (cost <= 2 and side == "after"):
            continue
        if member.has_unknown or (member.is_elided and verb.value == "persons_present"):
            continue
        if member.number.how == "one" and (cost > BESIDE or side == "before" and cost > 2):
            continue
        if member.thing == "official" and not (
            verb.kind == "verb_passive" and verb.value in DONE_TO
        ):
            continue
        if verb.value == "nothing":
            member.rules.append("nothing")
            continue
        member.measure, member.verb = verb.value, verb
        member.rules.append(f"verb_{side}")
        if member.thing == "":
            member.thing = "person"


def reaches_total(figure: Figure, scanned: Scanned) -> bool:
    """Return whether words such as "bringing the total to" stand before a figure."""
    span = scanned.sentences[figure.sentence]
    for mark in scanned.within(max(span.start, figure.start - 110), figure.start, "running_to"):
        gap = scanned.low[mark.end : figure.start]
        words = "|".join(re.escape(str(w)) for w in scanned.lexicon.data.get("to_words", ()))
        if not gap.strip() or re.search(rf"(?:^|\W)(?:{words})\W*$", gap):
            if not any(mark.end <= n.start < figure.start for n in scanned.numbers):
                return True
    return False


def _link_group(
    own: list[Figure], found: list[Figure], scanned: Scanned, wanted: tuple[str, ...]
) -> None:
    best = _best(own, found, scanned, wanted)
    if best is None:
        return
    _, verb, side = best
    for member in own:
        if verb.value == "seized" and member.thing in SEIZED:
            member.measure = SEIZED[member.thing]
        elif verb.value in ("seized", "lost"):
            member.measure = "money_seized" if verb.value == "seized" else "losses"
        else:
            member.measure = verb.value
        member.verb = verb
        member.rules.append(f"verb_{side}")


def _best(
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
        if not _is_wanted(mark, wanted) or mark in taken:
            continue
        if mark.start >= first.start and mark.end <= last.end:
            if mark.kind != "verb_passive":
                continue
        if mark.end <= first.start:
            side, gap = "before", (mark.end, first.start)
        elif mark.start >= first.end:
            side = "after"
            near = max((m for m in own if m.end <= mark.start), key=lambda m: m.end)
            gap = (near.reach if near.reach <= mark.start else near.end, mark.start)
        else:
            continue
        is_inverted = side == "before" and (
            reaches_total(first, scanned) or _follows(mark, first, scanned)
        )
        if not _may_govern(mark, side, scanned, span.end, is_inverted=is_inverted):
            continue
        cost = _cost(gap, own, found, scanned, side)
        if cost <= MAX_DISTANCE:
            order = 0 if side == "before" else 1
            options.append((cost, order, mark, side))
    if not options:
        return None
    cost, _, mark, side = min(options, key=lambda option: (option[0], option[1], option[2]))
    if side == "after" and mark.kind != "verb_noun":
        main = _main_verb(mark, last.reach, options, scanned)
        if main is not None:
            return cost, main, side
    return cost, mark, side


def _main_verb(
    mark: Mark, reach: int, options: list[tuple[int, int, Mark, str]], scanned: Scanned
) -> Mark | None:
    """Return the verb after a relative clause: "men who were detained in April were flown home"."""
    pronouns = scanned.lexicon.data.get("relatives", ())
    if scanned.low[reach : mark.start].strip() not in pronouns:
        return None
    later = [
        option[2]
        for option in options
        if option[3] == "after" and option[2].start > mark.end and option[2].kind == "verb_passive"
        if not re.search(r"[,;]", scanned.low[mark.end : option[2].start])
    ]
    return later[-1] if later else None


VERBS = ("verb_active", "verb_passive", "verb_either", "verb_noun")


def _is_wanted(mark: Mark, wanted: tuple[str, ...] | None) -> bool:
    if wanted is None:
        return mark.value.startswith("persons_") or mark.value == "nothing"
    return mark.value in wanted


def _follows(mark: Mark, figure: Figure, scanned: Scanned) -> bool:
    """Return whether the subject comes after its passive: "Also seized were 48 computers"."""
    gap = scanned.low[mark.end : figure.start].strip()
    return bool(scanned.lexicon.data.get("inversion")) and (not gap or gap in ("were", "was"))


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
    gap: tuple[int, int], own: list[Figure], found: list[Figure], scanned: Scanned, side: str
) -> int:
    text = scanned.low[gap[0] : gap[1]]
    between = sum(
        gap[0] <= other.start < gap[1] for other in found if other not in own and other.thing
    )
    scale = 1 if scanned.lexicon.has_spaces else 3
    cost = len(text.strip()) * scale + between * ANOTHER_FIGURE
    cost += CLAUSE * len(_CLAUSE.findall(f" {text} "))
    if side == "after" and re.search(r"[,，]", text):
        cost += OWN_SUBJECT
    return cost


def _from_context(figure: Figure, last_of: dict[str, Figure], scanned: Scanned) -> None:
    """Take the measure of the figure before: "They included 389 Vietnamese"."""
    is_person = figure.thing == "person" and not figure.unit and not figure.has_unknown
    span = scanned.sentences[figure.sentence]
    if is_person and figure.participle is not None and not figure.measure:
        figure.measure, figure.verb = figure.participle.value, figure.participle
        figure.rules.append("participle")
        return
    if _is_in_list(figure, span.start, scanned):
        figure.measure = SEIZED.get(figure.thing, "money_seized")
        figure.rules.append("in_list_of_seized")
        return
    before = last_of.get("person" if is_person else "thing")
    if before is None or "nothing" in figure.rules:
        return
    has_part = bool(
        scanned.within(
            max(span.start, before.end if before.sentence == figure.sentence else 0),
            figure.end,
            *("parts", "whole"),
        )
        or scanned.within(figure.end, span.end, "parts_after")
    )
    if is_person and has_part:
        for mark in scanned.within(span.start, figure.start, "noun"):
            before = last_of.get(scanned.low[mark.start : mark.end], before)
    if (
        is_person
        and figure.sentence - before.sentence <= 2
        and (
            has_part
            or figure.is_part
            or figure.is_reference
            or (figure.sentence == before.sentence and figure.nation)
            or (figure.sex and figure.sentence - before.sentence <= 1)
        )
    ):
        figure.measure, figure.verb = before.measure, before.verb
        figure.rules.append("as_before")
    elif figure.thing in SEIZED and figure.sentence - before.sentence <= 1:
        if before.measure.endswith("_seized"):
            figure.measure, figure.verb = SEIZED[figure.thing], before.verb
            figure.rules.append("as_before")


def _is_in_list(figure: Figure, start: int, scanned: Scanned) -> bool:
    """Return whether the sentence before says that what follows was seized."""
    if figure.thing not in SEIZED and not figure.unit:
        return False
    end = scanned.sentences[figure.sentence].end
    if figure.sentence == 0 or scanned.within(start, end, *VERBS):
        return False
    before = scanned.sentences[figure.sentence - 1]
    return (
        any(mark.value == "seized" for mark in scanned.within(before.start, before.end, *VERBS))
        and scanned.low[before.end - 1] in ".:：;0123456789"
    )
