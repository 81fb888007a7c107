"""Read what stands before a number, and what is predicated of it: "中国籍141人", "57 were Thai"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.articles.counts.nation_lists import read_list
from ingest.articles.words.figure import THINGS, set_trait

if TYPE_CHECKING:
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned


ASIDES = (",", "，", "–", "—", "-", "(", "（")
MAX_LEAD = 14  # characters in which the number of a noun stands before it
MAX_ASIDE = 30  # characters between a count and what all of them are
MAX_LETTERS = 8  # likewise, in a script without blanks


def _is_short(gap: str, has_spaces: bool) -> bool:
    """Return whether little stands between a count and "all Chinese": "two, both Chinese"."""
    if gap in ASIDES:
        return True
    if re.search(r"\d", gap):
        return False
    return gap.endswith(ASIDES) and len(gap) < MAX_ASIDE if has_spaces else len(gap) < MAX_LETTERS


def read_before(figure: Figure, scanned: Scanned, first: int) -> None:
    """Read a noun phrase that stands before its number: "中国籍141人", "한국인 73명"."""
    low, at, is_linked = scanned.low, figure.start, False
    links = scanned.lexicon.data.get("before_links", ())
    while at > first:
        if low[at - 1] in " \u00a0:：（(":
            at -= 1
            continue
        link = next((w for w in links if low.endswith(w, first, at)), "")
        if link and at == figure.start:
            at -= len(link)
            is_linked = True
            continue
        marks = [m for m in scanned.ending(at) if m.start >= first]
        useful = [m for m in marks if m.kind in ("noun", "nation", "country", "fillers")]
        useful = [m for m in useful if not (m.kind == "noun" and m.value == "other")]
        if any(n.end in {m.start for m in useful} for n in scanned.numbers):
            return  # the noun of another number
        if not useful or (is_linked and any(m.kind == "country" for m in useful)):
            return  # "柬埔寨有12人": a place
        for mark in useful:
            if (figure.thing, mark.value) == ("site", "compound"):  # "园区17处"
                figure.thing, figure.start = mark.value, mark.start
            elif mark.kind == "noun" and (figure.is_elided or figure.thing in ("", "person")):
                if figure.thing == "person" and not mark.value.startswith("person"):
                    return
                figure.thing, figure.is_elided = mark.value.split(".")[0], False
                for part in mark.value.split(".")[1:]:
                    set_trait(figure, part)
                figure.rules.append("noun_before")
                figure.start = mark.start
            elif (mark.kind in ("nation", "country") and not figure.nation) and (
                figure.thing in ("", "person")
            ):
                figure.thing, figure.is_elided, figure.nation = "person", False, mark.value
                figure.rules.append("nationality_before")
                figure.start = mark.start
        at = min(mark.start for mark in useful)


def read_listed(figure: Figure, scanned: Scanned, first: int) -> None:
    """Read a noun of a list before its number: "mobile telephones, 41 units"."""
    if figure.has_unknown:
        return
    at = figure.start
    links = [*scanned.lexicon.data.get("list_links", ()), ""]
    for _ in range(3):  # "ponsel mereka, seluruhnya 112 unit"
        while at > first and scanned.low[at - 1] in " ,:(-":
            at -= 1
        at -= len(
            next(
                word
                for word in links
                if scanned.low.endswith(f" {word}" if word else "", first, at)
            )
        )
    for mark in scanned.ending(at):
        lead = scanned.low[max(first, mark.start - MAX_LEAD) : mark.start]
        if re.search(r"\d[^,.;:()]*$", lead):
            continue  # the noun of another number
        if mark.kind == "noun" and mark.value in THINGS and mark.start >= first:
            figure.thing, figure.is_elided, figure.start = mark.value, False, mark.start
            figure.rules.append("noun_before")


def read_predicate(figure: Figure, scanned: Scanned, first: int, last: int) -> None:
    """Read a nationality that is stated of the figure: "57 were Thai", "Thais (57)", "at 465"."""
    if figure.nation not in ("", "foreign") or figure.unit or figure.thing not in ("", "person"):
        return
    if figure.nation and not figure.has_link:
        return  # but "eight of the foreigners were Chinese"
    low = scanned.low
    if _read_apposition(figure, scanned):
        return
    for phrase in scanned.lexicon.data.get("minors", ()):
        if low.startswith(f" {phrase}", figure.end):  # "forty-one are under 18"
            figure.thing, figure.age, figure.is_elided = "person", "minor", False
            figure.has_unknown = False
            figure.rules.append("trait_predicated")
            return
    begin = figure.end
    if scanned.lexicon.data.get("serial_verbs"):  # "bảy người trong số đó là người Trung Quốc"
        links = [m for m in scanned.at(figure.end + 1) if m.kind == "part_links"]
        begin = max([begin, *(m.end for m in links)])
    total = next((n for n in scanned.numbers if 0 <= n.start - figure.end <= 1), None)
    if figure.has_link and total is not None and scanned.lexicon.is_head_last:
        begin = total.end  # "21 of the 87 were women"
    for mark in scanned.within(begin, min(last, begin + 60), "copulas"):
        gap, wholes = low[begin : mark.start].strip(), scanned.lexicon.data.get("wholes", ())
        is_whole = low.startswith(tuple(wholes), mark.start) if wholes else False
        if gap and not (is_whole and _is_short(gap, scanned.lexicon.has_spaces)):
            break
        after = mark.end
        while after < last and low[after] in " \u00a0":
            after += 1
        for word in scanned.lexicon.data.get("one", ()):  # "one was a girl"
            if low.startswith(f"{word} ", after):
                after += len(word) + 1
        for noun in scanned.at(after):
            if noun.kind == "noun" and noun.value.count(".") and not figure.sex:
                figure.thing, figure.is_elided, figure.has_unknown = "person", False, False
                for trait in noun.value.split(".")[1:]:
                    set_trait(figure, trait)
                figure.rules.append("trait_predicated")
        for nation in scanned.at(after):
            if low[nation.end : nation.end + 2] == " (":
                continue
            if nation.kind in ("nation", "country"):
                figure.nation, figure.thing, figure.is_elided = nation.value, "person", False
                figure.is_part, figure.has_unknown = figure.is_part or not is_whole, False
                figure.rules.append("nationality_predicated")
                if low.startswith("from ", mark.start):
                    figure.rules.append("from_country")
                figure.reach = nation.end
                return
    if _read_ranked(figure, scanned):
        return
    if read_list(figure, scanned, first):
        return
    before = low[max(first, figure.start - 45) : figure.start]
    found = re.search(r"(?:\(|:|\bat|,(?: with)?|^|(?<=\w))\s*$", before)
    is_with = found is not None and found[0].strip() == ", with"  # "China, with 4,860 people"
    if found is None or not (figure.is_elided or is_with):
        return
    at = figure.start - len(before) + found.start()
    while at > first and low[at - 1] == " ":
        at -= 1
    near = [m for m in scanned.ending(at) if m.kind in ("nation", "country")]
    if not near and before.rstrip().endswith((" at", "(")):
        near = scanned.within(figure.start - len(before), at, "nation")[-1:]
    is_bare = not found[0].strip()  # "Ethiopia has taken back 31 and Kenya 14"
    if is_bare and near and near[0].kind != "country":
        return
    if near and found[0].strip() != "," and near[0].value != "foreign":
        figure.nation, figure.thing, figure.is_elided = near[-1].value, "person", False
        figure.is_part = True
        figure.rules.append("nationality_named_before")


def _read_ranked(figure: Figure, scanned: Scanned) -> bool:
    """Read the nationality of the largest group: "Warga India terbanyak, 310 orang"."""
    words = tuple(map(str, scanned.lexicon.data.get("rank_words", ())))
    before = scanned.low[: figure.start].rstrip(" ,，:")
    word = next((w for w in words if before.endswith(w)), "")
    if not word:
        return False
    at = len(before[: -len(word)].rstrip(" ,，"))
    nation = next((m for m in scanned.ending(at) if m.kind in ("nation", "country")), None)
    if nation is None:
        return False
    figure.nation, figure.thing, figure.is_elided = nation.value, "person", False
    figure.is_part, figure.has_unknown = True, False
    figure.rules.append("nationality_named_before")
    return True


def _read_apposition(figure: Figure, scanned: Scanned) -> bool:
    """Read a nationality that holds for all of a figure: "two ringleaders, both Chinese"."""
    phrases = sorted(map(str, scanned.lexicon.data.get("each_of", ())), key=len, reverse=True)
    words = "|".join(map(re.escape, phrases))
    found = words and re.match(rf"[\s,(–—-]*\b(?:{words})\b\s*", scanned.low[figure.end :])
    if not found:
        return False
    at = figure.end + found.end()
    nation = next((m for m in scanned.at(at) if m.kind in ("nation", "country")), None)
    if nation is None or (nation.value == "foreign" and figure.nation):
        return False
    figure.nation, figure.thing, figure.is_elided = nation.value, "person", False
    figure.has_unknown, figure.reach = False, nation.end
    figure.rules.append("nationality_of_each")
    return True
