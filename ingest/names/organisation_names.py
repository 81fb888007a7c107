"""Find the organisation that a name means (the rules: `ingest.names.name_resolution`)."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.names.folding import fold, fold_organisation
from ingest.names.name_resolution import ANYWHERE, Answer, Choices, sorted_choices
from ingest.names.seed_rows import read_seed

if TYPE_CHECKING:
    from pathlib import Path


class Organisations:
    """Finds organisations by their names and aliases."""

    def __init__(self, seeds: Path) -> None:
        self._aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._names: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._rows = read_seed(seeds / "organisation.csv")
        self._alias_rows = read_seed(seeds / "organisation_alias.csv")
        for row in self._alias_rows:
            for key in (fold(row["alias"]), fold_organisation(row["alias"])):
                self._aliases[row["country_code"], key].add(row["organisation_id"])
        for row in self._rows:
            name = row["organisation_name"]
            for key in (fold(name), fold_organisation(name)):
                for scope in (row["country_code"], ""):
                    self._names[scope, key].add(row["organisation_id"])

    def find(self, country: str, name: str) -> Answer:
        """Return the organisation that a record of `country` (or ZZ) means."""
        for key, method in ((fold(name), "name"), (fold_organisation(name), "short_name")):
            for scope in (country, ANYWHERE):
                if len(found := self._aliases.get((scope, key), ())) == 1:
                    return Answer(min(found), "alias")
            for scope in (country, ""):
                if len(found := self._names.get((scope, key), ())) == 1:
                    return Answer(min(found), method)
        return Answer()

    @cached_property
    def choices(self) -> Choices:
        """The names that may be suggested."""
        names = {row["organisation_id"]: row["organisation_name"] for row in self._rows}
        named = [(fold(name), name, id_) for id_, name in names.items()]
        for row in self._alias_rows:
            id_ = row["organisation_id"]
            named.append((fold(row["alias"]), names.get(id_, id_), id_))
        return sorted_choices(named)
