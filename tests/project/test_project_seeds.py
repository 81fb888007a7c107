"""Rules of the seeds: every column typed, no text cell blank, and no list of the record twice."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT, files_below

from ingest.record import definition
from scripts.expected_rows import expected_rows

SEEDS = files_below(ROOT / "seeds", "*.csv")
TYPES = {"string", "integer", "bigint", "date", "timestamp", "boolean", "double", "decimal(38,4)"}
NO_DECISIONS = {"measure", "country_demonym", "geonames_admin1", "expected_rows"}
MAY_BE_BLANK = {
    *(("correction", "was"), ("correction", "becomes")),  # an empty cell of a record
    ("organisation", "designated_on"),  # no day
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


@pytest.fixture(scope="module")
def types() -> dict[str, dict[str, str]]:
    text: dict[str, Any] = yaml.safe_load((ROOT / "seeds" / "_seeds.yml").read_text("utf-8"))
    return {seed["name"]: seed["config"]["column_types"] for seed in text["seeds"]}


def test_every_seed_is_described(types: dict[str, dict[str, str]]) -> None:
    assert set(types) == {path.stem for path in SEEDS}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_column_is_typed(path: Path, types: dict[str, dict[str, str]]) -> None:
    assert list(types[path.stem]) == header(path)
    assert set(types[path.stem].values()) <= TYPES


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_no_text_is_blank(path: Path, types: dict[str, dict[str, str]]) -> None:
    blank = [
        (number, column)
        for number, row in enumerate(rows(path), 2)
        for column, cell in row.items()
        if types[path.stem][column] not in ("double", "bigint", "integer")
        if not cell.strip() and (path.stem, column) not in MAY_BE_BLANK
    ]
    assert not blank


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_decision_has_its_day_and_its_reason(path: Path) -> None:
    columns = set(header(path))
    assert ("decided_on" in columns) == ("reason" in columns)
    assert path.stem in NO_DECISIONS or "reason" in columns


def test_measures_are_those_of_the_record() -> None:
    found = {row["measure"]: row for row in rows(ROOT / "seeds" / "measure.csv")}
    assert {name: row["measure_group"] for name, row in found.items()} == definition.MEASURES
    assert {name for name, row in found.items() if row["has_unit"] == "true"} == set(
        definition.MONEY_MEASURES
    )
    # docs/rules.md, section 2
    assert {name for name, row in found.items() if row["is_of_persons"] == "true"} == {
        name for name in definition.MEASURES if name.startswith("persons_")
    }


def test_every_measure_group_stands_in_one_fact_as_the_rules_say() -> None:
    """As docs/rules.md says, sections 2 and 7."""
    facts = {row["measure"]: row["fact"] for row in rows(ROOT / "seeds" / "measure.csv")}
    expected = dict.fromkeys(definition.MEASURES, "-")
    for name, measure_group in definition.MEASURES.items():
        if measure_group == "custody":
            expected[name] = "arrests"
        elif measure_group == "sites":
            expected[name] = "raids"
        elif name.endswith("_seized"):
            expected[name] = "seizures"
        elif name.startswith("persons_") and name not in ("persons_present", "persons_estimated"):
            expected[name] = "outcomes"
    assert facts == expected


def test_the_files_that_ship_have_the_rows_that_are_expected_of_them() -> None:
    seed = (ROOT / "seeds" / "expected_rows.csv").read_text(encoding="utf-8")
    assert seed == expected_rows(ROOT), "write it anew with: python -m scripts.expected_rows"
