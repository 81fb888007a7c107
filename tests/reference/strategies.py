"""Small hostile sets of records for Hypothesis, valid by the record's own checks.

Each record is decoded from a few drawn bytes; byte 0 always means the plainest choice, so that
failing examples shrink to plain records. Values, days, reports and publishers are few on purpose:
ties and collisions are what the rules are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from ingest.record import NAMES

from .curation import MERGED_INTO, curated, merge_ends
from .figures import group_of
from .model import Result
from .rules import reconcile

Raw = dict[str, str]
T = TypeVar("T")

FIRST_DAY = date(2025, 7, 1)
DAYS = 10
GHOSTS = ("zz-2025-07-02-ghost", "kh-2025-06-30-spirit")
PUBLISHERS = ("Alpha", "Beta", "Gamma", "Delta", "alpha wire")
CREDITS = ("", "", "", "Agency", "Alpha", "alpha wire")
NATIONALITIES = ("", "", "", "CN", "CN", "VN", "KH", "PH", "foreign", "foreign")
MIXTURES = (("",), NATIONALITIES, ("", "CN"), NATIONALITIES, ("", "foreign", "CN", "VN"))
COUNTRIES = ("KH", "KH", "KH", "CN", "ZZ", "PH")
KINDS = ("raid", "campaign", "campaign", "arrest", "deportation", "raid")
QUALIFIERS = ("exact", "exact", "exact", "about", "more_than", "at_least", "nearly", "up_to",
              "less_than")  # fmt: skip
VALUES = ("10", "10", "12", "11", "20", "9", "5", "3", "2", "1", "0", "30", "100", "7", "19", "21",
          "33")  # fmt: skip
AMOUNTS = ("10", "10.5", "12.34", "9", "0.0001", "1000000", "11", "0")
PERSONS = ("persons_arrested", "persons_arrested", "persons_detained", "persons_deported",
           "persons_repatriated", "persons_rescued", "persons_released", "persons_killed",
           "persons_present")  # fmt: skip
THINGS = ("sites_raided", "sites_raided", "sites_closed", "phones_seized", "computers_seized",
          "devices_seized", "compounds_identified")  # fmt: skip
MONEY = ("money_seized", "losses")
CITIES = ("Poipet", "", "Poipet; Bavet", "Bavet", "Sihanoukville;Poipet")
PROVINCES = ("", "Svay Rieng", "Banteay Meanchey; Svay Rieng")
PRECISIONS = ("day", "day", "range", "month", "year")
BYTES_A_RECORD = 48
BYTES_AN_EVENT = 14


@dataclass(frozen=True)
class Example:
    """What `reconcile` takes: versions in order of delivery, and curation decisions."""

    versions: list[Raw]
    corrections: list[Raw] = field(default_factory=list)
    event_merges: list[Raw] = field(default_factory=list)
    publisher_aliases: list[Raw] = field(default_factory=list)
    event_overlaps: list[Raw] = field(default_factory=list)

    def reconciled(self, as_of: date | None = None) -> Result:
        """What the reference implementation makes of it, today or as of a day."""
        return reconcile(
            self.versions,
            corrections=self.corrections,
            event_merges=self.event_merges,
            publisher_aliases=self.publisher_aliases,
            event_overlaps=self.event_overlaps,
            as_of=as_of,
        )

    def days(self) -> list[date]:
        """Every day on which something may become known, and the day before the first."""
        texts = {v[c] for v in self.versions for c in ("published_on", "figure_as_of") if v[c]}
        texts |= {c["becomes"] for c in self.corrections if c["column_name"] == "published_on"}
        days = sorted(date.fromisoformat(text) for text in texts)
        return [days[0] - timedelta(days=1), *days]


class Choices:
    """Choices read off drawn bytes; when they run out, the plainest."""

    def __init__(self, drawn: bytes) -> None:
        self._left = iter(drawn)

    def number(self, below: int) -> int:
        """A whole number from 0 to below - 1."""
        return next(self._left, 0) % below

    def of(self, options: Sequence[T]) -> T:
        """One of the options; the first is the plainest."""
        return options[self.number(len(options))]

    def once_in(self, times: int) -> bool:
        """True about once in so many times; a zero byte is false."""
        return self.number(times) == times - 1


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


@st.composite
def examples(draw: st.DrawFn, max_records: int = 60, max_events: int = 8) -> Example:
    """A set of records with curation decisions that hold."""
    setting = Choices(draw(st.binary(min_size=72, max_size=72)))
    events = draw(_pieces(BYTES_AN_EVENT, (1, 1, 3, max_events), max_events))
    drawn = draw(_pieces(BYTES_A_RECORD, (1, 10, 25, 40), max_records))
    plans = _plans(setting, events)
    focus = _focus(setting, plans)
    versions: list[Raw] = []
    for number, choices in enumerate(map(Choices, drawn)):
        if versions and choices.once_in(6):
            versions.append(_again(choices, choices.of(versions), plans, focus))
        elif versions and choices.once_in(6):
            versions.append(_told_again(choices, number, choices.of(versions)))
        else:
            versions.append(_new(choices, number, plans, focus))
    example = Example(
        versions=versions,
        corrections=_corrections(setting, versions, plans),
        event_merges=_merges(setting, plans),
        publisher_aliases=_aliases(setting),
    )
    return replace(example, event_overlaps=_overlaps(setting, example))


@st.composite
def _pieces(draw: st.DrawFn, size: int, least: Sequence[int], most: int) -> list[bytes]:
    """One to `most` pieces of bytes; Hypothesis' own lists would nearly always be short."""
    at_least = min(draw(st.sampled_from(least)), most)
    pieces = st.lists(st.binary(min_size=size, max_size=size), min_size=at_least, max_size=most)
    return draw(pieces)


