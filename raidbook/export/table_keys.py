"""Primary and foreign keys of the published tables, as the tests of their models declare them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import yaml

from ingest.fetch import fetch_value
from raidbook.query.table_changes import UNIQUE

FOREIGN = "relationships"


def keys_by_table(
    con: duckdb.DuckDBPyConnection, models: Path, schemas: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """Return primary and foreign keys by table, from the tests in the models' YAML."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, Any]] = {}
    for schema in schemas:
        for path in sorted((models / schema).glob("*.yml")):
            for model in yaml.load(path.read_text(encoding="utf-8"), loader).get("models", []):
                found[model["name"]] = _keys_of(model) | {"schema": schema}
    for table in found:  # the tests of a history declare the keys of its fact too
        if f"{table}_history" in found:
            found[table]["foreignKeys"] = found[f"{table}_history"]["foreignKeys"]
    for keys in found.values():
        keys["foreignKeys"] = [
            {
                "fields": column,
                "reference": {"resource": to.replace("_", "-"), "fields": field},
            }
            for column, to, field in keys["foreignKeys"]
            if to in found and _is_unique(con, f"{found[to]['schema']}.{to}", field)
        ]
    return {
        table: {name: keys[name] for name in ("primaryKey", "foreignKeys")}
        for table, keys in found.items()
    }


def _keys_of(model: dict[str, Any]) -> dict[str, Any]:
    """Return the first key that a table's tests declare, and the columns with a foreign key."""
    primary: list[str] = []
    parents: list[tuple[str, str, str]] = []
    for test in model.get("data_tests", []):
        if UNIQUE in test:
            primary = primary or test[UNIQUE]["arguments"]["combination_of_columns"]
        elif "is_history" in test:
            primary = primary or [*test["is_history"]["arguments"]["key"], "known_from"]
        for parent in test.get("is_sound", {}).get("arguments", {}).get("parents", []):
            parents.append((parent["column"], parent["to"], parent["field"]))
    for column in model["columns"]:
        for test in column.get("data_tests", []):
            if FOREIGN in test:
                words = test[FOREIGN]["arguments"]
                parents.append((column["name"], _model_of(words["to"]), words["field"]))
    return {"primaryKey": primary, "foreignKeys": parents}


def _model_of(reference: str) -> str:
    """Return the name of a model from `ref('name')`."""
    return reference.split("'")[1]


def _is_unique(con: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    """Return whether a column is unique. If not, no foreign key can refer to it."""
    query = f"select count(*) = count(distinct {column}) from {table}"
    return bool(fetch_value(con, query))
