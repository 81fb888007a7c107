"""Read the results of a dbt call, its models, tests and errors, from dbt's artefacts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from raidbook.common.check import Check

# Files that dbt writes into its target folder.
MANIFEST, RESULTS = "manifest.json", "run_results.json"


@dataclass
class DbtResult:
    """The results of a dbt call."""

    return_code: int
    models: int = 0
    checks: list[Check] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)  # node, dbt's message

    @property
    def failed_tests(self) -> list[Check]:
        """The tests that found failing rows."""
        return [check for check in self.checks if check.outcome == "failed"]


def read_results(return_code: int, results: Path, manifest: Path) -> DbtResult:
    """Return what a call did, from the two files that dbt left."""
    result = DbtResult(return_code)
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    for item in json.loads(results.read_text(encoding="utf-8"))["results"]:
        node = nodes.get(item["unique_id"], {})
        kind, status = node.get("resource_type"), item["status"]
        if kind == "test" and status in ("pass", "fail", "warn"):
            outcome = {"pass": "passed", "fail": "failed", "warn": "warned"}[status]
            result.checks.append(
                Check(
                    node["name"],
                    "dbt",
                    outcome,
                    int(item.get("failures") or 0),
                    round(item["execution_time"], 3),
                    rule_in_words(node),
                )
            )
        elif status == "error":
            message = " ".join((item.get("message") or "no message").split())
            result.broken.append((node.get("name", item["unique_id"]), message[:400]))
        elif kind in ("model", "seed") and status == "success":
            result.models += 1
    if return_code not in (0, 1):
        result.broken.append(("dbt", f"dbt ended with exit code {return_code}"))
    return result


def rule_in_words(test: dict[str, Any]) -> str:
    """Return what a dbt test requires, from its node in the manifest.

    The sentence of a foreign key is made from the test's arguments, since all would be the same.
    """
    if test.get("description"):
        return str(test["description"]).strip()
    metadata = test.get("test_metadata") or {}
    if metadata.get("name") == "relationships":
        table = test["attached_node"].rpartition(".")[2]
        words = metadata["kwargs"]
        parent = words["to"].split("'")[1]
        return f"Every {words['column_name']} of {table} is a {words['field']} of {parent}."
    return str(test["name"]).replace("_", " ")