def _plans(setting: Choices, events: Sequence[bytes]) -> list[Plan]:
    """The events as a chain, a ring, a star, or links at random (cycles included)."""
    form = setting.of(("star", "random", "chain", "random", "ring", "chain"))
    campaigns = setting.once_in(3)
    ids: list[str] = []
    starts: list[int] = []
    readers = [Choices(drawn) for drawn in events]
    for number, choices in enumerate(readers):
        starts.append(choices.number(DAYS))
        ids.append(f"kh-{_day(starts[-1])}-{'abcdefghijkl'[number]}")
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
        plans.append(
            Plan(
                event_id=ids[number],
                parent=parent,
                follows=choices.of(("", "", "", *ids, GHOSTS[1])),
                kind="campaign" if campaigns else choices.of(KINDS),
                country=choices.of(COUNTRIES),
                start=starts[number],
                length=choices.of((0, 1, 2, 3, 7, 9)),
                only=choices.of(("", "", "", "CN", "", "VN")),
            )
        )
    return plans


@dataclass
class Focus:
    """What the whole example is about: few measures, so that records meet in one family."""

    measures: Sequence[str]
    nationalities: Sequence[str]
    sexes_once_in: int
    large_event: str  # its numbers are ten times as large, so that it holds its children


def _focus(setting: Choices, plans: Sequence[Plan]) -> Focus:
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
    return Focus(
        measures=measures,
        nationalities=setting.of(MIXTURES),
        sexes_once_in=setting.of((12, 5, 2)),
        large_event=setting.of(("", plans[0].event_id)),
    )


def _new(choices: Choices, number: int, plans: Sequence[Plan], focus: Focus) -> Raw:
    plan = choices.of((plans[0], *plans))
    row = dict.fromkeys(NAMES, "") | {"event_id": plan.event_id, "language": "en"}
    published = choices.number(DAYS)
    _figure(row, choices, focus)
    _counts(row, choices, plan, focus)
    _report(row, choices, published)
    _about_event(row, choices, plan, plans)
    if plan.only and row["measure"].startswith("persons_") and not choices.once_in(5):
        row["nationality"] = plan.only
    slug = choices.of(("b", "a", "c"))
    row["record_id"] = f"{plan.event_id}/{slug}-{row['published_on'].replace('-', '')}/{number}"
    return _valid(row)


