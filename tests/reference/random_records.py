"""Random records, valid by the record's own checks.

Values, days, reports and publishers are few on purpose: ties and collisions are what the rules
are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.record.definition import NAMES

from .choices import DAYS, Choices, Raw, day
from .random_events import COUNTRIES, GHOSTS, KINDS, MONEY, Plan, Scene

BYTES_A_RECORD = 48

PUBLISHERS = ("Alpha", "Beta", "Gamma", "Delta", "alpha wire")
CREDITS = ("", "", "", "Agency", "Alpha", "alpha wire")
QUALIFIERS = ("exact", "exact", "exact", "about", "more_than", "at_least", "nearly", "up_to",
              "less_than")  # fmt: skip
VALUES = ("10", "10", "12", "11", "20", "9", "5", "3", "2", "1", "0", "30", "100", "7", "19", "21",
          "33")  # fmt: skip
AMOUNTS = ("10", "10.5", "12.34", "9", "0.0001", "1000000", "11", "0")
CITIES = ("Poipet", "", "Poipet; Bavet", "Bavet", "Sihanoukville;Poipet")
PROVINCES = ("", "Svay Rieng", "Banteay Meanchey; Svay Rieng")
PRECISIONS = ("day", "day", "range", "month", "year")


def new_record(choices: Choices, number: int, plans: Sequence[Plan], scene: Scene) -> Raw:
    """A record of one of the events."""
    plan = choices.of((plans[0], *plans))
    row = dict.fromkeys(NAMES, "") | {"event_id": plan.event_id, "language": "en"}
    published = choices.number(DAYS)
    _figure(row, choices, scene)
    _counts(row, choices, plan, scene)
    _report(row, choices, published)
    _about_event(row, choices, plan, plans)
    if plan.only and row["measure"].startswith("persons_") and not choices.once_in(5):
        row["nationality"] = plan.only
    slug = choices.of(("b", "a", "c"))
    row["record_id"] = f"{plan.event_id}/{slug}-{row['published_on'].replace('-', '')}/{number}"
    return _valid(row)


def delivered_again(choices: Choices, before: Raw, plans: Sequence[Plan], scene: Scene) -> Raw:
    """The same record_id delivered again: withdrawn, revised, moved in time, or all new."""
    row = dict(before)
    plan = next(p for p in plans if p.event_id == row["event_id"])
    match choices.of(("figure", "withdrawn", "report", "counts", "event", "all", "equal", "back")):
        case "figure":
            _figure(row, choices, replace(scene, measures=(row["measure"],)))
        case "withdrawn":
            row["status"] = "withdrawn"
            row["figure_as_of"] = choices.of(("", *(day(n) for n in range(DAYS + 3))))
        case "report":
            _report(row, choices, choices.number(DAYS))
        case "counts":
            _counts(row, choices, plan, scene)
        case "event":
            _about_event(row, choices, plan, plans)
        case "back":
            row["status"] = row["figure_as_of"] = ""
            row["published_on"] = day(choices.number(DAYS))
        case "all":
            _figure(row, choices, scene)
            _counts(row, choices, plan, scene)
            _report(row, choices, choices.number(DAYS))
            _about_event(row, choices, plan, plans)
    return _valid(row)


def reported_again(choices: Choices, number: int, before: Raw) -> Raw:
    """A new record of an earlier figure: printed again, in the same report, or grown."""
    row = before | {"record_id": f"{before['record_id'].rpartition('/')[0]}/{number}"}
    match choices.of(("later", "same report", "grown", "later")):
        case "later":
            _report(row, choices, choices.number(DAYS))
            row["figure_as_of"] = choices.of(("", "", "", before["figure_as_of"]))
        case "same report":
            row["qualifier"] = choices.of(QUALIFIERS)
            row["value"] = _plus(row["value"], choices.of((1, 0, -1, 2, -2)))
            row["value_high"] = ""
        case "grown":
            _report(row, choices, choices.number(DAYS))
            row["qualifier"] = choices.of(QUALIFIERS)
            row["value"] = _plus(row["value"], choices.of((1, 5, 0, -1, 20, 10)))
            row["value_high"] = ""
    return _valid(row)


def _plus(value: str, more: int) -> str:
    whole, point, rest = value.partition(".")
    return str(max(0, int(whole) + more)) + point + rest


def _figure(row: Raw, choices: Choices, scene: Scene) -> None:
    row["measure"] = choices.of(scene.measures)
    is_money = row["measure"] in MONEY
    row["value"] = choices.of(AMOUNTS if is_money else VALUES)
    if row["event_id"] == scene.large_event and not is_money:
        row["value"] += "0"
    row["unit"] = choices.of(("USD", "USDT", "THB")) if is_money else ""
    row["qualifier"] = choices.of(QUALIFIERS)
    row["value_high"] = ""
    if choices.once_in(8):
        row["value_high"] = _plus(row["value"], choices.number(6))


def _counts(row: Raw, choices: Choices, plan: Plan, scene: Scene) -> None:
    likely: tuple[str, ...] = ("total", "total", "part", "part", "cumulative", "total", "stock")
    if plan.kind == "campaign":
        likely = ("cumulative", "cumulative", "cumulative", "part", "cumulative", "stock", "total")
    if scene.name == "long campaigns" and plan.kind == "campaign":
        likely = ("cumulative", "cumulative", "cumulative", "cumulative", "part", "cumulative")
    row["counts_as"] = choices.of(likely)
    is_person = row["measure"].startswith("persons_")
    row["nationality"] = choices.of(scene.nationalities) if is_person or choices.once_in(8) else ""
    row["sex"] = row["age_group"] = ""
    if choices.once_in(scene.sexes_once_in if is_person else 12):
        row["sex"] = choices.of(("female", "male"))
    if choices.once_in(14):
        row["age_group"] = choices.of(("minor", "adult"))
    row["cumulative_since"] = ""
    if row["counts_as"] == "cumulative":
        named = plan.event_id[3:13]
        row["cumulative_since"] = choices.of((named, "", named, "", day(choices.number(DAYS))))
    row["status"] = choices.of(("planned", "denied", "withdrawn")) if choices.once_in(14) else ""


def _report(row: Raw, choices: Choices, published: int) -> None:
    row["published_on"] = day(published)
    row["figure_as_of"] = day(published - choices.number(5)) if choices.once_in(4) else ""
    row["credited_to"] = choices.of(CREDITS)
    report = choices.number(11)
    row["source_url"] = f"https://news.example/{report}"
    row["publisher"] = PUBLISHERS[report % len(PUBLISHERS)]
    if choices.once_in(6):
        row["publisher"] = choices.of(PUBLISHERS)


def _about_event(row: Raw, choices: Choices, plan: Plan, plans: Sequence[Plan]) -> None:
    """Mostly what the plan says; now and then another parent, kind, country or date."""
    others = ("", *(p.event_id for p in plans), *GHOSTS)
    row["parent_event_id"] = choices.of(others) if choices.once_in(8) else plan.parent
    row["follows_event_id"] = choices.of(others) if choices.once_in(8) else plan.follows
    row["event_kind"] = choices.of(KINDS) if choices.once_in(8) else plan.kind
    row["country"] = choices.of(COUNTRIES) if choices.once_in(8) else plan.country
    start = choices.number(DAYS) if choices.once_in(6) else plan.start
    length = choices.number(6) if choices.once_in(6) else plan.length
    row["event_start"], row["event_end"] = day(start), day(start + length)
    row["date_precision"] = choices.of(PRECISIONS)
    row["city"], row["admin1"] = choices.of(CITIES), choices.of(PROVINCES)


def _valid(row: Raw) -> Raw:
    """Pull dates into the order that the record demands."""
    if row["status"] != "planned":
        row["event_start"] = min(row["event_start"], row["published_on"])
    row["event_end"] = max(row["event_end"], row["event_start"])
    if row["figure_as_of"] and row["status"] not in ("planned", "withdrawn"):
        row["figure_as_of"] = min(row["figure_as_of"], row["published_on"])
    return row
