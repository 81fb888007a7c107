"""Rules of the dbt project: who reads what, what is described, and in which SQL."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, files_below

from ingest.record import definition
from raidbook.common.dbt_results import rule_in_words
from raidbook.export.docs_overview import overview
from raidbook.export.exposures import exposures

PROJECT = ROOT / "dbt_project"
FOLDERS = [*(PROJECT / name for name in ("macros", "models", "tests")), ROOT / "analyses"]
SQL = [path for folder in FOLDERS for path in files_below(folder, "*.sql")]
ON_BOTH_ENGINES = [
    path
    for path in SQL
    if path.is_relative_to(PROJECT) and not path.is_relative_to(PROJECT / "macros" / "portable")
]
PUBLISHED = ("marts", "views", "reports", "quality", "meta")

KEY_TESTS = {"unique_combination_of_columns", "is_history"}
# A model that is longer than 150 lines is two; these are one, and why.
LONGER = {
    "rpt_labels_by_figure": "pairs of figures in whole numbers, and then their words",
    "int_record_warnings": "five warnings about one record, each with its sentence",
    "int_event_warnings": "five warnings about one event, three of them with countries and days",
    "contributions_at_level": "the rows that hand on signs and shares from depth to depth",
    "cut_figures": "sections 3 and 5 once more, for a campaign by an earlier day",
    "figures_effective": "T, F and P[N] are derived from one another, in this order",
    "held_in_part_at_level": "one rule, computed depth by depth on the same days",
    "descendants_at_level": "sums by nationality, and what moves from one nationality to another",
    "records_classified": "the steps of section 3, which hand on the same days",
    "int_event_states": "ten attributes of one event, read from the same records on the same days",
    "bridge_event_month": "growth and days are spread over one calendar",
    "int_sibling_warnings": "two kinds of pairs, and all conditions that remove a pair",
    "int_facts_dated": "one row's bounds, place and custody are cut at the same days",
}
# What only DuckDB can run, by style; `unnest` and the like are in macros/portable.
NOT_PORTABLE = {
    "a function of DuckDB alone": r"\b(arg_max|arg_min|strftime|strptime|unnest|list_\w+|"
    r"struct_\w+|string_split|generate_series|range)\s*\(",
    "columns left out of a star": r"\*\s*(except|exclude|replace)\s*\(",
    "a list or struct": r"[\[\]]|\{\s*'",
    "a cast with colons": r"::",
    "a whole-number division": r"//",
    "concat, which skips nulls on one engine alone": r"\bconcat(_ws)?\s*\(",
    "a quoted name": r"[`\"]",
    "trimmed characters, whose arguments Spark takes in another order": r"\b[lr]trim\s*\([^)]*,",
    "a clock": r"\b(current_timestamp|current_date|now\s*\(|today\s*\(|random\s*\()",
    "a type without length": r"\bvarchar\b",
    "a limit": r"\blimit\s+\d",
}
COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TEXT = re.compile(r"'(?:[^']|'')*'")


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def models_of(manifest: dict[str, Any], *folders: str) -> list[dict[str, Any]]:
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] in folders
    ]


def test_only_staging_reads_what_was_delivered(manifest: dict[str, Any]) -> None:
    readers = {
        node["name"]: node["fqn"][1]
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
        if any(parent.startswith("source.") for parent in node["depends_on"].get("nodes", []))
    }
    assert readers
    assert set(readers.values()) == {"staging"}


def test_reports_read_marts_only(manifest: dict[str, Any]) -> None:
    folders = {name: node["fqn"][1] for name, node in manifest["nodes"].items()}
    others = {
        f"{node['name']} reads {parent}"
        for node in models_of(manifest, "reports")
        for parent in node["depends_on"]["nodes"]
        if folders.get(parent) != "marts"
    }
    assert not others


def test_every_model_is_described_by_its_grain(manifest: dict[str, Any]) -> None:
    folders = (*PUBLISHED, "staging", "intermediate")
    vague = [
        node["name"]
        for node in models_of(manifest, *folders)
        if not node["description"].startswith("One row per ")
    ]
    assert not vague


def test_every_published_model_has_its_contract(manifest: dict[str, Any]) -> None:
    without = [
        node["name"]
        for node in models_of(manifest, *PUBLISHED)
        if not node["config"]["contract"]["enforced"]
        or any(not column["data_type"] for column in node["columns"].values())
        or not node["columns"]
    ]
    assert not without


def test_a_boolean_is_named_as_one(manifest: dict[str, Any]) -> None:
    """By is_, has_ or uses_; the published name spans_months is the one exception."""
    named_otherwise = {
        name
        for node in models_of(manifest, *PUBLISHED)
        for name, column in node["columns"].items()
        if column["data_type"] == "boolean" and not name.startswith(("is_", "has_", "uses_"))
    }
    assert named_otherwise == {"spans_months"}


def test_columns_are_described_by_blocks(described: dict[str, dict[str, Any]]) -> None:
    """Each column by one block, and one block for columns of one name alone."""
    own_words: list[str] = []
    names_by_block: dict[str, set[str]] = {}
    for model in described.values():
        for column in model.get("columns", []):
            block = re.fullmatch(r"\{\{ doc\('(\w+)'\) \}\}", column.get("description", "").strip())
            if block:
                names_by_block.setdefault(block[1], set()).add(column["name"])
            elif model["folder"] in PUBLISHED:
                own_words.append(f"{model['name']}.{column['name']}")
    assert not own_words
    assert not {block: found for block, found in names_by_block.items() if len(found) > 1}


def blocks_of(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the blocks that explain columns: all but the page that the docs open with."""
    return [
        doc
        for doc in manifest["docs"].values()
        if doc["package_name"] == "raidbook" and doc["name"] != "__overview__"
    ]