def _again(choices: Choices, before: Raw, plans: Sequence[Plan], focus: Focus) -> Raw:
    """The same record_id delivered again: withdrawn, revised, moved in time, or all new."""
    row = dict(before)
    plan = next(p for p in plans if p.event_id == row["event_id"])
    match choices.of(("figure", "withdrawn", "report", "counts", "event", "all", "equal", "back")):
        case "figure":
            _figure(row, choices, replace(focus, measures=(row["measure"],)))
        case "withdrawn":
            row["status"] = "withdrawn"
            row["figure_as_of"] = choices.of(("", *(_day(n) for n in range(DAYS + 3))))
        case "report":
            _report(row, choices, choices.number(DAYS))
        case "counts":
            _counts(row, choices, plan, focus)
        case "event":
            _about_event(row, choices, plan, plans)
        case "back":
            row["status"] = row["figure_as_of"] = ""
            row["published_on"] = _day(choices.number(DAYS))
        case "all":
            _figure(row, choices, focus)
            _counts(row, choices, plan, focus)
            _report(row, choices, choices.number(DAYS))
            _about_event(row, choices, plan, plans)
    return _valid(row)


def _told_again(choices: Choices, number: int, before: Raw) -> Raw:
    """A new record of what was told before: printed again, or in the same report, or grown."""
    row = before | {"record_id": f"{before['record_id']}-{number}"}
    match choices.of(("later", "same report", "grown")):
        case "later":
            _report(row, choices, choices.number(DAYS))
            row["figure_as_of"] = choices.of(("", "", "", row["figure_as_of"]))
        case "same report":
            row["qualifier"] = choices.of(QUALIFIERS)
            row["value"], row["value_high"] = choices.of(_near(row["value"])), ""
        case "grown":
            _report(row, choices, choices.number(DAYS))
            grows_by = choices.of((1, 10, 0, -1))
            row["value"], row["value_high"] = _changed(row["value"], grows_by), ""
            row["qualifier"] = choices.of(QUALIFIERS)
    return _valid(row)


def _near(value: str) -> tuple[str, ...]:
    return tuple(_changed(value, by) for by in (1, 0, -1, 2, -2))


