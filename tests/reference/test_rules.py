"""Rules that no single table of a worked case shows: the tree, history, and errors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from .curation import MERGED_INTO
from .figures import digits
from .rules import reconcile
from .shipped import Raw, made_up
from .worked.making import arrested, overlap, so_far

TOP, PART, LATE = (f"kh-2025-01-{day}" for day in ("01-top", "04-part", "06-late"))


@pytest.mark.parametrize(
    ("value", "number"),
    [("5770", 3), ("6000", 1), ("0", 1), ("12", 2), ("1005", 4), ("10.5", 99), ("10.0", 1)],
)
def test_digits(value: str, number: int) -> None:
    assert digits(Decimal(value)) == number


def test_a_chain_is_cut_at_every_fifth_link_and_a_cycle_at_every_link() -> None:
    chain = [f"kh-2025-01-01-n{n}" for n in range(12)]
    ring = ["kh-2025-01-02-a", "kh-2025-01-02-b"]
    parents = dict(zip(chain[1:], chain, strict=False)) | dict(zip(ring, ring[::-1], strict=True))
    parents |= {"kh-2025-01-03-hangs-on": ring[0]}
    records = [
        made_up(1, event_id, "persons_arrested", 1, parent_event_id=parent)
        for event_id, parent in parents.items()
    ]
    result = reconcile(records)
    depths = {event.event_id: event.depth for event in result.events}
    assert [depths[event_id] for event_id in chain] == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    assert [depths[e] for e in (*ring, "kh-2025-01-03-hangs-on")] == [0, 0, 1]
    assert [(s.event_id, s.why) for s in result.ignored_links] == [
        (chain[10], "depth"),
        (chain[5], "depth"),
        (ring[0], "cycle"),
        (ring[1], "cycle"),
    ]


def test_a_withdrawal_takes_effect_on_its_day_and_a_later_version_ends_it() -> None:
    first = made_up(1, "kh-2025-01-01-raid", "persons_arrested", 5)
    withdrawn = first | {"status": "withdrawn", "figure_as_of": "2025-01-05"}
    again = first | {"value": "7", "published_on": "2025-01-08"}
    expected = {1: 5, 4: 5, 5: 0, 7: 0, 8: 7}
    for day, persons in expected.items():
        result = reconcile([first, withdrawn, again], as_of=date(2025, 1, day))
        assert sum(r.persons for r in result.attributed if r.measure_group == "custody") == persons
    assert [r.not_chosen_because for r in reconcile([first, withdrawn]).reported] == ["status"]


def test_the_day_of_a_record_is_that_of_what_is_known() -> None:
    """An earlier statement that is published later moves the day, but not in earlier views."""
    records = [
        so_far(1, TOP, 10, published_on="2025-01-05"),
        so_far(2, TOP, 10, published_on="2025-01-08", figure_as_of="2025-01-03"),
        arrested(3, PART, 4, parent_event_id=TOP),
    ]
    kept = {
        day: {
            r.event_id: r.persons for r in reconcile(records, as_of=date(2025, 1, day)).attributed
        }
        for day in (5, 8)
    }
    assert kept == {5: {TOP: 6, PART: 4}, 8: {TOP: 10, PART: 4}}


def test_what_starts_after_a_running_total_comes_on_top_and_is_not_explained() -> None:
    records = [
        so_far(1, TOP, 10, published_on="2025-01-05"),
        arrested(2, PART, 4, parent_event_id=TOP),
        arrested(3, LATE, 3, parent_event_id=TOP),
    ]
    result = reconcile(records)
    assert {r.event_id: r.persons for r in result.attributed} == {TOP: 6, PART: 4, LATE: 3}
    assert [(r.explained, r.unexplained) for r in result.running_totals] == [
        (Decimal(4), Decimal(6))
    ]


def test_those_counted_elsewhere_explain_a_running_total_too() -> None:
    records = [
        so_far(1, TOP, 10, published_on="2025-01-05"),
        arrested(2, PART, 4, parent_event_id=TOP),
        arrested(3, LATE, 9),
    ]
    result = reconcile(records, event_overlaps=[overlap(PART, LATE, 3)])
    assert [r.explained for r in result.running_totals] == [Decimal(4)]


@pytest.mark.parametrize(
    ("cities", "own"),
    [(("", "Poipet"), "Poipet"), (("Poipet", "Bavet"), None), (("Poipet; Bavet",), None)],
)
def test_an_event_has_a_city_of_its_own_only_where_one_has_the_whole_weight(
    cities: tuple[str, ...], own: str | None
) -> None:
    records = [arrested(n, TOP, 10, city=city) for n, city in enumerate(cities)]
    found = reconcile(records).events[0].own_place
    assert found == (None if own is None else ("city", own))


def test_a_city_of_a_campaign_that_not_every_report_names_is_not_its_own() -> None:
    records = [so_far(1, TOP, 10, city="Poipet"), so_far(2, TOP, 10)]
    assert reconcile(records).events[0].own_place is None
    assert reconcile(records[:1]).events[0].own_place == ("city", "Poipet")


def test_publisher_names_hold_for_credits_too() -> None:
    """The agency under two names is one source, so that twelve outgrows ten."""
    records = [
        arrested(1, TOP, 10),
        arrested(2, TOP, 12, published_on="2025-01-02"),
        arrested(3, TOP, 10, published_on="2025-01-03", credited_to="AFP"),
        arrested(4, TOP, 10, published_on="2025-01-03", credited_to="Agence France-Presse"),
    ]
    names = [{"alias": "Agence France-Presse", "publisher": "AFP"}]
    for aliases, persons in (([], 10), (names, 12)):
        result = reconcile(records, publisher_aliases=aliases)
        assert [row.persons for row in result.attributed] == [persons]


TWO = [arrested(1, TOP, 10), arrested(2, PART, 5), arrested(3, LATE, 5)]


@pytest.mark.parametrize(
    ("overlaps", "error"),
    [
        ([overlap(TOP, "kh-2025-01-01-nobody")], "unknown event"),
        ([overlap("kh-2025-01-01-nobody", TOP)], "unknown event"),
        ([overlap(TOP, PART) | {"measure_group": "arrests"}], "unknown group"),
        ([overlap(TOP, PART) | {"measure_group": "money_seized"}], "unknown group"),
        ([overlap(TOP, TOP)], "cycle"),
        ([overlap(TOP, PART), overlap(PART, LATE), overlap(LATE, TOP, 1)], "cycle"),
    ],
)
def test_an_overlap_that_cannot_be(overlaps: list[Raw], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        reconcile(TWO, event_overlaps=overlaps)


def test_overlaps_follow_merged_events() -> None:
    merges = [{"event_id": PART, MERGED_INTO: LATE}]
    result = reconcile(TWO, event_merges=merges, event_overlaps=[overlap(TOP, PART, 3)])
    assert [set(row.counted_in) for row in result.attributed] == [{(LATE, Decimal(3))}, set()]
    with pytest.raises(ValueError, match="cycle"):
        reconcile(TWO, event_merges=merges, event_overlaps=[overlap(PART, LATE)])


def test_overlaps_that_are_too_large_are_warnings() -> None:
    overlaps = [overlap(TOP, PART, 8), overlap(TOP, LATE, 4)]
    result = reconcile(TWO, event_overlaps=overlaps)
    assert [(w.counted_in_event_id, w.why, w.persons) for w in result.overlap_warnings] == [
        (PART, "more_than_counted_there", Decimal(3)),
        (LATE, "more_than_there_is", Decimal(2)),
    ]
    assert [row.persons for row in result.attributed] == [0, 5, 5]
