"""What `raidbook check-names` is to do with unmatched names, and the decisions that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import WrongUseError
from ingest.names.folding import fold
from ingest.names.known_members import known_member
from ingest.names.name_decisions import Decision, curated, merged
from ingest.names.seed_rows import read_seed
from ingest.names.unmatched_members import ANY_COUNTRY, MEMBER_KINDS, Meanings, Unmatched

FITS = 100.0  # the score of a place with exactly that name, if the name is ambiguous


@dataclass(frozen=True)
class Wish:
    """What the command is to do: nothing but list, or one of accept, merge and curate.

    `accept` are names whose suggestions are accepted; `accept_above` accepts every unambiguous
    suggestion with at least that score. `merge` is a name that means the known member `into`.
    `curate` is a name that becomes a known member of the type `curate_as`, at `coordinates`
    (`latitude,longitude`). `kind`, `country` and `place` narrow the list to one of equal names.
    """

    accept: tuple[str, ...] = ()
    accept_above: float | None = None
    merge: str | None = None
    into: str | None = None
    curate: str | None = None
    curate_as: str | None = None
    coordinates: str | None = None
    kind: str | None = None
    country: str | None = None
    place: str | None = None
    reason: str | None = None

    @property
    def is_to_write(self) -> bool:
        """Whether the command writes decisions, and doesn't only list."""
        accepts = bool(self.accept) or self.accept_above is not None
        return accepts or self.merge is not None or self.curate is not None


def check_wish(wish: Wish) -> None:
    """Raise WrongUseError for options that don't go together."""
    accepts = bool(wish.accept) or wish.accept_above is not None
    if accepts + (wish.merge is not None) + (wish.curate is not None) > 1:
        raise WrongUseError("Accept, merge and curate names in separate calls.")
    if (wish.merge is None) != (wish.into is None):
        raise WrongUseError("--merge NAME and --into MEMBER go together.")
    if wish.curate is None and (wish.curate_as, wish.coordinates) != (None, None):
        raise WrongUseError("--type and --at say something of a name to --curate.")
    if wish.kind is not None and wish.kind not in MEMBER_KINDS:
        raise WrongUseError(f"--kind is '{wish.kind}', but must be {_listed(MEMBER_KINDS)}.")


def is_asked(member: Unmatched, wish: Wish) -> bool:
    """Return whether the member is of the kind, the country and the place that are asked for."""
    country = None if wish.country is None else wish.country.upper()
    return (
        wish.kind in (None, member.kind)
        and country in (None, member.country_code)
        and (wish.place is None or fold(wish.place) == fold(member.place))
    )


def is_open(member: Unmatched) -> bool:
    """Return whether several places have the name, or the only one is in another province."""
    return member.kind in ("city", "admin1") and member.score == FITS


def decided(
    wish: Wish, members: list[Unmatched], found: Meanings, cache: Path, seeds: Path
) -> list[Decision] | None:
    """Return the decisions that the wish asks for; None if the command only lists.

    `members` are those that are asked for. Raises WrongUseError for a wish that can't be fulfilled.
    """
    if wish.merge is not None:
        return [_merge(wish, members, found, cache, seeds)]
    if wish.curate is not None:
        return [_curate(wish, members, found, seeds)]
    if wish.accept or wish.accept_above is not None:
        return _accept(wish, members)
    return None


def _accept(wish: Wish, members: list[Unmatched]) -> list[Decision]:
    """Return the decisions that follow the suggestions."""
    chosen = {one for one in members if any(name in one.spellings for name in wish.accept)}
    for name in wish.accept:
        bearing = [one for one in chosen if name in one.spellings]
        if not bearing:
            raise WrongUseError(
                f"'{name}' is not an unmatched name. `raidbook check-names` lists them."
            )
        if any(one.suggestion_id is None for one in bearing):
            raise WrongUseError(
                f"'{name}' has no suggestion. Say what it means with --merge and --into, or make "
                "it a known member with --curate."
            )
    if wish.accept_above is not None:
        least = wish.accept_above
        chosen |= {one for one in members if least <= (one.score or -1) and not is_open(one)}
    return [
        merged(
            one,
            one.suggestion_id or "",
            wish.reason or f"Accepted as suggested: {one.suggestion}, likeness {one.score:g}.",
        )
        for one in members
        if one in chosen
    ]


