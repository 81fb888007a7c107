"""The tests that dbt runs on every build, for tables that were made without dbt.

A build only shows that they hold for the shipped records. A rule that no shipped record needs can
break them unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from raidbook.common.dbt_results import rule_in_words

MAX_ROWS = 3  # of the failing rows, in a message


@dataclass(frozen=True)
class DbtTest:
    """One test: its rule in words, and the query that finds the rows that break it."""

    name: str
    file: str  # within dbt_project
    says: str
    sql: str

    def broken_by(self, con: duckdb.DuckDBPyConnection) -> str | None:
        """Return what breaks the test, with the first rows; None if nothing does."""
        found = con.execute(self.sql)
        columns = [column[0] for column in found.description or ()]
        rows = found.fetchall()
        if not rows:
            return None
        shown = [
            "  " + ", ".join(f"{name}={cell}" for name, cell in zip(columns, row, strict=True))
            for row in rows[:MAX_ROWS]
        ]
        head = f"{self.name} (dbt_project/{self.file}) fails, rows: {len(rows)}. {self.says}"
        return "\n".join([head, *shown])


def tests_of(nodes: dict[str, Any], made: set[str]) -> list[DbtTest]:
    """Return a manifest's compiled tests of models, all of which are in `made`."""
    tests = []
    for node in nodes.values():
        parents = set(node["depends_on"]["nodes"]) if node["resource_type"] == "test" else set()
        sql = node.get("compiled_code")
        if not sql or not any(parent.startswith("model.") for parent in parents):
            continue
        if not parents <= made | {name for name in parents if name.startswith("seed.")}:
            continue
        says = " ".join(rule_in_words(node).split())
        tests.append(DbtTest(node["name"], node["original_file_path"], says, sql))
    return tests