def test_the_overview_is_up_to_date(manifest: dict[str, Any]) -> None:
    """Names, grains and lineage of all that is published, as the models have them."""
    written = (PROJECT / "models" / "overview.md").read_text(encoding="utf-8")
    assert written == overview(manifest), (
        "make build, then run `.venv/bin/python -m raidbook.export.docs_overview`"
    )
    missing = [
        node["name"]
        for node in models_of(manifest, *PUBLISHED)
        if f"[{node['name']}]" not in written
    ]
    assert not missing


def test_exports_depend_on_what_they_show(manifest: dict[str, Any]) -> None:
    """Each exposure names the models of its sheets, or all of its schemas, and no others."""
    exposed = {node["name"]: node for node in manifest["exposures"].values()}
    names = {key: node["name"] for key, node in manifest["nodes"].items()}
    for export in exposures(ROOT):
        wanted = {sheet.table.split(".")[1] for sheet in export.sheets} | {
            node["name"] for node in models_of(manifest, *export.schemas)
        }
        parents = exposed[export.name]["depends_on"]["nodes"]
        found = {names[parent] for parent in parents}
        assert found == wanted, (
            f"in exposures.yml, depends_on of {export.name} lacks {sorted(wanted - found)} "
            f"and has {sorted(found - wanted)} too many"
        )


def test_no_meaning_is_given_twice(manifest: dict[str, Any]) -> None:
    blocks = blocks_of(manifest)
    texts = Counter(doc["block_contents"].strip() for doc in blocks)
    assert not [text for text, times in texts.items() if times > 1]
    assert not [doc["name"] for doc in blocks if "\n" in doc["block_contents"].strip()]


def test_every_block_is_used(
    manifest: dict[str, Any], described: dict[str, dict[str, Any]]
) -> None:
    used = {
        block
        for model in described.values()
        for column in model.get("columns", [])
        for block in re.findall(r"doc\('(\w+)'\)", column.get("description", ""))
    }
    blocks = {doc["name"] for doc in blocks_of(manifest)}
    assert sorted(blocks - used) == []