def _changed(value: str, by: int) -> str:
    """A tenth more or less for each step of ten, one for each step of one; money is kept whole."""
    whole, point, rest = value.partition(".")
    return str(max(0, int(whole) + by * (int(whole) // 10 if abs(by) == 10 else 1))) + point + rest


def _figure(row: Raw, choices: Choices, focus: Focus) -> None:
    row["measure"] = choices.of(focus.measures)
    is_money = row["measure"] in MONEY
    row["value"] = choices.of(AMOUNTS if is_money else VALUES)
    if row["event_id"] == focus.large_event and not is_money:
        row["value"] += "0"
    row["unit"] = choices.of(("USD", "USD", "THB")) if is_money else ""
    row["qualifier"] = choices.of(QUALIFIERS)
    row["value_high"] = ""
    if choices.once_in(8):
        whole, point, rest = row["value"].partition(".")
        row["value_high"] = str(int(whole) + choices.number(6)) + point + rest


def _counts(row: Raw, choices: Choices, plan: Plan, focus: Focus) -> None:
    likely = ("total", "total", "part", "part", "cumulative", "total", "stock")
    if plan.kind == "campaign":
        likely = ("cumulative", "cumulative", "cumulative", "part", "cumulative", "stock", "total")
    row["counts_as"] = choices.of(likely)
    is_person = row["measure"].startswith("persons_")
    row["nationality"] = choices.of(focus.nationalities) if is_person or choices.once_in(8) else ""
    row["sex"] = row["age_group"] = ""
    if choices.once_in(focus.sexes_once_in if is_person else 12):
        row["sex"] = choices.of(("female", "male"))
    if choices.once_in(14):
        row["age_group"] = choices.of(("minor", "adult"))
    row["cumulative_since"] = ""
    if row["counts_as"] == "cumulative":
        named = plan.event_id[3:13]
        row["cumulative_since"] = choices.of((named, "", named, "", _day(choices.number(DAYS))))
    row["status"] = choices.of(("planned", "denied", "withdrawn")) if choices.once_in(14) else ""


def _report(row: Raw, choices: Choices, published: int) -> None:
    row["published_on"] = _day(published)
    row["figure_as_of"] = _day(published - choices.number(5)) if choices.once_in(4) else ""
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
    row["event_start"], row["event_end"] = _day(start), _day(start + length)
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


def _day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def _merges(setting: Choices, plans: Sequence[Plan]) -> list[Raw]:
    """Merges towards the earlier event, so that chains occur and circles do not."""
    links = {}
    ids = [GHOSTS[1], *(plan.event_id for plan in plans)]
    for _ in range(setting.of((0, 0, 1, 3))):
        source = setting.number(len(ids))
        if source:
            links[ids[source]] = ids[setting.number(source)]
    return [{"event_id": a, MERGED_INTO: b} for a, b in links.items()]


def _aliases(setting: Choices) -> list[Raw]:
    if not setting.once_in(3):
        return []
    return [{"alias": "alpha wire", "publisher": setting.of(("Alpha", "Beta", "Agency"))}]


def _corrections(setting: Choices, versions: Sequence[Raw], plans: Sequence[Plan]) -> list[Raw]:
    """At most one correction a record and column, each holding for the newest version."""
    ids = [plan.event_id for plan in plans]
    made: dict[tuple[str, str], Raw] = {}
    for _ in range(setting.of((0, 0, 1, 3))):
        record_id = setting.of(versions)["record_id"]
        of_record = [v for v in versions if v["record_id"] == record_id]
        column, becomes = setting.of(
            (
                ("nationality", setting.of(NATIONALITIES)),
                ("value", setting.of(VALUES)),
                ("event_kind", setting.of(KINDS)),
                ("parent_event_id", setting.of(("", *ids))),
                ("event_id", setting.of(ids)),
                ("publisher", setting.of(PUBLISHERS)),
                ("country", setting.of(COUNTRIES)),
                ("published_on", _day(DAYS + setting.number(3))),
                ("qualifier", setting.of(QUALIFIERS)),
                ("status", "denied"),
            )
        )
        was = of_record[-1][column]
        if was == becomes or (column == "value" and any(v["value_high"] for v in of_record)):
            continue
        if column == "status" and was != "":
            continue
        made[record_id, column] = {
            "record_id": record_id,
            "column_name": column,
            "was": was,
            "becomes": becomes,
        }
    return list(made.values())


def _overlaps(setting: Choices, example: Example) -> list[Raw]:
    """Overlaps of known events that never run in a circle: towards the first, or the last."""
    merges = merge_ends(example.event_merges)
    rows = curated(example.versions, example.corrections, merges, example.publisher_aliases)
    known = sorted({row[c] for row in rows for c in ("event_id", "parent_event_id")} - {""})
    groups = sorted({group_of(row["measure"], row["unit"]) for row in rows})
    backwards = setting.once_in(2)
    made: dict[tuple[str, str, str], Raw] = {}
    for _ in range(setting.of((0, 0, 1, 3, 5))):
        first, second = sorted((setting.number(len(known)), setting.number(len(known))))
        group, persons = setting.of(groups), setting.of(("", "3", "1", "", "10", "40"))
        if first == second:
            continue
        event_id, counted_in = known[second], known[first]
        if backwards:
            event_id, counted_in = counted_in, event_id
        made[event_id, group, counted_in] = {
            "event_id": event_id,
            "measure_group": group,
            "counted_in_event_id": counted_in,
            "persons": persons,
        }
    return list(made.values())
