"""`raidbook check-names`: unmatched names are listed by weight, and decisions are in the seeds."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import bare_settings, ended, good, raidbook, write_records

from ingest import landing
from ingest.names.seed_rows import insert_named
from ingest.sources.source import OWN
from raidbook.entry.check_names import check_names
from raidbook.entry.name_wishes import Wish
from raidbook.settings import Settings

pytestmark = pytest.mark.slow  # each gathers the reference data

ODD = [
    good(1, organisations="enforcer:Cambodian Natonal Police", city="Sihanoukvile"),
    good(2, organisations="enforcer:Cambodian Natonal Police; accused:Golden Nobody Club"),
    good(3, admin1="Svay Riengg", organisations="enforcer:Cambodian National Police"),
    good(4, country="PH", city="San Jose"),  # many towns are called so
]


@pytest.fixture
def here(here: Settings, tmp_path: Path) -> Settings:
    landing.land(write_records(tmp_path / "odd.csv", ODD), here.landing, OWN)
    return here


@pytest.fixture
def check(here: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the command and returns the exit code and all that it said."""

    def run(*accept: str, form: str = "table", **wished: Any) -> tuple[int, str]:
        code = ended(check_names, here, Wish(accept, **wished), form)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def rows(here: Settings, seed: str) -> list[list[str]]:
    with (here.seeds / seed).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_what_matched_nothing_is_listed_with_suggestion_and_times(check) -> None:
    code, printed = check(form="json")
    assert code == 0
    found = {row["name"]: row for row in json.loads(printed)}
    assert set(found) == {
        *("Cambodian Natonal Police", "Sihanoukvile", "Golden Nobody Club", "Svay Riengg"),
        "San Jose",
    }
    police = found["Cambodian Natonal Police"]
    assert (police["times"], police["suggestion"]) == (2, "Cambodian National Police")
    assert 95 < police["score"] < 100
    assert found["Golden Nobody Club"]["suggestion"] is None
    assert found["San Jose"]["score"] == 100, "it fits, but doesn't decide"
    _, table = check()
    assert table.startswith("5 names of the records matched nothing, and are separate members:\n")
    assert next(line for line in table.splitlines() if "San Jose" in line).endswith("open")


def test_accepting_by_name_adds_one_row_in_its_place(here: Settings, check) -> None:
    before = rows(here, "organisation_alias.csv")
    code, printed = check("Cambodian Natonal Police", reason="A slip of the coder.")
    assert (code, "in seeds/organisation_alias.csv" in printed) == (0, True)
    after = rows(here, "organisation_alias.csv")
    (added,) = [row for row in after if row not in before]
    assert added[:3] == ["Cambodian Natonal Police", "KH", "kh-national-police"]
    assert added[4] == "A slip of the coder."
    assert [row for row in after if row != added] == before, "the others stay as they are"
    assert after[1:] == sorted(after[1:])
    assert "Natonal" not in check(form="csv")[1], "it is matched from now on"


def test_accepting_above_a_score_leaves_out_what_is_open(here: Settings, check) -> None:
    code, printed = check(accept_above=90)
    assert code == 0
    assert "San Jose" not in printed
    (police,) = [r for r in rows(here, "organisation_alias.csv") if "Natonal" in r[0]]
    assert police[4].startswith("Accepted as suggested: Cambodian National Police, likeness ")
    (city,) = [r for r in rows(here, "city_alias.csv") if r[0] == "Sihanoukvile"]
    assert city[1:3] == ["KH", "-"]
    (province,) = [r for r in rows(here, "admin1_alias.csv") if r[0] == "Svay Riengg"]
    assert province[1:3] == ["KH", "18"]
    assert {row.split(",")[3] for row in check(form="csv")[1].splitlines()[1:]} == {
        *("Golden Nobody Club", "San Jose")
    }
    assert "No suggestion has such a score." in check(accept_above=90)[1]


@pytest.mark.parametrize(
    ("name", "words"),
    [("Golden Nobody Club", "has no suggestion"), ("Nobody", "is not an unmatched name")],
)
def test_what_cannot_be_accepted_changes_nothing(here: Settings, check, name, words) -> None:
    before = {path: path.read_bytes() for path in here.seeds.iterdir()}
    code, printed = check("Cambodian Natonal Police", name)
    assert (code, words in printed) == (2, True)
    assert {path: path.read_bytes() for path in here.seeds.iterdir()} == before


def test_nothing_is_landed_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(check_names, bare_settings(tmp_path), Wish(), "table") == 1
    assert "Nothing is published or landed yet" in capsys.readouterr().err


