"""The site that a name means: by alias, by its own name, or inferred from a description."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from ingest.names import names_in_records, reference_files, seed_rows
from ingest.names.folding import fold
from ingest.names.matching import Match
from ingest.names.site_names import match_sites
from ingest.record.codes import country_codes

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
CITIES = {"Abuja": "geonames:1", "Lagos": "geonames:2"}
TYPES = {"airport", "border", "building", "casino", "compound", "court", "other"}


def seed(name):
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def files(reference_cache):
    return reference_files.cached_reference(reference_cache, SEEDS)


@pytest.fixture
def seeds(tmp_path):
    (tmp_path / "site.csv").write_text(
        "site_id,site_name,site_type,place_id,country_code,decided_on,reason\n"
        "ng-court-abuja,High Court of Abuja,court,geonames:1,NG,2026-01-01,Made up.\n"
        "ng-court-lagos,High Court of Lagos,court,geonames:2,NG,2026-01-01,Made up.\n"
        "mm-park,The Park,compound,-,MM,2026-01-01,Made up.\n",
        encoding="utf-8",
    )
    (tmp_path / "site_alias.csv").write_text(
        "alias,country_code,place_id,site_id,decided_on,reason\n"
        "High Court,NG,geonames:1,ng-court-abuja,2026-01-01,Made up.\n"
        "High Court,NG,geonames:2,ng-court-lagos,2026-01-01,Made up.\n"
        "Park of Myawaddy,ZZ,-,mm-park,2026-01-01,Made up.\n",
        encoding="utf-8",
    )
    return tmp_path


def matches():
    found = [
        Match("city", country, "", city, 1, place, "name")
        for country in ("NG", "TH")
        for city, place in CITIES.items()
    ]
    return [
        *found,
        Match("city", "NG", "", "Nowhere", 1, None, "none"),
        Match("admin1", "NG", "", "FCT", 1, "admin1:NG.11", "name"),
    ]


def meant(seeds, *asked):
    """Match (country, admin1, city, name); return the ids."""
    found = match_sites([(*each, 1) for each in asked], matches(), seeds)
    return [site.site_id for site in found]


def test_an_alias_holds_in_its_place_its_country_or_everywhere(seeds):
    assert meant(
        seeds,
        ("NG", "", "Abuja", "High court"),
        ("NG", "", "Lagos", "high  Court"),
        ("MM", "", "", "the park"),
        ("TH", "", "Lagos", "Park of Myawaddy"),
    ) == ["ng-court-abuja", "ng-court-lagos", "mm-park", "mm-park"]


def test_what_fits_two_sites_or_none_is_only_described(seeds):
    assert meant(
        seeds,
        ("NG", "", "Abuja; Lagos", "High Court"),
        ("NG", "", "", "High Court"),
        ("TH", "", "Abuja", "High Court"),
        ("TH", "", "", "The Park"),
    ) == [
        "inferred:NG:-:high court",
        "inferred:NG:-:high court",
        "inferred:TH:geonames:1:high court",
        "inferred:TH:-:the park",
    ]


def test_what_is_described_is_one_by_country_place_and_folded_name(seeds):
    assert meant(
        seeds,
        ("NG", "", "Abuja", "two bungalows"),
        ("NG", "", "Abuja", "Two bungalows"),
        ("NG", "", "Lagos", "two bungalows"),
        ("NG", "FCT", "", "two bungalows"),
        ("NG", "FCT", "Nowhere", "two bungalows"),
        ("NG", "", "", "???"),
    ) == [
        "inferred:NG:geonames:1:two bungalows",
        "inferred:NG:geonames:1:two bungalows",
        "inferred:NG:geonames:2:two bungalows",
        "inferred:NG:admin1:NG.11:two bungalows",
        "inferred:NG:-:two bungalows",
        "inferred:NG:-:???",
    ]


def test_the_most_frequent_spelling_is_the_name(seeds):
    asked = [
        ("NG", "", "Abuja", "Two Bungalows", 1),
        ("NG", "", "Abuja", "two bungalows", 3),
        ("NG", "", "Abuja", "two-bungalows", 3),
    ]
    found = match_sites(asked, matches(), seeds)
    assert {site.site_name for site in found} == {"two bungalows"}
    assert {site.place_id for site in found} == {"geonames:1"}


def test_sites_of_records_are_written(files):
    con = duckdb.connect()
    con.execute("""
        create schema raw;
        create table raw.incident_records as
        select * from (values
            ('1', 'MM', null::varchar, 'Myawaddy', 'KK Park; guest house '),
            ('2', 'MM', null, 'Myawaddy', 'KK Park;'),
            ('3', 'MM', null, null, 'KK PARK'),
            ('4', 'MM', null, null, null)
        ) as t(record_id, country, admin1, city, site)
        cross join (select null::varchar as organisations)
    """)
    names_in_records.write_matches(con, files, SEEDS)
    rows = con.execute("""
        select country_code, city, name, times, site_id, place_id, is_curated
        from raw.site_matches order by name
    """).fetchall()
    inferred = "inferred:MM:geonames:1308052:guest house"
    assert rows == [
        ("MM", None, "KK PARK", 1, "mm-kk-park", None, True),
        ("MM", "Myawaddy", "KK Park", 2, "mm-kk-park", None, True),
        ("MM", "Myawaddy", "guest house", 1, inferred, "geonames:1308052", False),
    ]
    con.execute("delete from raw.incident_records")
    names_in_records.write_matches(con, files, SEEDS)
    types = {name: type_ for name, type_, *_ in con.execute("describe raw.site_matches").fetchall()}
    assert (types["site_id"], types["times"], types["is_curated"]) == (
        "VARCHAR",
        "BIGINT",
        "BOOLEAN",
    )


def test_the_seed_of_sites_is_sound(files):
    places = {row["place_id"]: row for row in pq.read_table(files.places).to_pylist()}
    for row in seed("site"):
        assert row["site_id"].startswith(f"{row['country_code'].lower()}-"), row
        assert row["country_code"] in country_codes(), row
        assert row["site_type"] in TYPES, row
        if row["place_id"] != seed_rows.EMPTY:
            assert places[row["place_id"]]["country_code"] == row["country_code"], row


def test_an_alias_means_one_site():
    sites = {row["site_id"] for row in seed("site")}
    aliases = seed("site_alias")
    assert {row["site_id"] for row in aliases} <= sites
    keys = [(fold(row["alias"]), row["country_code"], row["place_id"]) for row in aliases]
    names_ = [(fold(row["site_name"]), row["country_code"]) for row in seed("site")]
    assert all(key[0] for key in (*keys, *names_))
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert [key for key, times in Counter(names_).items() if times > 1] == []
