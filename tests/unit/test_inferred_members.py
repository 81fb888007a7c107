"""A name that matches nothing becomes a member of its own: one for one name by comparison form."""

from __future__ import annotations

import random

import pytest

from ingest.names.inferred_members import with_members
from ingest.names.matching import Match

KAMPOT, TAKEO = "admin1:KH.21", "admin1:KH.17"
PROVINCES = [
    Match("admin1", "KH", "", "Kampot", 1, KAMPOT, "name"),
    Match("admin1", "KH", "", "Khet Kampot", 1, KAMPOT, "short_name"),
    Match("admin1", "KH", "", "Takeo", 1, TAKEO, "name"),
    Match("admin1", "KH", "", "Lost Land", 1, None, "none"),
]


def unmatched(kind, country, admin1, name, times=1):
    return Match(kind, country, admin1, name, times, None, "none")


def members(*asked):
    """Return the ids of the members of (kind, country, admin1, name, times)."""
    names = [unmatched(*each) for each in asked]
    return [match.member_id for match in with_members([*names, *PROVINCES])][: len(asked)]


def test_what_matched_is_its_own_member():
    found = with_members(PROVINCES)
    assert [match.member_id for match in found[:3]] == [KAMPOT, KAMPOT, TAKEO]
    assert {match.member_name for match in found[:3]} == {None}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("organisation", ("Golden Nobody Club", "golden  nobody club", "Goldén “Nobody” Club")),
        ("organisation", ("The Nobody Co., Ltd.", "Nobody", "NOBODY LIMITED")),
        ("city", ("Phum Nowhere", "phum-nowhere", "PHUM NOWHERE ")),
        ("admin1", ("Lost Land", "lost land")),
    ],
)
def test_spellings_with_one_comparison_form_are_one(kind, names):
    assert len(set(members(*((kind, "KH", "", name) for name in names)))) == 1


def test_likeness_is_no_equality():
    assert len(set(members(("city", "KH", "", "Nowhere"), ("city", "KH", "", "Nowher")))) == 2


def test_an_organisation_is_one_in_all_countries_and_a_place_is_not():
    club = [("organisation", country, "", "Club") for country in ("KH", "TH")]
    assert set(members(*club)) == {"inferred:organisation:club"}
    towns = [(kind, country, "", "Xx") for kind in ("city", "admin1") for country in ("KH", "TH")]
    assert members(*towns) == [
        "inferred:city:KH:-:xx",
        "inferred:city:TH:-:xx",
        "inferred:admin1:KH:xx",
        "inferred:admin1:TH:xx",
    ]


def test_a_city_lies_in_the_province_that_its_record_states():
    assert members(
        ("city", "KH", "Kampot", "Xx"),
        ("city", "KH", "Khet Kampot; Kampot", "Xx"),
        ("city", "KH", "Takeo", "Xx"),
        ("city", "KH", "Lost Land", "Xx"),
    ) == [
        f"inferred:city:KH:{KAMPOT}:xx",
        f"inferred:city:KH:{KAMPOT}:xx",
        f"inferred:city:KH:{TAKEO}:xx",
        "inferred:city:KH:inferred:admin1:KH:lost land:xx",
    ]


def test_a_city_without_a_province_lies_in_the_only_one_that_others_state():
    asked = [("city", "KH", "", "Xx"), ("city", "KH", "Kampot", "xx"), ("city", "TH", "", "Xx")]
    assert members(*asked) == [
        f"inferred:city:KH:{KAMPOT}:xx",
        f"inferred:city:KH:{KAMPOT}:xx",
        "inferred:city:TH:-:xx",
    ]
    further = ("city", "KH", "Takeo", "Xx")
    assert members(*asked, further)[0] == "inferred:city:KH:-:xx", "two are no answer"
    assert members(("city", "KH", "Kampot; Takeo", "Xx")) == ["inferred:city:KH:-:xx"]


def test_the_most_frequent_spelling_is_the_name_whatever_the_order():
    asked = [
        unmatched("organisation", "KH", "", "the club", 2),
        unmatched("organisation", "TH", "", "Club", 2),
        unmatched("organisation", "PH", "", "CLUB", 3),
        unmatched("organisation", "PH", "", "the club", 1),
    ]
    for seed in range(3):
        found = with_members(random.Random(seed).sample(asked, len(asked)))
        assert {match.member_name for match in found} == {"CLUB"}


def test_a_name_of_punctuation_alone_is_itself():
    assert members(("organisation", "KH", "", "???"), ("city", "KH", "", "!")) == [
        "inferred:organisation:???",
        "inferred:city:KH:-:!",
    ]


def test_a_country_has_no_inferred_member():
    assert members(("country", "ZZ", "", "Nowhereland")) == [None]