def test_the_names_of_the_live_file_are_listed(built_project: Path) -> None:
    done = raidbook(built_project, "check-names", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "organisation,TH,,KK Park,4,1500,," in done.stdout.splitlines()


def added(here: Settings, seed: str, before: list[list[str]]) -> list[list[str]]:
    """Return the rows that a seed has now and had not, the others being as they were."""
    after = rows(here, seed)
    new = [row for row in after if row not in before]
    assert [row for row in after if row not in new] == before
    assert after[1:] == sorted(after[1:])
    return new


@pytest.mark.parametrize("into", ["kh-national-police", "Cambodian National Police"])
def test_a_name_is_merged_into_a_member_by_its_id_or_its_name(here: Settings, check, into) -> None:
    before = rows(here, "organisation_alias.csv")
    code, printed = check(merge="golden nobody club", into=into)
    assert (code, "kh-national-police, in seeds/organisation_alias.csv" in printed) == (0, True)
    (row,) = added(here, "organisation_alias.csv", before)
    assert row[:3] == ["Golden Nobody Club", "KH", "kh-national-police"]
    assert row[4] == "Merged by hand: another name of Cambodian National Police."
    assert "Golden" not in check(form="csv")[1]


def test_a_place_is_merged_by_id_or_by_a_name_that_is_one(here: Settings, check) -> None:
    assert "Several places are called 'San Jose'" in check(merge="San Jose", into="San Jose")[1]
    before = rows(here, "city_alias.csv")
    assert check(merge="San Jose", into="geonames:1689510", reason="As the map shows.")[0] == 0
    (row,) = added(here, "city_alias.csv", before)
    assert row[:4] == ["San Jose", "PH", "-", "geonames:1689510"]
    assert row[5] == "As the map shows."
    assert check(merge="Svay Riengg", into="Svay Rieng")[0] == 0
    assert "Svay Riengg" not in check(form="csv")[1]


@pytest.mark.parametrize(
    ("wished", "words"),
    [
        ({"merge": "FBI", "into": "us-fbi"}, "'FBI' is not an unmatched name."),
        ({"merge": "Nobody", "into": "us-fbi"}, "'Nobody' is not an unmatched name."),
        ({"merge": "Golden Nobody Club", "into": "Nobody"}, "'Nobody' isn't a known organisation"),
        ({"merge": "Golden Nobody Club", "into": "geonames:1"}, "Name its organisation_id"),
        (
            {"merge": "Golden Nobody Club", "into": "Cambodian Natonal Police"},
            "is itself inferred from an unmatched name",
        ),
        ({"merge": "Golden Nobody Club"}, "--merge NAME and --into MEMBER go together"),
        ({"merge": "San Jose", "into": "x", "curate": "San Jose"}, "in separate calls"),
        (
            {"curate": "Cambodian National Police"},
            "is not an unmatched name. It means kh-national-police already.",
        ),
        ({"curate": "Svay Riengg"}, "geonames_admin1.csv has all of them"),
        ({"curate": "Golden Nobody Club", "curate_as": "clubs"}, "--type is 'clubs', but must be"),
        ({"curate": "Golden Nobody Club", "coordinates": "1,2"}, "Only a city has coordinates"),
        ({"curate": "Sihanoukvile", "coordinates": "91,2"}, "must be LATITUDE,LONGITUDE"),
        ({"curate": "Sihanoukvile", "coordinates": "north"}, "must be LATITUDE,LONGITUDE"),
        ({"curate": "Sihanoukvile", "curate_as": "city"}, "A city has no --type"),
        ({"curate_as": "police"}, "say something of a name to --curate"),
        ({"kind": "town"}, "--kind is 'town', but must be city, admin1, organisation or site."),
    ],
)
def test_what_cannot_be_decided_changes_nothing(here: Settings, check, wished, words) -> None:
    before = {path: path.read_bytes() for path in here.seeds.iterdir()}
    code, printed = check(**wished)
    assert (code, words in printed) == (2, True), printed
    assert {path: path.read_bytes() for path in here.seeds.iterdir()} == before


def test_a_name_becomes_an_organisation_of_its_own(here: Settings, check) -> None:
    before = rows(here, "organisation.csv")
    assert check(curate="Golden Nobody Club", curate_as="criminal_group")[0] == 0
    (row,) = added(here, "organisation.csv", before)
    assert row[:8] == [
        *("kh-golden-nobody-club", "Golden Nobody Club", "criminal_group", "KH"),
        *("-", "-", "-", ""),
    ]
    assert "Golden" not in check(form="csv")[1]
    assert "It means kh-golden-nobody-club already" in check(curate="Golden Nobody Club")[1]


def test_a_name_becomes_a_city_of_its_own(here: Settings, check) -> None:
    before = rows(here, "city.csv")
    assert check(curate="Sihanoukvile", coordinates="10.6, 103.5")[0] == 0
    (row,) = added(here, "city.csv", before)
    assert row[:8] == [
        *("raidbook:sihanoukvile", "Sihanoukvile", "city", "-", "KH", "10.6", "103.5", ""),
    ]
    assert "Sihanoukvile" not in check(form="csv")[1]


def test_a_city_that_shares_its_name_becomes_one_by_an_alias(here: Settings, check) -> None:
    aliases = rows(here, "city_alias.csv")
    code, printed = check(curate="San Jose")
    assert (code, "raidbook:san-jose" in printed) == (0, True)
    (row,) = added(here, "city_alias.csv", aliases)
    assert row[:4] == ["San Jose", "PH", "-", "raidbook:san-jose"]


@pytest.fixture
def with_sites(here: Settings, tmp_path: Path) -> None:
    sites = [
        good(11, city="Bavet", site="guest house"),
        good(12, city="Poipet", site="Guest House"),
        good(13, city="Poipet", site="Lucky Ninety-Nine"),
        good(14, city="Nowhere", admin1="Kampot", site="villa"),
        good(15, city="Nowhere", admin1="Takeo"),
    ]
    path = write_records(tmp_path / "sites.csv", sites)
    landing.land(path, here.landing, OWN)


@pytest.mark.usefixtures("with_sites")
def test_a_site_is_merged_in_its_place_or_becomes_one_of_its_own(here: Settings, check) -> None:
    printed = check(merge="guest house", kind="site", country="KH", into="kh-a7-park")[1]
    assert "kh-a7-park, in seeds/site_alias.csv" in printed
    before, aliases = rows(here, "site.csv"), rows(here, "site_alias.csv")
    assert check(curate="Lucky Ninety-Nine", curate_as="casino")[0] == 0
    (row,) = added(here, "site.csv", before)
    assert row[:5] == [
        *("kh-lucky-ninety-nine", "Lucky Ninety-Nine", "casino", "geonames:1830194", "KH"),
    ]
    assert check(merge="villa", into="Lucky Ninety-Nine")[0] == 0
    (row,) = added(here, "site_alias.csv", aliases)
    assert row[:4] == ["villa", "KH", "-", "kh-lucky-ninety-nine"], "no known place is named"


@pytest.mark.usefixtures("with_sites")
def test_a_row_that_would_change_other_names_is_not_written(here: Settings, check) -> None:
    """A guest house of Poipet would be the only one of that name in Cambodia."""
    before = {path: path.read_bytes() for path in here.seeds.iterdir()}
    code, printed = check(curate="Guest House", kind="site")
    assert (code, "would change what other names mean" in printed) == (2, True)
    assert {path: path.read_bytes() for path in here.seeds.iterdir()} == before


@pytest.mark.usefixtures("with_sites")
def test_one_name_of_several_members_needs_more_options(here: Settings, check) -> None:
    printed = check(merge="nowhere", into="Bavet")[1]
    assert "'nowhere' stands for 2 members (city in KH, Takeo; city in KH, Kampot)" in printed
    before = rows(here, "city_alias.csv")
    assert check(merge="nowhere", into="Bavet", place="kampot")[0] == 0
    (row,) = added(here, "city_alias.csv", before)
    assert row[:3] == ["Nowhere", "KH", "Kampot"]


@pytest.mark.usefixtures("with_sites")
def test_kind_and_country_narrow_the_list(check) -> None:
    cities = json.loads(check(kind="city", country="kh", form="json")[1])
    assert {(row["name"], row["place"]) for row in cities} == {
        *(("Sihanoukvile", ""), ("Nowhere", "Kampot"), ("Nowhere", "Takeo")),
    }


def test_a_seed_keeps_its_mark_line_ends_and_form(tmp_path: Path) -> None:
    path = tmp_path / "seed.csv"
    text = '\ufeffalias,reason\r\n"a, b","x\r\ny"\r\n"c",z\r\ne,z'
    path.write_bytes(text.encode())
    for alias in ("d", "f", "a"):
        insert_named(path, {"reason": "new, row", "alias": alias})
    assert path.read_bytes().decode() == (
        '\ufeffalias,reason\r\na,"new, row"\r\n"a, b","x\r\ny"\r\n"c",z\r\n'
        'd,"new, row"\r\ne,z\r\nf,"new, row"\r\n'
    )


def test_the_first_row_of_an_empty_seed(tmp_path: Path) -> None:
    path = tmp_path / "seed.csv"
    path.write_bytes(b"alias,meaning\n")
    insert_named(path, {"alias": "a", "meaning": "b"})
    assert path.read_bytes() == b"alias,meaning\na,b\n"
