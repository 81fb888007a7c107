"""Measure the matching of names against manual labels: `python -m scripts.names`.

`tests/unit/names_labelled.csv` has names from the shipped records that, after folding, equal no
name in a dimension. Each is labelled with the id of its meaning, or with `-` if no dimension has
it. Precision is the share of matched names that are matched correctly. Recall is the share of names
with a meaning in a dimension that are matched correctly. `--draw` prints the names in the records
that are not labelled yet.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple, cast

import duckdb
import pyarrow.parquet as pq

from ingest.names import matching, reference_files, seed_rows
from ingest.names.folding import fold
from ingest.sources.source import shipped_records
from ingest.sql_quoting import literal

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "unit" / "names_labelled.csv"
SEED, MAX_NAMES = 20261124, 200
SCORES = (80, 90, 95)
NOTHING = "-"
ALIASES = ("admin1_alias.csv", "city_alias.csv", "country_alias.csv", "organisation_alias.csv")

Name = tuple[matching.Kind, str, str, str]  # kind, country_code, cell of provinces, name


class Measured(NamedTuple):
    """How many names were labelled and matched, precision and recall, and the errors."""

    labelled: int
    matched: int
    precision: float
    recall: float
    wrong: list[tuple[Name, str, str]]
    """Name, what it means, what it was matched with; `-` is nothing."""
    suggested: dict[int, tuple[int, int]]
    """By minimum score: how many other names have a suggestion, and how many a correct one."""


def in_records(root: Path, files: reference_files.ReferenceFiles) -> list[Name]:
    """Return the names in the shipped records that equal no name of their dimension, sorted."""
    places = pq.read_table(files.places).to_pylist()
    admin1 = {fold(row["city_name"]) for row in places if row["place_type"] == "admin1"}
    organisations = seed_rows.read_seed(root / "seeds" / "organisation.csv")
    known = {
        "admin1": admin1,
        "city": admin1 | {fold(row["city_name"]) for row in places},
        "organisation": {fold(row["organisation_name"]) for row in organisations},
    }
    paths = ", ".join(literal(path) for path in shipped_records(root))
    with duckdb.connect() as con:
        rows = con.execute(f"""
            with records as (
                from read_csv([{paths}], header = true, all_varchar = true, delim = ',',
                    quote = '"')
            )
            select 'admin1', country, '', unnest(string_split(admin1, ';')) from records
            union
            select 'city', country, coalesce(admin1, ''), unnest(string_split(city, ';'))
            from records
            union
            select 'organisation', country, '',
                regexp_replace(unnest(string_split(organisations, ';')), '^[^:]*:', '')
            from records
        """).fetchall()
    asked = {(kind, country, cell.strip(), name.strip()) for kind, country, cell, name in rows}
    return sorted(each for each in asked if each[3] and fold(each[3]) not in known[each[0]])


def drawn(found: list[Name]) -> list[Name]:
    """Return 200 of the names, sampled with a fixed seed, or all if there are fewer."""
    return sorted(random.Random(SEED).sample(found, min(MAX_NAMES, len(found))))


def labels() -> dict[Name, str]:
    """Return the meaning of each labelled name."""
    with LABELS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        (
            cast(matching.Kind, row["kind"]),
            row["country_code"],
            "" if row["admin1"] == NOTHING else row["admin1"],
            row["name"],
        ): row["means"]
        for row in rows
    }


def measure(files: reference_files.ReferenceFiles, seeds: Path) -> Measured:
    """Match the labelled names, and compare the matches with the labels."""
    meant = labels()
    matches = matching.match_names([(*name, 1) for name in meant], files, seeds)
    found = {name: match.matched_id or NOTHING for name, match in zip(meant, matches, strict=True)}
    matched = sum(each != NOTHING for each in found.values())
    right = sum(found[name] == means != NOTHING for name, means in meant.items())
    members = sum(means != NOTHING for means in meant.values())
    wrong = [(name, means, found[name]) for name, means in meant.items() if found[name] != means]
    suggested = {
        least: (
            sum((match.score or 0) >= least for match in matches),
            sum(
                (match.score or 0) >= least and match.suggestion_id == means
                for match, means in zip(matches, meant.values(), strict=True)
            ),
        )
        for least in SCORES
    }
    precision = right / matched if matched else 1.0
    return Measured(len(meant), matched, precision, right / members, wrong, suggested)


def measure_without_aliases(files: reference_files.ReferenceFiles, seeds: Path) -> Measured:
    """Measure with empty alias seeds: the effect of folding and reference data alone."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "seeds"
        shutil.copytree(seeds, bare)
        for name in ALIASES:
            header = (bare / name).read_text(encoding="utf-8").splitlines()[0]
            (bare / name).write_text(header + "\n", encoding="utf-8")
        return measure(files, bare)


def _print_measured(words: str, found: Measured) -> None:
    print(
        f"{words}: {found.labelled} names, {found.matched} matched, "
        f"precision {found.precision:.1%}, recall {found.recall:.1%}"
    )
    for least, (suggested, right) in found.suggested.items():
        print(f"  of the others {suggested} suggested with {least} or more, {right} correctly")


def main() -> int:
    """Print the measures, or with --draw the names to label."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", action="store_true", help="print the names to be labelled")
    with tempfile.TemporaryDirectory() as cache:
        files = reference_files.cached_reference(Path(cache), ROOT / "seeds")
        if parser.parse_args().draw:
            found = in_records(ROOT, files)
            missing = [name for name in drawn(found) if name not in labels()]
            print(f"{len(found)} names equal no name of a dimension; not labelled yet:")
            for name in missing:
                print("\t".join(name))
            return 0
        _print_measured("with the seeds of aliases", measured := measure(files, ROOT / "seeds"))
        for name, means, matched in measured.wrong:
            print(f"  {' / '.join(part for part in name if part)}: {matched}, means {means}")
        _print_measured("without them", measure_without_aliases(files, ROOT / "seeds"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