def found_tests(manifest: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("attached_node"):
            name = manifest["nodes"].get(node["attached_node"], {}).get("name", "-")
            found.setdefault(name, []).append(node["test_metadata"])
    return found


def test_every_mart_has_a_key_that_is_tested(manifest: dict[str, Any]) -> None:
    tested = found_tests(manifest)
    without = [
        node["name"]
        for node in models_of(manifest, "marts")
        if not {t["name"] for t in tested.get(node["name"], [])} & KEY_TESTS
    ]
    assert not without


def test_no_key_and_no_code_of_a_mart_goes_untested(manifest: dict[str, Any]) -> None:
    """Each `_key` and `_code` is part of the key or held to be filled; so is event_id.

    A fact table of today is its history where known_to is null, which a test of its own holds.
    """
    tested = found_tests(manifest)
    untested = []
    for node in models_of(manifest, "marts"):
        covered: set[str] = set()
        own = tested.get(node["name"], [])
        for test in [*own, *tested.get(f"{node['name']}_history", [])]:
            words = test["kwargs"]
            if test["name"] in KEY_TESTS:
                covered |= {*words.get("combination_of_columns", []), *words.get("key", [])}
            elif test["name"] == "is_sound":
                covered |= set(words.get("filled", []))
        untested += [
            f"{node['name']}.{column}"
            for column in node["columns"]
            if column.endswith(("_key", "_code")) or column == "event_id"
            if column not in covered
        ]
    assert not untested


def test_every_foreign_key_of_a_mart_is_tested_by_a_name_that_catalogues_know(
    manifest: dict[str, Any],
) -> None:
    """Each column that has the name of a dimension's key has dbt's own test, `relationships`."""
    keys = {"event_id", "country_code", "nationality_code", "stated_country_code", "city_key"}
    keys |= {"site_key", "organisation_key", "report_key"}
    tested = found_tests(manifest)
    without = []
    for node in models_of(manifest, "marts"):
        own = [*tested.get(node["name"], []), *tested.get(f"{node['name']}_history", [])]
        covered = {t["kwargs"]["column_name"] for t in own if t["name"] == "relationships"}
        for test in own:
            assert not test["kwargs"].get("parents"), f"{node['name']}: use relationships"
            columns = test["kwargs"].get("combination_of_columns", [])
            if node["name"].startswith("dim_") and test["name"] in KEY_TESTS:
                covered |= set(columns)
        without += [f"{node['name']}.{c}" for c in sorted(keys & set(node["columns"]) - covered)]
    assert not without


def test_every_dbt_test_says_its_rule_in_words(manifest: dict[str, Any]) -> None:
    silent = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and not rule_in_words(node).endswith(".")
    ]
    assert not silent


@pytest.mark.parametrize("path", SQL, ids=names(SQL))
def test_sql_is_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    long = [number for number, line in enumerate(lines, 1) if len(line) > 100]
    assert not long, f"lines of more than 100 characters: {long}"
    assert len(lines) <= 150 or path.stem in LONGER


def test_the_list_of_long_models_holds() -> None:
    long = {path.stem for path in SQL if len(path.read_text(encoding="utf-8").splitlines()) > 150}
    assert set(LONGER) <= long


@pytest.mark.parametrize("path", ON_BOTH_ENGINES, ids=names(ON_BOTH_ENGINES))
def test_sql_is_what_both_engines_speak(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    for pattern in (COMMENT, JINJA, TEXT):
        sql = pattern.sub(" '' " if pattern is TEXT else " ", sql)
    found = {
        what for what, pattern in NOT_PORTABLE.items() if re.search(pattern, sql, re.IGNORECASE)
    }
    assert not found


def macro_returns(name: str, *arguments: str) -> Any:
    """Return what a macro of record_columns.sql returns, without dbt."""
    import jinja2

    found: list[Any] = []

    def keep(value: Any) -> str:
        found.append(value)
        return ""

    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    text = (PROJECT / "macros" / "record_columns.sql").read_text(encoding="utf-8")
    module = environment.from_string(text, globals={"return": keep}).module
    getattr(module, name)(*arguments)
    return found[0]


def test_staging_has_the_columns_of_the_record() -> None:
    assert tuple(macro_returns("record_columns")) == definition.NAMES
    types = {"date": "date", "number": "decimal(38, 4)"}
    assert {name: macro_returns("record_type", name) for name in definition.NAMES} == {
        column.name: types.get(column.kind, "string") for column in definition.COLUMNS
    }
