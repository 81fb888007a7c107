"""Find the country that a code or name means (the rules: `ingest.names.name_resolution`)."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.names.folding import fold
from ingest.names.name_resolution import Answer, Choices, sorted_choices
from ingest.names.seed_rows import read_seed

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.names.reference_files import ReferenceFiles


class Countries:
    """Finds countries by their codes and names."""

    def __init__(self, reference: ReferenceFiles, seeds: Path) -> None:
        import pyarrow.parquet as pq

        self._rows = pq.read_table(reference.countries).to_pylist()
        self._codes = {row["country_code"]: row["country_code"] for row in self._rows}
        self._codes |= {row["iso3_code"]: row["country_code"] for row in self._rows}
        self._named: dict[str, dict[str, set[str]]] = {
            method: defaultdict(set) for method in ("alias", "name", "demonym")
        }
        for row in read_seed(seeds / "country_alias.csv"):
            self._named["alias"][fold(row["alias"])].add(row["country_code"])
        for row in self._rows:
            for name in (row["country_name"], row["official_name"]):
                self._named["name"][fold(name)].add(row["country_code"])
        for row in read_seed(seeds / "country_demonym.csv"):
            self._named["demonym"][fold(row["demonym"])].add(row["country_code"])

    def find(self, name: str) -> Answer:
        """Return the country of a code or name."""
        if code := self._codes.get(name.replace(".", "").strip().upper()):
            return Answer(code, "code")
        key = fold(name)
        for method, named in self._named.items():
            if len(found := named.get(key, ())) == 1:
                return Answer(min(found), method)
        return Answer()

    def meanings(self, key: str) -> list[str]:
        """Return the codes of all countries that a folded name may mean, in order."""
        return sorted({code for named in self._named.values() for code in named.get(key, ())})

    @cached_property
    def choices(self) -> Choices:
        """The names that may be suggested."""
        names = {row["country_code"]: row["country_name"] for row in self._rows}
        return sorted_choices(
            (key, names[code], code)
            for named in self._named.values()
            for key, codes in named.items()
            for code in codes
        )
