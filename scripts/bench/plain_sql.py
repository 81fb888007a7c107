"""Write the models of the newest build as one plain SQL script, and a database for it."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from ingest.sql_quoting import literal
from raidbook.common.dbt_results import MANIFEST, RESULTS


def write_script(var: Path, path: Path) -> int:
    """Write the models' compiled SQL in the order in which dbt ran them; return how many."""
    target = var / "dbt" / "target"
    nodes = json.loads((target / MANIFEST).read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / RESULTS).read_text(encoding="utf-8"))["results"]
    statements = []
    for item in sorted(results, key=lambda item: max(t["completed_at"] for t in item["timing"])):
        node = nodes.get(item["unique_id"])
        if node is None or node["resource_type"] != "model":
            continue
        kind = "view" if node["config"]["materialized"] == "view" else "table"
        database = "intermediate." if node["fqn"][1] == "intermediate" else ""
        sql = (target / "compiled" / "raidbook" / node["original_file_path"]).read_text("utf-8")
        name = f"{database}{node['schema']}.{node['name']}"
        statements.append(f"create {kind} {name} as\n{sql}")
    path.write_text("\n--;;\n".join(statements), encoding="utf-8")
    return len(statements)


def copy_inputs(live: Path, database: Path) -> None:
    """Make a database with the raw tables and seeds of the live file, and the schemas for models.

    It has what the loader writes and dbt reads, but nothing that dbt makes.
    """
    with duckdb.connect(str(database)) as con:
        con.execute(f"attach {literal(str(live))} as live (read_only)")
        for schema in ("raw", "reference", "staging", "marts", "reports", "quality", "meta"):
            con.execute(f"create schema if not exists {schema}")
        found = con.execute("""
            select schema_name || '.' || table_name from duckdb_tables()
            where database_name = 'live' and schema_name in ('raw', 'reference')
        """).fetchall()
        for (name,) in found:
            con.execute(f"create table {name} as from live.{name}")
