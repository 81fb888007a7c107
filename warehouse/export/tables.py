"""Every mart and report as CSV and as Parquet, described by a Frictionless data package.

CSV is UTF-8 with BOM, so that spreadsheet programs read it as such. A cell of text that they would
take for a formula gets an apostrophe before it; numbers, dates and truth values are untouched.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.export import facts
from warehouse.export.exposures import PACKAGE, Exposure

BOM = b"\xef\xbb\xbf"
# What begins a formula in some spreadsheet program. Apostrophes before it count too, so that taking
# one away always gives back what the database holds.
FORMULA = "^'*[=+\\-@\\t\\r\\n＝＋－＠]"
KINDS = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
}
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def write_tables(
    con: duckdb.DuckDBPyConnection, exposure: Exposure, models: Path, folder: Path
) -> list[str]:
    """Write every table of the declared schemas into `folder`; return the files, the package last.

    `models` holds the YAML of the models, from which keys come. The same build gives the same
    bytes. Raises OSError or duckdb.Error where a file can't be written.
    """
    build = facts.build_of(con)
    meanings = facts.comments(con)
    keys = _keys(con, models, exposure.schemas)
    resources: list[dict[str, Any]] = []
    for form in ("csv", "parquet"):
        (folder / form).mkdir(parents=True, exist_ok=True)
    for schema, table in _tables(con, exposure.schemas):
        columns = facts.columns_of(con, f"{schema}.{table}")
        paths = {form: f"{form}/{table}.{form}" for form in MEDIA}
        _write_csv(con, schema, table, columns, folder / paths["csv"])
        _write_parquet(con, schema, table, build, folder / paths["parquet"])
        shared = {
            "title": f"{schema}.{table}",
            "description": meanings.get(f"{schema}.{table}", ""),
        }
        resources.append(
            _resource(folder, table, paths["csv"], "csv")
            | shared
            | {
                "profile": "tabular-data-resource",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
                "schema": _schema(columns, keys.get(table, {})),
            }
        )
        resources.append(
            _resource(folder, f"{table}-parquet", paths["parquet"], "parquet") | shared
        )
    package = _package(exposure, build, resources)
    (folder / PACKAGE).write_text(
        json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return [*(resource["path"] for resource in resources), PACKAGE]


def _tables(con: duckdb.DuckDBPyConnection, schemas: tuple[str, ...]) -> list[tuple[str, str]]:
    return con.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database() and schema_name in (select unnest(?)) "
        "order by all",
        [list(schemas)],
    ).fetchall()


def _write_csv(
    con: duckdb.DuckDBPyConnection,
    schema: str,
    table: str,
    columns: list[facts.Column],
    path: Path,
) -> None:
    """Write one table with a BOM, its text guarded, its rows in the order of its columns."""
    shown = ", ".join(
        f"regexp_replace({column.name}, '({_quoted(FORMULA)})', '''\\1') as {column.name}"
        if column.kind == "VARCHAR"
        else column.name
        for column in columns
    )
    bare = path.with_suffix(".bare")
    try:
        con.execute(
            f"copy (select {shown} from (from {schema}.{table} order by all)) "
            f"to '{_quoted(str(bare))}' (format csv, header)"
        )
        path.write_bytes(BOM + bare.read_bytes())
    finally:
        bare.unlink(missing_ok=True)


def _write_parquet(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, build: facts.Build, path: Path
) -> None:
    con.execute(
        f"copy (from {schema}.{table} order by all) to '{_quoted(str(path))}' "
        f"(format parquet, compression zstd, kv_metadata {{build_id: '{build.build_id}', "
        f"licence: '{facts.LICENCE}'}})"
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _resource(folder: Path, name: str, path: str, form: str) -> dict[str, Any]:
    data = (folder / path).read_bytes()
    return {
        "name": name.replace("_", "-"),
        "type": "table" if form == "csv" else "file",
        "path": path,
        "format": form,
        "mediatype": MEDIA[form],
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        **({"encoding": "utf-8"} if form == "csv" else {}),
    }


def _schema(columns: list[facts.Column], keys: dict[str, Any]) -> dict[str, Any]:
    """Return the Table Schema: an empty cell is null, an empty text is quoted."""
    fields = [
        {
            "name": column.name,
            "type": "number" if column.kind.startswith("DECIMAL") else KINDS[column.kind],
            "description": column.meaning,
        }
        for column in columns
    ]
    return {"fields": fields, "missingValues": [""], **keys}


def _keys(
    con: duckdb.DuckDBPyConnection, models: Path, schemas: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """Return primary and foreign keys by table, as the tests of the models' YAML hold them."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, Any]] = {}
    for schema in schemas:
        for path in sorted((models / schema).glob("*.yml")):
            for model in yaml.load(path.read_text(encoding="utf-8"), loader).get("models", []):
                found[model["name"]] = _keys_of(model.get("data_tests", [])) | {"schema": schema}
    for table in found:  # a fact of today is held by the tests of its history
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


def _keys_of(tests: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the first key that the tests of a table hold, and the columns that have parents."""
    primary: list[str] = []
    parents: list[tuple[str, str, str]] = []
    for test in tests:
        if "is_key" in test:
            primary = primary or test["is_key"]["arguments"]["columns"]
        elif "is_history" in test:
            primary = primary or [*test["is_history"]["arguments"]["key"], "known_from"]
        for parent in test.get("has_parents", {}).get("arguments", {}).get("parents", []):
            to = re.findall(r"^ref\('(\w+)'\)$", parent["to"])
            parents += [(parent["column"], name, parent["field"]) for name in to]
    return {"primaryKey": primary, "foreignKeys": parents}


def _is_unique(con: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    """Return whether a column names one row; else it is a part of a key, and points nowhere."""
    found = con.execute(f"select count(*) = count(distinct {column}) from {table}").fetchone()
    return bool(found and found[0])


def _package(
    exposure: Exposure, build: facts.Build, resources: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": exposure.name.replace("_", "-"),
        "title": exposure.label,
        "description": (
            f"{exposure.description} {build.citation} In CSV files a text that a spreadsheet "
            "program would take for a formula has an apostrophe before it."
        ),
        "version": build.build_id,
        "created": f"{build.finished_at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [
            {"name": "CC-BY-4.0", "title": facts.LICENCE, "path": facts.LICENCE_URL},
        ],
        "sources": [
            {"title": f"{origin.title} ({origin.publisher}, {origin.licence})"}
            for origin in build.origins
        ],
        "resources": resources,
    }
