"""Decide what an inferred member means: merge it into a known member, or make it a known one.

A decision is one or two rows in the seeds, with the day and the reason. Rows are tried in a copy of
the seeds first. They are written only if every name of the member then means what was decided, and
no other name means something else than before. Deleting the rows retracts the decision.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.names.folding import fold
from ingest.names.seed_rows import EMPTY, insert_named, read_seed
from ingest.names.unmatched_members import (
    ANY_COUNTRY,
    RecordNames,
    Unmatched,
    is_known_place,
    meanings,
)

ALIAS_SEEDS = {
    "organisation": "organisation_alias.csv",
    "admin1": "admin1_alias.csv",
    "city": "city_alias.csv",
    "site": "site_alias.csv",
}
MEMBER_SEEDS = {"organisation": "organisation.csv", "city": "city.csv", "site": "site.csv"}
KEYS = {
    "organisation_alias.csv": ("alias", "country_code"),
    "admin1_alias.csv": ("alias", "country_code"),
    "city_alias.csv": ("alias", "country_code", "admin1_name"),
    "site_alias.csv": ("alias", "country_code", "place_id"),
    "organisation.csv": ("organisation_id",),
    "city.csv": ("place_id",),
    "site.csv": ("site_id",),
}
Row = tuple[str, dict[str, str]]  # the seed, and the cells without day and reason


@dataclass(frozen=True)
class Decision:
    """What a member means, and the rows that may say so: the first that are sound are written."""

    member: Unmatched
    target_id: str
    choices: tuple[tuple[Row, ...], ...]
    reason: str

    @property
    def seed(self) -> str:
        """The seed that the decision changes first."""
        return self.choices[0][0][0]


def merged(member: Unmatched, target_id: str, reason: str) -> Decision:
    """Return the decision that the names of `member` mean a known member."""
    choices = tuple((alias,) for alias in _aliases(member, target_id))
    return Decision(member, target_id, choices, reason)


def curated(
    member: Unmatched,
    seeds: Path,
    reason: str,
    member_type: str,
    coordinates: tuple[str, str] = ("", ""),
) -> Decision:
    """Return the decision that `member`, which isn't a province, becomes a known member.

    `member_type` is the type of an organisation or a site. `coordinates` are latitude and longitude
    of a city in degrees, or empty.
    """
    country = member.country_code
    seed = MEMBER_SEEDS[member.kind]
    if member.kind == "organisation":
        target = _free_id(member, seeds / seed, "organisation_id")
        new = {
            "organisation_id": target,
            "organisation_name": member.name,
            "organisation_type": member_type,
            "country_code": country,
            **dict.fromkeys(("wikidata_id", "ofac_uid", "opensanctions_id"), EMPTY),
            "designated_on": "",
        }
    elif member.kind == "city":
        target = _free_id(member, seeds / seed, "place_id")
        new = {
            "place_id": target,
            "city_name": member.name,
            "place_type": "city",
            "admin1_name": member.place if is_known_place(member.place_id) else EMPTY,
            "country_code": country,
            "latitude": coordinates[0],
            "longitude": coordinates[1],
            "population": "",
        }
    else:
        target = _free_id(member, seeds / seed, "site_id")
        new = {
            "site_id": target,
            "site_name": member.name,
            "site_type": member_type,
            "place_id": _place(member),
            "country_code": country,
        }
    # alone first; with an alias where other members have the name too
    aliases = _aliases(member, target)
    choices = (((seed, new),), *(((seed, new), alias) for alias in aliases))
    return Decision(member, target, choices, reason)


def write_decisions(
    decisions: list[Decision], records: RecordNames, cache: Path, seeds: Path, day: date
) -> list[Decision]:
    """Write the rows of the decisions into the seeds; return the decisions that were written.

    Raises OSError if a seed can't be written.
    """
    if _write_if_sound([(one, one.choices[0]) for one in decisions], records, cache, seeds, day):
        return decisions
    return [
        one
        for one in decisions
        if any(_write_if_sound([(one, rows)], records, cache, seeds, day) for rows in one.choices)
    ]


def _write_if_sound(
    chosen: list[tuple[Decision, tuple[Row, ...]]],
    records: RecordNames,
    cache: Path,
    seeds: Path,
    day: date,
) -> bool:
    """Try the rows in a copy of the seeds, and write them if they do what was decided."""
    rows = [
        (seed, cells | {"decided_on": day.isoformat(), "reason": one.reason})
        for one, of_one in chosen
        for seed, cells in of_one
    ]
    with tempfile.TemporaryDirectory(prefix="raidbook-") as folder:
        tried = Path(folder) / "seeds"
        shutil.copytree(seeds, tried)
        for seed, cells in rows:
            if _is_there(tried / seed, cells):
                return False
            insert_named(tried / seed, cells)
        before = meanings(records, cache, seeds, suggests=False).known()
        after = meanings(records, cache, tried, suggests=False).known()
    meant = {mention: one.target_id for one, _ in chosen for mention in one.member.mentions}
    targets = set(meant.values())
    for mention, target in after.items():
        if mention in meant:
            is_sound = target == meant[mention]
        else:
            # a city may be found at last where its province is known
            is_sound = target == before[mention] or (
                before[mention] is None and target not in targets
            )
        if not is_sound:
            return False
    for seed, cells in rows:
        insert_named(seeds / seed, cells)
    return True


def _is_there(seed: Path, cells: dict[str, str]) -> bool:
    key = [cells[name] for name in KEYS[seed.name]]
    return any(key == [row[name] for name in KEYS[seed.name]] for row in read_seed(seed))


def _aliases(member: Unmatched, target_id: str) -> list[Row]:
    """Return the rows of aliases that may lead to the target, the narrowest first."""
    seed, country = ALIAS_SEEDS[member.kind], member.country_code
    alias = {"alias": member.name, "country_code": country}
    if member.kind == "organisation":
        anywhere = alias | {"country_code": ANY_COUNTRY}
        scopes = [alias] if country == ANY_COUNTRY else [alias, anywhere]
        return [(seed, scope | {"organisation_id": target_id}) for scope in scopes]
    if member.kind == "admin1":
        return [(seed, alias | {"admin1_code": target_id.partition(".")[2]})]
    if member.kind == "city":
        provinces = [member.place] if is_known_place(member.place_id) else []
        return [
            (seed, alias | {"admin1_name": province, "place_id": target_id})
            for province in (*provinces, EMPTY)
        ]
    places = dict.fromkeys((_place(member), EMPTY))
    return [(seed, alias | {"place_id": place, "site_id": target_id}) for place in places]


def _place(member: Unmatched) -> str:
    place_id = member.place_id
    return place_id if place_id is not None and is_known_place(place_id) else EMPTY


def _free_id(member: Unmatched, seed: Path, column: str) -> str:
    """Return an id that the seed doesn't have: of the name, or of the name and where it is."""
    slug = fold(member.name).replace(" ", "-") or "unnamed"
    country = member.country_code.lower()
    where = fold(member.place).replace(" ", "-")
    if member.kind == "city":
        wanted = [f"raidbook:{slug}", f"raidbook:{country}-{slug}"]
        wanted.append(f"raidbook:{country}-{where}-{slug}")
    else:
        wanted = [f"{country}-{slug}", f"{country}-{where}-{slug}"]
    present = {row[column] for row in read_seed(seed)}
    return next((one for one in wanted if one not in present), wanted[0])
