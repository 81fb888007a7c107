"""Write the first page of dbt's documentation, `dbt_project/models/overview.md`.

`python -m raidbook.export.docs_overview` makes it from dbt's manifest. A test fails if it is out of
date.
"""

from __future__ import annotations

import json
from typing import Any

from raidbook.common.dbt_process import manifest_of_builds
from raidbook.settings import settings

# The folders of published models, the schema of each, and its purpose.
SCHEMAS = (
    ("views", "main", "Views for the most common questions, which need no joins"),
    (
        "marts",
        "marts",
        "Facts, dimensions and bridges; a sum over a fact counts every person once",
    ),
    ("reports", "reports", "One table for each sheet of a workbook"),
    ("quality", "quality", "Warnings and other lists to check"),
    ("meta", "meta", "Builds, deliveries and checks"),
)
OPENING = """
# Raidbook

Raidbook is a warehouse of reported figures about raids on online-scam centres. It shows how many
people were arrested, where, and of which nationality, who reported it, and how certain each figure
is. The published file is `var/live/warehouse.duckdb`. Open it with any tool that reads DuckDB.

Raidbook makes four promises. Facts add up: a sum of persons over `fct_arrests`, or over one
outcome of `fct_outcomes`, counts every person of an event once. If two events may count the same
people, `quality.warnings` lists them until somebody has decided. You can trace every number to its
reports, through `marts.bridge_fact_report`. You can ask for any day, in the tables that end in
`_history`. Nothing is lost, and nothing bad is published.

[docs/rules.md](../../docs/rules.md) contains the rules that turn reported figures into facts.
Comments on tables and columns name the section that explains them.

## From report to workbook
```
records -> raw -> staging -> intermediate (one step of the rules each) -> marts -> reports
                     seeds -> reference --^               views in main <---'---> exports
```
The graph at the lower right of this page shows the lineage of every table.
"""


def overview(manifest: dict[str, Any]) -> str:
    """Return the overview as a docs block: the name, grain, parents and children of each table."""
    models = {
        node["unique_id"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    exports: dict[str, list[str]] = {}
    for exposure in manifest["exposures"].values():
        for parent in exposure["depends_on"]["nodes"]:
            exports.setdefault(parent, []).append(exposure["label"])
    lines = ["{% docs __overview__ %}", OPENING.strip(), ""]
    for folder, schema, what in SCHEMAS:
        lines += [f"## {schema}", f"{what}.", "", "| name | grain | made from | goes into |"]
        lines.append("|---|---|---|---|")
        for node in sorted(models.values(), key=lambda node: str(node["name"])):
            if node["fqn"][1] != folder:
                continue
            parents = sorted(
                _link(models[parent]) for parent in node["depends_on"]["nodes"] if parent in models
            )
            lines.append(
                f"| {_link(node)} | {_grain(node['description'])} | {', '.join(parents) or '-'} "
                f"| {', '.join(sorted(exports.get(node['unique_id'], []))) or '-'} |"
            )
        lines.append("")
    return "\n".join([*lines, "{% enddocs %}", ""])


def _link(node: dict[str, Any]) -> str:
    return f"[{node['name']}](#!/model/{node['unique_id']})"


def _grain(description: str) -> str:
    """Return the first sentence of a description: its grain."""
    text = " ".join(description.split()).replace("|", "/")
    first, point, _ = text.partition(". ")
    return first + "." if point else text


def main() -> None:
    """Write the overview from the manifest of the last build."""
    here = settings()
    text = overview(json.loads(manifest_of_builds(here).read_text(encoding="utf-8")))
    (here.root / "dbt_project" / "models" / "overview.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
