"""Names that match nothing are members of their own, and decisions about them, through builds.

The delivered records name what no seed knows, in several spellings, money in units that ISO 4217
lacks, things of the new kinds, and a stored copy.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from support import copy_project, good, raidbook, write_records

pytestmark = pytest.mark.slow

EVENT = "kh-2026-03-04-trial-raid"
COPY = "https://archive.example.org/20260305/1"
CLUB = "inferred:organisation:golden nobody club"
TOWN = "inferred:city:KH:-:phum nowhere"


def record(number: int, **cells: str) -> dict[str, str]:
    """Return a record of the raid; each odd number is of another report than the even ones."""
    report = number % 2
    return good() | {
        "record_id": f"{EVENT}/trial-times-2026030{5 + report}/{number}",
        "event_id": EVENT,
        "event_start": "2026-03-04",
        "event_end": "2026-03-04",
        "date_precision": "day",
        "value": "40",
        "qualifier": "exact",
        "source_url": f"https://example.org/trial/{report}",
        "publisher": f"Trial Times {report}",
        "published_on": f"2026-03-0{5 + report}",
        "city": "Phum Nowhere",
        **cells,
    }


FIRST = [
    record(1, organisations="accused:Golden Nobody Club", site="a villa"),
    record(13, organisations="accused:Golden Nobody Club"),
    record(2, organisations="accused:golden nobody club; enforcer:The Nobody Club Ltd."),
    record(3, measure="money_seized", value="225000000", unit="USDT"),
    record(5, measure="money_seized", value="127271.5", unit="BTC"),
    record(7, measure="money_seized", value="3", unit="XAU", archived_url=COPY),
    record(9, measure="sim_cards_seized", value="500"),
    record(11, measure="weapons_seized", value="1"),
]
SECOND = [record(4, city="phum  nowhere", organisations="accused:GOLDEN NOBODY CLUB")]


@pytest.fixture(scope="module")
def built(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built project with two builds more."""
    base = tmp_path_factory.mktemp("inferred")
    root = copy_project(base / "raidbook", var=built_project / "var")
    for number, rows in enumerate((FIRST, SECOND)):
        path = write_records(base / f"trial_{number}.csv", rows)
        added = raidbook(root, "add", str(path))
        assert added.returncode == 0, added.stderr
        build(root)
    return root


def build(root: Path) -> None:
    done = raidbook(root, "build", "--no-export")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def live_file(built: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built / "var/live/warehouse.duckdb"), read_only=True) as con:
        yield con


def test_an_organisation_is_one_in_all_spellings_and_builds(live_file) -> None:
    found = live_file.execute(
        "select organisation_name, organisation_type, country_code, is_curated, aliases, "
        "organisation_key = md5(organisation_id) from marts.dim_organisation "
        "where organisation_id = ?",
        [CLUB],
    ).fetchall()
    aliases = "GOLDEN NOBODY CLUB; golden nobody club"
    assert found == [("Golden Nobody Club", "unknown", "KH", False, aliases, True)]
    roles = live_file.execute(
        "select role, organisation_id from marts.bridge_event_organisation "
        "inner join marts.dim_organisation using (organisation_key) where event_id = ? order by 1",
        [EVENT],
    ).fetchall()
    assert roles == [("accused", CLUB), ("enforcer", "inferred:organisation:nobody club")]


def test_a_city_has_the_whole_event_and_its_site(live_file) -> None:
    """As a curated one: its weight is 1, and facts have its key."""
    assert live_file.execute(
        "select place_id, city_name, place_type, cities.country_code, is_curated, weight, "
        "place_precision, arrests.city_key = cities.city_key "
        "from marts.bridge_event_city inner join marts.dim_city as cities using (city_key) "
        "inner join marts.dim_event as events using (event_id) "
        "inner join marts.fct_arrests as arrests using (event_id) where event_id = ?",
        [EVENT],
    ).fetchall() == [(TOWN, "Phum Nowhere", "city", "KH", False, 1.0, "city", True)]
    assert live_file.execute(
        "select site_id, sites.is_curated, place_id from marts.bridge_event_site "
        "inner join marts.dim_site as sites using (site_key) "
        "inner join marts.dim_city using (city_key) where event_id = ?",
        [EVENT],
    ).fetchall() == [(f"inferred:KH:{TOWN}:a villa", False, TOWN)]


