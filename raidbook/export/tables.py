"""Write every mart and report as CSV and Parquet, described by a Frictionless data package.

CSV files are UTF-8 with a BOM, so that spreadsheet programs detect the encoding. Text that they
would read as a formula gets an apostrophe before it. Numbers, dates and booleans are unchanged.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import duckdb

from ingest.fetch import fetch_rows
from ingest.sql_quoting import literal, literals
from raidbook.export import provenance, table_columns
from raidbook.export.exposures import PACKAGE, Exposure
from raidbook.export.table_keys import keys_by_table
from raidbook.export.written_check import check_table

BOM = b"\xef\xbb\xbf"
# The beginning of a formula in some spreadsheet program, even after apostrophes, so that removing
# one apostrophe always restores the text in the database.
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
OURS = re.compile(r"(?:csv|parquet)/[a-z0-9_]+\.(?:csv|parquet)")
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def write_tables(
    con: duckdb.DuckDBPyConnection, exposure: Exposure, models: Path, folder: Path
) -> list[str]:
    """Write every table of the declared schemas to `folder`; return the files, the package last.

    `models` is the folder with the models' YAML, which declares the keys. The same build gives the
    same bytes. Raises OSError or duckdb.Error if a file can't be written.
    """
    build = provenance.build_of(con)
    meanings = table_columns.comments(con)
    keys = keys_by_table(con, models, exposure.schemas)
    resources: list[dict[str, Any]] = []
    for form in ("csv", "parquet"):
        (folder / form).mkdir(parents=True, exist_ok=True)
    for schema, table in _tables(con, exposure.schemas):
        columns = table_columns.columns_of(con, f"{schema}.{table}")
        paths = {form: f"{form}/{table}.{form}" for form in MEDIA}
        _write_csv(con, schema, table, columns, folder / paths["csv"])
        _write_parquet(con, schema, table, build, folder / paths["parquet"])
        check_table(con, f"{schema}.{table}", folder / paths["csv"], folder / paths["parquet"])
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


def files_of_package(folder: Path) -> set[str]:
    """Return the files that an earlier export wrote into `folder` and nobody has changed since."""
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        listed = {str(resource["path"]): resource["hash"] for resource in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {
        name
        for name, hashed in listed.items()
        if OURS.fullmatch(name) and _hash(folder / name) == hashed
    }


def _hash(path: Path) -> str | None:
    if not path.is_file():
        return None
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _tables(con: duckdb.DuckDBPyConnection, schemas: tuple[str, ...]) -> list[tuple[str, str]]:
    return fetch_rows(
        con,
        "select table_schema, table_name from information_schema.tables "  # views among them
        f"where table_catalog = current_database() and table_schema in ({literals(schemas)}) "
        "order by all",
    )


def _write_csv(
    con: duckdb.DuckDBPyConnection,
    schema: str,
    table: str,
    columns: list[table_columns.Column],
    path: Path,
) -> None:
    """Write one table with a BOM, guarded text, and rows sorted by all columns."""
    shown = ", ".join(
        f"regexp_replace({column.name}, {literal(f'({FORMULA})')}, '''\\1') as {column.name}"
        if column.kind == "VARCHAR"
        else column.name
        for column in columns
    )
    bare = path.with_suffix(".bare")
    try:
        con.execute(
            f"copy (select {shown} from (from {schema}.{table} order by all)) "
            f"to {literal(bare)} (format csv, header)"
        )
        path.write_bytes(BOM + bare.read_bytes())
    finally:
        bare.unlink(missing_ok=True)


def _write_parquet(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, build: provenance.Build, path: Path
) -> None:
    con.execute(
        f"copy (from {schema}.{table} order by all) to {literal(path)} "
        f"(format parquet, compression zstd, kv_metadata {{build_id: {literal(build.build_id)}, "
        f"licence: {literal(provenance.LICENCE)}}})"
    )


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


def _schema(columns: list[table_columns.Column], keys: dict[str, Any]) -> dict[str, Any]:
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


def _package(
    exposure: Exposure, build: provenance.Build, resources: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": exposure.name.replace("_", "-"),
        "title": exposure.label,
        "description": (
            f"{exposure.description} {build.citation} In CSV files a text that a spreadsheet "
            "program would read as a formula has an apostrophe before it."
        ),
        "version": build.build_id,
        "created": f"{build.finished_at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [
            {"name": "CC-BY-4.0", "title": provenance.LICENCE, "path": provenance.LICENCE_URL},
        ],
        "sources": [
            {"title": f"{origin.title} ({origin.publisher}, {origin.licence})"}
            for origin in build.origins
        ],
        "resources": resources,
    }
