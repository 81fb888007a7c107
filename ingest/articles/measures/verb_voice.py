"""Verbs that govern against their voice, and verbs of another clause than that of a figure.

What turns a verb are words of the lexicon: an agent between a count and its verb ("bị công an bắt",
"被警方抓获"), a word that marks an object ("将12人抓获"), "的" after an attribute ("被捕的19人").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.marks import Mark
    from ingest.articles.words.numbers import Number
    from ingest.articles.words.scanned import Scanned

ATTRIBUTE = 20  # what "遣返的" costs, which stands before a noun
NEAR_OBJECT = 20  # characters from a word that marks an object to its count
NEAR_AGENT = 12  # characters between a total and its verb
NEAR_COMMA = 14  # characters from the comma after a relative clause to the main verb


def is_turned(mark: Mark, side: str, own: list[Figure], scanned: Scanned) -> bool:
    """Return whether a verb governs an enumeration against its voice."""
    data, low, first = scanned.lexicon.data, scanned.low, own[0]
    if side == "before":
        gap = low[mark.end : first.start].strip()
        is_counted = gap.endswith(tuple(data.get("count_verbs", ()))) and not _counted_between(
            mark.end, first.start, scanned
        )
        is_told = gap.startswith("的") and gap[1:] in data.get("before_links", ())
        is_attribute = gap == "的" or is_told or is_counted
        is_list = bool(data.get("serial_verbs")) and _lists(mark.end, first.start, scanned)
        is_act = mark.kind == "verb_passive" and mark.value not in ("nothing", "lost")
        return is_act and (is_attribute or is_list)
    if mark.kind != "verb_active":
        return False
    start = max(m.end for m in own if m.end <= mark.start)
    if _counted_between(start, mark.start, scanned):
        return False
    gap = low[start : mark.start]
    objects = "|".join(data.get("object_markers", ()))
    if objects and re.search(rf"(?:{objects})[^，。；,;]{{0,{NEAR_OBJECT}}}$", low[: first.start]):
        return not re.search(r"[,;，]", gap)
    if data.get("shared_objects") and not _has_words_after(mark, scanned) and "," not in gap:
        joined = rf"(?:{'|'.join(data['conjunctions'])})\s*$"
        return bool(re.search(joined, gap))  # "đưa 21 người ra khỏi căn hộ và tạm giữ"
    agents = scanned.within(start, mark.start, "agent_markers")
    return bool(agents) and not re.search(r"[,;，]", low[agents[-1].end : mark.start])


def _counts(number: Number, scanned: Scanned) -> bool:
    """Return whether a number counts persons or things: not "một", "20 quốc tịch"."""
    marks = [*scanned.at(number.end), *scanned.at(number.end + 1)]
    marks += [m for m in scanned.ending(number.start - 1) if m.kind == "not_counts_before"]
    if any(mark.kind == "not_counts_before" for mark in marks):
        return False
    is_other = any(m.kind == "not_counts_after" or m.value == "other" for m in marks)
    return number.value != 1 and not is_other


def _counted_between(start: int, end: int, scanned: Scanned) -> bool:
    """Return whether a stretch of the text has another count."""
    return any(start <= n.start < end and _counts(n, scanned) for n in scanned.numbers)


def _lists(start: int, end: int, scanned: Scanned) -> bool:
    """Return whether a verb's persons are given as a list: "被扣押的人员包括28名韩国人"."""
    said = list(scanned.low[start:end])
    marks = scanned.within(start, end, "parts", "noun", "fillers")
    for mark in marks:
        said[mark.start - start : mark.end - start] = " " * (mark.end - mark.start)
    has_list = any(mark.kind == "parts" and mark.end >= end - 1 for mark in marks)
    return has_list and not "".join(said).strip(" 的:：")


def opens_list(mark: Mark, figure: Figure, scanned: Scanned) -> bool:
    """Return whether a passive opens a list: "Disita pula dua mobil, 37 komputer"."""
    low, data = scanned.low, scanned.lexicon.data
    links = "|".join(map(re.escape, data.get("inversion_links", ())))
    found = re.match(rf"\s*(?:(?:{links})\s+)?", low[mark.end : figure.start])
    at = mark.end + (found.end() if found else 0)
    if mark.kind != "verb_passive" or not any(n.start == at for n in scanned.numbers):
        return False
    kinds = ("verb_active", "verb_passive", "verb_noun")
    return not scanned.within(mark.end, figure.start, *kinds)


def _has_words_after(mark: Mark, scanned: Scanned) -> bool:
    """Return whether words follow a verb in its clause."""
    return not re.match(r"\s*(?:[.,;:]|$)", scanned.low[mark.end :])


def is_bound(figure: Figure, verb: Mark, side: str, scanned: Scanned) -> bool:
    """Return whether a verb belongs to a total that parts follow: "被捕的19人中，7人是"."""
    low = scanned.low
    if side == "before":
        return low[verb.end : figure.start].strip() == "的"
    gap = low[figure.end : verb.start]
    if gap.strip() in scanned.lexicon.data.get("relatives", ()) and verb.kind == "verb_passive":
        return True  # "dari 47 orang yang diamankan, 12 ..."
    is_near = "," not in gap and len(gap) < NEAR_AGENT and "passive" in verb.kind
    agents = scanned.within(figure.end, verb.start, "agent_markers")
    among = tuple(f" {word} " for word in scanned.lexicon.data.get("among", ()))
    if any(0 < figure.start - n.end <= NEAR_AGENT + 2 for n in scanned.numbers):
        return False  # "four of the nine people will be charged"
    is_among = bool(among) and f" {low[: figure.start]}".replace("\n", " ").endswith(among)
    return is_among and (is_near or bool(agents)) and bool(scanned.lexicon.data.get("serial_verbs"))


