"""What a random example is about: its events, their tree, and what most records say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .choices import DAYS, Choices, day

GHOSTS = ("zz-2025-06-27-ghost", "kh-2025-06-25-spirit")  # events that need no record
BYTES_AN_EVENT = 14

COUNTRIES = ("KH", "KH", "KH", "CN", "ZZ", "PH")
KINDS = ("raid", "campaign", "campaign", "arrest", "deportation", "raid")
NATIONALITIES = ("", "", "", "CN", "CN", "VN", "KH", "PH", "foreign", "foreign")
MIXTURES = (("",), NATIONALITIES, ("", "CN"), NATIONALITIES, ("", "foreign", "CN", "VN"))
PERSONS = ("persons_arrested", "persons_arrested", "persons_detained", "persons_deported",
           "persons_repatriated", "persons_rescued", "persons_released", "persons_killed",
           "persons_present")  # fmt: skip
THINGS = ("sites_raided", "sites_raided", "sites_closed", "phones_seized", "computers_seized",
          "devices_seized", "weapons_seized", "compounds_identified")  # fmt: skip
MONEY = ("money_seized", "losses")


@dataclass
class Plan:
    """What most records of one event say about it."""

    event_id: str
    parent: str
    follows: str
    kind: str
    country: str
    start: int
    length: int
    only: str  # the nationality of nearly all its records, if they are of one


@dataclass
class Scene:
    """What the whole example is about: few measures, so that records meet in one group.

    `anything`; `long campaigns`, known by running totals only, whose parts go on after them; or
    `one nationality`, where a large event says what everybody in the others is.
    """

    name: str
    measures: Sequence[str]
    nationalities: Sequence[str]
    sexes_once_in: int
    large_event: str  # its numbers are ten times as large, so that it holds its children


def scene_of(setting: Choices, plans: Sequence[Plan], name: str) -> Scene:
    """What the example is about; the first event is the large one, if one is."""
    measures = setting.of(
        (
            ("persons_arrested",),
            ("persons_arrested", "persons_detained", "sites_raided"),
            PERSONS,
            (*PERSONS, *THINGS, *MONEY),
            ("sites_raided", "persons_rescued", "persons_deported"),
            ("money_seized", "phones_seized", "losses", "persons_arrested"),
        )
    )
    if name != "anything":
        measures = setting.of((("persons_arrested",), ("persons_arrested", "persons_deported")))
    scene = Scene(
        name=name,
        measures=measures,
        nationalities=setting.of(MIXTURES),
        sexes_once_in=setting.of((12, 5, 2)) if name == "anything" else 20,
        large_event=setting.of(("", plans[0].event_id)),
    )
    if name == "one nationality":
        scene.nationalities = setting.of((("", "foreign"), ("", "", "foreign", "VN"), ("", "CN")))
        scene.large_event = plans[0].event_id
    return scene


def plans_of(setting: Choices, events: Sequence[bytes], scene: str) -> list[Plan]:
    """The events as a chain, a ring, a star, or links at random (cycles included)."""
    form = setting.of(("star", "random", "chain", "random", "ring", "chain"))
    campaigns = setting.once_in(3) or scene == "long campaigns"
    ids: list[str] = []
    starts: list[int] = []
    readers = [Choices(drawn) for drawn in events]
    for number, choices in enumerate(readers):
        starts.append(choices.number(DAYS if scene != "long campaigns" else 4))
        ids.append(f"kh-{day(starts[-1])}-{'abcdefghijkl'[number]}")
    plans = []
    for number, choices in enumerate(readers):
        parent = {
            "star": ids[0],
            "chain": ids[number - 1] if number else "",
            "ring": ids[number - 1],
            "random": choices.of((*ids, "", "", GHOSTS[0])),
        }[form]
        if choices.once_in(10):
            parent = choices.of(GHOSTS)
        is_campaign = campaigns and not (scene == "long campaigns" and choices.once_in(4))
        plans.append(
            Plan(
                event_id=ids[number],
                parent=parent,
                follows=choices.of(("", "", "", *ids, GHOSTS[1])),
                kind="campaign" if is_campaign else choices.of(KINDS),
                country=choices.of(COUNTRIES),
                start=starts[number],
                length=choices.of((0, 1, 2, 3, 7, 9) if scene != "long campaigns" else (9, 3, 6)),
                only=choices.of(("", "", "", "CN", "", "VN")),
            )
        )
    if scene == "one nationality":
        plans[0].only = "CN"
        for plan in plans[2:]:
            plan.only = ""
    return plans