def _merge(
    wish: Wish, members: list[Unmatched], found: Meanings, cache: Path, seeds: Path
) -> Decision:
    member = _the_one(wish.merge or "", members, found)
    into = wish.into or ""
    if any(one.kind == member.kind and one != member and one.bears(into) for one in members):
        raise WrongUseError(
            f"'{into}' is itself inferred from an unmatched name. Make it known first: "
            f"raidbook check-names --curate '{into}'."
        )
    target, name = known_member(member, into, cache, seeds)
    return merged(member, target, wish.reason or f"Merged by hand: another name of {name}.")


def _curate(wish: Wish, members: list[Unmatched], found: Meanings, seeds: Path) -> Decision:
    member = _the_one(wish.curate or "", members, found)
    if member.kind == "admin1":
        raise WrongUseError(
            f"'{member.name}' is named as a province, and seeds/geonames_admin1.csv has all of "
            "them. Say which one it means with --merge and --into."
        )
    if member.kind != "organisation" and member.country_code == ANY_COUNTRY:
        raise WrongUseError(
            f"'{member.name}' stands in records without one country, and a {member.kind} needs "
            "one. State the country in the records, or merge the name into a known member."
        )
    reason = wish.reason or "A member of its own, as the records name it."
    member_type = _type_of(member, wish.curate_as, seeds)
    return curated(member, seeds, reason, member_type, _coordinates(member, wish.coordinates))


def _the_one(name: str, members: list[Unmatched], found: Meanings) -> Unmatched:
    """Return the inferred member with a name; raise WrongUseError for none or several."""
    bearing = [one for one in members if name in one.spellings]
    bearing = bearing or [one for one in members if one.bears(name)]
    if len(bearing) == 1:
        return bearing[0]
    if bearing:
        which = "; ".join(
            f"{one.kind} in {one.country_code}" + (f", {one.place}" if one.place else "")
            for one in bearing
        )
        raise WrongUseError(
            f"'{name}' stands for {len(bearing)} members ({which}). Add --kind, --country or "
            "--place. If that is not enough, write the row into the seed."
        )
    known = {m.matched_id for m in found.matches if m.name == name and m.matched_id}
    known |= {site.site_id for site in found.sites if site.name == name and site.is_curated}
    already = f" It means {', '.join(sorted(known))} already." if known else ""
    raise WrongUseError(
        f"'{name}' is not an unmatched name.{already} `raidbook check-names` lists them."
    )


def _type_of(member: Unmatched, wanted: str | None, seeds: Path) -> str:
    """Return the type of a new organisation or site: one that the seed has, or not yet said."""
    if member.kind == "city":
        if wanted is not None:
            raise WrongUseError("A city has no --type.")
        return ""
    types = {row[f"{member.kind}_type"] for row in read_seed(seeds / f"{member.kind}.csv")}
    if wanted is None:
        return "unknown" if member.kind == "organisation" else "other"
    if wanted not in types:
        raise WrongUseError(f"--type is '{wanted}', but must be {_listed(sorted(types))}.")
    return wanted


def _coordinates(member: Unmatched, text: str | None) -> tuple[str, str]:
    """Return latitude and longitude as written, or two empty texts."""
    if text is None:
        return "", ""
    if member.kind != "city":
        raise WrongUseError("Only a city has coordinates. Leave out --at.")
    latitude, _, longitude = (part.strip() for part in text.partition(","))
    try:
        on_the_globe = abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180
    except ValueError:
        on_the_globe = False
    if not on_the_globe:
        raise WrongUseError(f"--at is '{text}', but must be LATITUDE,LONGITUDE in degrees.")
    return latitude, longitude


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" or {words[-1]}"