def attribute_cost(mark: Mark, first: Figure, scanned: Scanned) -> int:
    """Return the penalty for a verb that belongs to a clause before its noun.

    "逮捕从事诈骗的12人": of two verbs before "的" the first one governs.
    """
    low = scanned.low
    if not low[: first.start].endswith("的"):
        return ATTRIBUTE if low[mark.end : mark.end + 1] == "的" else 0
    start = max(low.rfind(sign, 0, mark.start) for sign in "，。；,")
    earlier = scanned.within(max(0, start), mark.start, "verb_active")
    is_second = any(verb.value not in ("nothing", "lost") for verb in earlier)
    if low[mark.end : mark.end + 1] == "的":
        return ATTRIBUTE * (3 if is_second else 1)
    return ATTRIBUTE * 3 if is_second else 0


def is_subordinate(gap: tuple[int, int], mark: Mark, scanned: Scanned) -> bool:
    """Return whether a verb only describes a circumstance: "tewas saat kabur", "在渡河时溺亡"."""
    data, low = scanned.lexicon.data, scanned.low
    if low.startswith(tuple(data.get("circumstances", ("\0",))), mark.end):
        return True
    words = "|".join(map(re.escape, data.get("subordinators", ())))
    clause = re.split(r"[,;]", low[gap[0] : mark.start])[-1]
    if clause.rstrip().endswith(tuple(f" {word}" for word in data.get("main_auxiliaries", ()))):
        return False
    return bool(words) and bool(re.search(rf"(?:^|\W)(?:{words})(?:\W|$)", clause))


def is_named(mark: Mark, first: Figure, scanned: Scanned) -> bool:
    """Return whether a count's own noun says what was done: "落网者13人"."""
    return not scanned.lexicon.has_spaces and mark.end <= first.number.start


def is_cued_part(first: Figure, gap: tuple[int, int], scanned: Scanned) -> bool:
    """Return whether parts stand between their total and the next clause: "当中36人来自中国，"."""
    low = scanned.low
    if scanned.lexicon.has_spaces or not re.search("[,，]", low[gap[0] : gap[1]]):
        return False
    more = tuple(scanned.lexicon.data.get("clause_words", ()))  # "另有5人" starts a new clause
    is_more = bool(more) and low[: first.start].endswith(more)
    return not is_more and any(mark.kind == "parts" for mark in scanned.ending(first.start))


def has_other_subject(
    gap: tuple[int, int], own: list[Figure], found: list[Figure], scanned: Scanned
) -> bool:
    """Return whether other persons begin a clause between an enumeration and a verb."""
    if not scanned.lexicon.data.get("serial_verbs"):
        return False
    comma = re.search(r"[,，]", scanned.low[gap[0] : gap[1]])
    return comma is not None and any(
        gap[0] + comma.start() < other.start < gap[1]
        for other in found
        if other not in own and other.thing in ("person", "official") and not other.has_link
        if not scanned.within(gap[0], other.start, "parts")
    )


def verb_of_clause(
    mark: Mark, scanned: Scanned, *, is_relative: bool, needs_auxiliary: bool = False
) -> Mark | None:
    """Return the verb of the main clause after one of a clause before it, or none.

    It is the first passive that no "and" joins to the verb before it. Where the clause before has
    no pronoun, an auxiliary must mark the main verb: "trốn khỏi một khu đã được đưa về nước".
    """
    low, data = scanned.low, scanned.lexicon.data
    auxiliaries = tuple(f"{word} " for word in data.get("main_auxiliaries", ("\0",)))
    span = scanned.sentences[scanned.sentence_of(mark.start)]
    kinds = ("verb_passive",) if is_relative else ("verb_passive", "verb_active")
    later = [
        verb
        for verb in scanned.within(mark.end, span.end, *kinds)
        if verb.value.startswith("persons_")
        and (
            low[verb.start : verb.end].startswith(auxiliaries)
            or _is_main(low[mark.end : verb.start], is_relative=is_relative, data=data)
        )
        and not _counted_between(mark.end, verb.start, scanned)
    ]
    if needs_auxiliary:
        ends = "|".join(map(re.escape, data.get("main_auxiliaries", ())))
        agents = "|".join(data.get("agent_markers", ()))
        agent = rf" (?:{ends})(?: (?:{agents})(?: [^,;.]{{0,30}})?)? ?$"
        pool = scanned.within(mark.end, span.end, "verb_passive", "verb_active")
        later = [
            verb
            for verb in pool
            if verb.value.startswith("persons_")
            and re.search(agent, low[mark.end : verb.start])
            and not _counted_between(mark.end, verb.start, scanned)
            and not re.search("[,;]", low[mark.end : verb.start])
        ]
    words = tuple(f" {word} " for word in data.get("conjunctions", ()))
    own = [verb for verb in later if not words or not low[: verb.start].endswith(words)]
    return min(own or later, default=None)


def _is_main(between: str, *, is_relative: bool, data: dict[str, Any]) -> bool:
    """Return whether a verb after a relative clause belongs to the main clause."""
    if between.rstrip().endswith(tuple(f" {word}" for word in data.get("main_auxiliaries", ()))):
        return True  # "yang ditahan kerana terlibat, telah dibawa pulang"
    words = "|".join(map(re.escape, data.get("subordinators", ())))
    if words and re.search(rf"(?:^|\W)(?:{words})(?:\W|$)", between):
        return False
    if not re.search(r"[,;，]", between):
        return True
    ahead = re.split(r"[,，]", between)[-1]
    is_near = is_relative and bool(data.get("main_after_comma")) and ";" not in between
    return is_near and len(ahead.strip()) < NEAR_COMMA
