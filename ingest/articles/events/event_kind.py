"""The kind of each figure's event: an act has its own, the rest has that of the act beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.articles.counts.counted import SITES

if TYPE_CHECKING:
    from ingest.articles.events.when import Span
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

KINDS = {
    "persons_arrested": "arrest",
    "persons_detained": "arrest",
    "persons_deported": "deportation",
    "persons_repatriated": "repatriation",
    "persons_released": "release",
    "persons_rescued": "release",
    "persons_escaped": "escape",
    "persons_charged": "charge",
    "persons_convicted": "conviction",
}
LEAVING = ("repatriation", "deportation", "release")  # what those who wait are waiting for
# What is found in rooms, and not on persons who are arrested in the street.
OF_ROOMS = ("computers_seized", "devices_seized", "sim_cards_seized")
MIN_CAMPAIGN = 20  # days between the first and the last one
IN_A_RAID = ("persons_arrested", "persons_detained", "persons_rescued", *SITES)


def event_kinds(found: list[Figure], scanned: Scanned) -> list[str]:
    """Return the kind of event of each figure of a text."""
    is_raid = _has_raid(scanned) or any(figure.measure in OF_ROOMS for figure in found)
    acts = {id(figure): _of_act(figure, scanned, is_raid=is_raid) for figure in found}
    return [acts[id(figure)] or _beside(figure, found, acts, is_raid) for figure in found]


def over(kind: str, span: Span | None) -> str:
    """Return the kind of an event over a span of days: weeks of raids are a campaign."""
    is_long = span is not None and (span.last - span.first).days >= MIN_CAMPAIGN
    return "campaign" if is_long and span and span.precision == "range" else kind


def _of_act(figure: Figure, scanned: Scanned, *, is_raid: bool) -> str:
    if figure.is_estimate:
        return "estimate"
    if figure.counts_as == "cumulative" and figure.measure != "losses":
        return "campaign"
    if figure.measure in SITES:
        return "raid"
    if figure.measure in IN_A_RAID and (is_raid or _is_in_rooms(figure, scanned)):
        return "raid"
    return KINDS.get(figure.measure, "")


def _is_in_rooms(figure: Figure, scanned: Scanned) -> bool:
    """Return whether a building is named near: "held 29 people at a villa"."""
    first = scanned.sentences[max(0, figure.sentence - 1)].start
    last = scanned.sentences[figure.sentence].end
    return any(mark.value == "site" for mark in scanned.within(first, last, "noun"))


def _beside(figure: Figure, found: list[Figure], acts: dict[int, str], is_raid: bool) -> str:
    """Return the kind of the nearest act, before a figure rather than after it."""
    if is_raid and not figure.measure.startswith("persons_"):
        return "raid"
    near = [other for other in found if acts[id(other)] not in ("", "estimate", "campaign")]
    before = [other for other in near if other.start < figure.start]
    after = [other for other in near if other.start > figure.start]
    if before or after:
        kind = acts[id((before[-1:] or after[:1])[0])]
        if figure.measure == "money_seized" and kind == "charge":
            return "seizure"
        is_waiting = figure.measure == "persons_present" and kind in LEAVING
        return "release" if is_waiting else kind
    if is_raid:
        return "raid"
    if figure.measure == "persons_present":
        return "release"
    return "seizure" if figure.measure.endswith("_seized") else "arrest"


def _has_raid(scanned: Scanned) -> bool:
    """Return whether a text describes a raid, by a verb, a noun or a warrant."""
    words = scanned.lexicon.data.get("raid_words", ())
    return any(
        mark.value == "sites_raided" or (mark.kind, mark.value) == ("noun", "raid")
        for mark in scanned.marks
    ) or any(word in scanned.low for word in words)
