"""Find the city or province that a name means (the rules: `ingest.names.name_resolution`)."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.names.folding import fold, fold_admin1, fold_city
from ingest.names.name_resolution import ANYWHERE, Answer, Choices, sorted_choices
from ingest.names.place_reference import ALTERNATE_NAME, NAME, SHORT_NAME
from ingest.names.seed_rows import EMPTY, read_seed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ingest.names.reference_files import ReferenceFiles


TIMES_THE_NEXT = 5  # how many times the people of the next a place needs to be meant
TIMES_THE_NEXT_ANYWHERE = 10
KNOWN_BY_SIZE = 20_000  # people of a place that is meant even if another province is stated
UNKNOWN_SIZE = 1_000  # people of a place if GeoNames has no number
MIN_SIZE_ANYWHERE = 100_000  # people of a city that may be suggested for ZZ


class _Place(NamedTuple):
    place_id: str
    name: str
    country: str
    admin1_code: str | None
    population: int


class Places:
    """Finds cities and provinces. Only the reference names that may be needed are read."""

    def __init__(
        self, reference: ReferenceFiles, seeds: Path, asked: Iterable[tuple[str, str]]
    ) -> None:
        """Read the reference names for `asked`: pairs of a cell of provinces and a name.

        Both may be empty.
        """
        self._reference = reference
        self._city_aliases: dict[str, list[dict[str, str]]] = defaultdict(list)
        self._admin1_aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._stated: dict[tuple[str, str], frozenset[str]] = {}
        keys: set[str] = set()
        cells: set[str] = set()
        for row in read_seed(seeds / "city_alias.csv"):
            self._city_aliases[fold(row["alias"])].append(row)
            keys |= {fold(row["admin1_name"]), fold_admin1(row["admin1_name"])}
        for row in read_seed(seeds / "admin1_alias.csv"):
            alias = (row["country_code"], fold(row["alias"]))
            self._admin1_aliases[alias].add(row["admin1_code"])
        for admin1, name in asked:
            keys |= {fold(name), fold_city(name), fold_admin1(name)}
            if admin1 not in cells:
                cells.add(admin1)
                for part in admin1.split(";"):
                    keys |= {fold(part), fold_admin1(part)}
        self._read(keys)

    def _read(self, keys: set[str]) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        wanted = pc.is_in(pc.field("key"), pa.array(sorted(keys)))
        named = pq.read_table(self._reference.place_names, filters=wanted)
        wanted = pc.is_in(pc.field("place_id"), named["place_id"].unique())
        rows = pq.read_table(self._reference.places, filters=wanted).to_pylist()
        types = {row["place_id"]: row["place_type"] for row in rows}
        places = {row["place_id"]: _as_place(row) for row in rows}
        self._cities: dict[str, list[tuple[int, _Place]]] = defaultdict(list)
        self._divisions: dict[str, list[tuple[int, _Place]]] = defaultdict(list)
        for key, rank, place_id in zip(*(column.to_pylist() for column in named), strict=True):
            by_key = self._cities if types[place_id] == "city" else self._divisions
            by_key[key].append((rank, places[place_id]))

    def find_admin1(self, country: str, name: str) -> Answer:
        """Return the province that a record of `country` (or ZZ) means."""
        key = fold(name)
        aliased = self._admin1_aliases.get((country, key), ())
        if len(aliased) == 1:
            return Answer(f"admin1:{country}.{min(aliased)}", "alias")
        found: list[_Place] = []
        for method, keys, rank in (
            ("name", {key}, NAME),
            ("short_name", {key, fold_admin1(name)}, SHORT_NAME),
        ):
            found = _within(self._divisions, country, keys, rank)
            if len(found) == 1:
                return Answer(found[0].place_id, method)
            if found:
                return Answer(fits=(found[0].name, found[0].place_id))
        return Answer()

    def _codes(self, country: str, admin1: str) -> frozenset[str]:
        """Return the codes of the provinces that a cell may mean; none if it is unknown."""
        if (country, admin1) not in self._stated:
            codes: set[str] = set()
            for part in admin1.split(";"):
                key = fold(part)
                codes |= self._admin1_aliases.get((country, key)) or {
                    place.admin1_code or ""
                    for place in _within(self._divisions, country, {key}, NAME)
                    or _within(self._divisions, country, {key, fold_admin1(part)}, SHORT_NAME)
                }
            self._stated[country, admin1] = frozenset(codes)
        return self._stated[country, admin1]

    def find_city(self, country: str, admin1: str, name: str) -> Answer:
        """Return the place that `name` means in a record with `admin1` as its provinces."""
        key, short = fold(name), fold_city(name)
        stated = self._codes(country, admin1) if country != ANYWHERE else frozenset()
        if aliased := self._aliased(country, stated, key):
            return Answer(aliased, "alias")
        named = _within(self._cities, country, {key}, NAME)
        if country == ANYWHERE:
            return _decide([(named, "name", True)], stated, TIMES_THE_NEXT_ANYWHERE)
        shortened = _within(self._cities, country, {key, short}, SHORT_NAME)
        if _is_outgrown(named, shortened, stated):
            named = []
        answer = _decide([(named, "name", True), (shortened, "short_name", True)], stated)
        if answer.matched_id:
            return answer
        if not answer.fits and (division := self.find_admin1(country, name)).matched_id:
            return Answer(division.matched_id, "province")
        others = _within(self._cities, country, {key, short}, ALTERNATE_NAME)
        other = _decide([(others, "alternate_name", False)], stated)
        return other if other.matched_id or not answer.fits else answer

    def is_within(self, country: str, name: str, province: str) -> bool:
        """Return whether the largest city of a name in the country lies in a province."""
        found = _within(self._cities, country, {fold(name), fold_city(name)}, SHORT_NAME)
        return bool(found) and found[0].admin1_code in self._codes(country, province)

    def _aliased(self, country: str, stated: frozenset[str], key: str) -> str | None:
        """Return the place of an alias of the stated province, or of one without a province."""
        rows = [
            row
            for row in self._city_aliases.get(key, ())
            if country in (row["country_code"], ANYWHERE)
        ]
        inside = [
            row
            for row in rows
            if row["admin1_name"] != EMPTY
            and stated & self._codes(row["country_code"], row["admin1_name"])
        ]
        free = [row for row in rows if row["admin1_name"] == EMPTY]
        found = {row["place_id"] for row in inside or free}
        return min(found) if len(found) == 1 else None

    def choices(self, country: str, *, with_cities: bool) -> Choices:
        """Return the names that may be suggested in a country; in ZZ, all large cities."""
        return self._all_choices[country, with_cities]

    @cached_property
    def _all_choices(self) -> dict[tuple[str, bool], Choices]:
        import pyarrow.parquet as pq

        named: dict[tuple[str, bool], list[tuple[str, str, str]]] = defaultdict(list)
        for row in pq.read_table(self._reference.places).to_pylist():
            place = _as_place(row)
            choice = (fold(place.name), place.name, place.place_id)
            named[place.country, True].append(choice)
            if row["place_type"] == "admin1":
                named[place.country, False].append(choice)
            elif place.population >= MIN_SIZE_ANYWHERE:
                named[ANYWHERE, True].append(choice)
        ordered = {where: sorted_choices(rows) for where, rows in named.items()}
        return defaultdict(lambda: Choices([], []), ordered)


def _as_place(row: dict[str, Any]) -> _Place:
    population = row["population"] or UNKNOWN_SIZE
    return _Place(
        row["place_id"], row["city_name"], row["country_code"], row["admin1_code"], population
    )


def _within(
    by_key: dict[str, list[tuple[int, _Place]]], country: str, keys: set[str], rank: int
) -> list[_Place]:
    """Return the places of a country with one of the keys up to a rank, largest first."""
    found = {
        place
        for key in keys
        for own_rank, place in by_key.get(key, ())
        if own_rank <= rank and country in (place.country, ANYWHERE)
    }
    return sorted(found, key=lambda place: (-place.population, place.place_id))


def _is_outgrown(named: list[_Place], shortened: list[_Place], stated: frozenset[str]) -> bool:
    """Return whether "Quezon" means the much larger "Quezon City" and not a town of that name."""
    inside = [place for place in named if place.admin1_code in stated]
    rivals = [place for place in shortened if not inside or place.admin1_code in stated]
    if not named or not rivals:
        return False
    return rivals[0].population >= TIMES_THE_NEXT * (inside or named)[0].population


def _decide(
    tiers: list[tuple[list[_Place], str, bool]],
    stated: frozenset[str],
    times_the_next: int = TIMES_THE_NEXT,
) -> Answer:
    """Return the place that the first unambiguous tier gives.

    If there is none, the answer suggests the largest place of the first tier. A tier has places,
    largest first, a method, and whether a place known by its size may be in another province than
    the stated one.
    """
    fits: tuple[str, str] | None = None
    for found, method, may_be_elsewhere in tiers:
        inside = [place for place in found if place.admin1_code in stated]
        meant: _Place | None = None
        if inside or not stated:
            pool = inside or found
            if pool and (
                len(pool) == 1 or pool[0].population >= times_the_next * pool[1].population
            ):
                meant = pool[0]
        elif len(found) == 1:
            is_known = may_be_elsewhere and found[0].population >= KNOWN_BY_SIZE
            meant = found[0] if is_known or found[0].admin1_code is None else None
        if meant:
            return Answer(meant.place_id, method)
        if found and not fits:
            largest = (inside or found)[0]
            fits = (largest.name, largest.place_id)
    return Answer(fits=fits)