def test_they_are_listed_with_their_weight(built: Path, live_file) -> None:
    found = live_file.execute(
        "select kind, name, times, persons_named from quality.unmatched_names "
        "where name in ('Golden Nobody Club', 'Phum Nowhere', 'a villa') order by all"
    ).fetchall()
    assert found == [
        ("city", "Phum Nowhere", 9, 40),
        ("organisation", "Golden Nobody Club", 4, 40),
        ("site", "a villa", 1, 40),
    ]
    done = raidbook(built, "check-names", "--kind", "city", "--format", "csv")
    assert list(csv.reader(io.StringIO(done.stdout)))[1] == [
        *("city", "KH", "", "Phum Nowhere", "9", "40", "", "")
    ]


def test_each_unit_and_each_kind_of_thing_is_a_figure_of_its_own(live_file) -> None:
    assert live_file.execute(
        "select seized, unit, amount::double from marts.fct_seizures where event_id = ? "
        "order by all",
        [EVENT],
    ).fetchall() == [
        ("money", "BTC", 127271.5),
        ("money", "USDT", 225000000.0),
        ("money", "XAU", 3.0),
        ("sim_cards", "item", 500.0),
        ("weapons", "item", 1.0),
    ]
    assert live_file.execute(
        "select seized_money, seized_sim_cards, seized_weapons, seized_vehicles, place_names, "
        "enforcers from reports.rpt_event_summary where event_id = ?",
        [EVENT],
    ).fetchone() == (
        "BTC 127,271.5, USDT 225,000,000, XAU 3",
        *(500, 1, None, "Phum Nowhere", "The Nobody Club Ltd."),
    )


def test_a_stored_copy_is_shown_where_its_report_is(built: Path, live_file) -> None:
    """The report's first record names none, another one does."""
    for table in ("marts.dim_report", "main.figures"):
        assert live_file.execute(
            f"select distinct archived_url from {table} where publisher = 'Trial Times 1'"
        ).fetchall() == [(COPY,)]
    lines = [line.strip() for line in raidbook(built, "explain", EVENT).stdout.splitlines()]
    address = lines.index("https://example.org/trial/1")
    assert lines[address + 1] == f"stored copy: {COPY}"
    assert "* 1 weapon seized, a total. Chosen, the only report." in lines
    changes = raidbook(built, "as-of", "2026-03-04", "2026-03-07", "--event", EVENT)
    assert f"stored copy: {COPY}" in changes.stdout, changes.stderr


def test_decisions_count_in_the_next_build(built: Path) -> None:
    for words in (
        ("--merge", "Golden Nobody Club", "--into", "kh-national-police"),
        ("--curate", "Phum Nowhere", "--at", "11.5,104.9"),
        ("--curate", "Nobody Club", "--type", "company"),
    ):
        done = raidbook(built, "check-names", *words)
        assert done.returncode == 0, done.stderr
    build(built)
    with duckdb.connect(str(built / "var/live/warehouse.duckdb"), read_only=True) as con:
        found = con.execute(
            "select role, organisation_id, is_curated from marts.bridge_event_organisation "
            "inner join marts.dim_organisation using (organisation_key) where event_id = ? "
            "order by 1",
            [EVENT],
        ).fetchall()
        assert found == [
            ("accused", "kh-national-police", True),
            ("enforcer", "kh-the-nobody-club-ltd", True),
        ]
        assert con.execute(
            "select place_id, latitude, longitude, is_curated from marts.bridge_event_city "
            "inner join marts.dim_city using (city_key) where event_id = ?",
            [EVENT],
        ).fetchall() == [("raidbook:phum-nowhere", 11.5, 104.9, True)]
        assert con.execute(
            "select count(*) from quality.unmatched_names where kind in ('city', 'organisation') "
            "and country_code = 'KH'"
        ).fetchone() == (0,)
