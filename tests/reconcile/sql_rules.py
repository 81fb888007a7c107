"""The dbt models as they are, compiled once and run in order on an in-memory DuckDB.

dbt itself would take seconds for each example; its compiled SQL takes a few tenths of one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from reference.strategies import Example

from ingest import load
from ingest.record import definition
from reconcile.dbt_tests import DbtTest, tests_of

ROOT = Path(__file__).parents[2]
COMPARED = (
    "dim_event",
    "fct_consensus",
    "fct_consensus_records",
    "fct_event_totals",
    "fct_reported_figures",
    "fct_running_totals",
    "fct_arrests",
    "fct_raids",
    "fct_outcomes",
    "fct_seizures",
    "bridge_fact_report",
    "bridge_event_city",
    "bridge_event_month",
    "int_figure_countries",
    "int_overlap_warnings",
)
# the names in Cambodia that match a place, with its kind and id; the reference knows no places
PLACES = {
    "Poipet": ("city", "poipet"),
    "Paoy Paet": ("city", "poipet"),
    "Bavet": ("city", "bavet"),
    "Kampot": ("admin1", "kampot"),
    "Svay Rieng": ("admin1", "svay_rieng"),
}
# a name that matches no place, with its kind and the id that the loader infers
INFERRED = {"Nowhere": ("city", "inferred:city:KH:-:nowhere")}
Raw = dict[str, str]


@dataclass(frozen=True)
class Model:
    """One model or seed: where it stands, what makes it."""

    name: str
    schema: str
    sql: str

    @property
    def reads(self) -> set[str]:
        """The names of all relations that it reads, with those of their schemas."""
        return set(re.findall(r'"(\w+)"', self.sql))

    def make(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make the table."""
        con.execute(f"create or replace table {self.schema}.{self.name} as {self.sql}")


@dataclass
class SqlRules:
    """All models that the compared tables need, in an order in which they can be made."""

    models: list[Model]
    seeds: dict[str, dict[str, str]]  # name → column types
    con: duckdb.DuckDBPyConnection
    tests: list[DbtTest]  # what dbt tests of these models on every build

    def reconcile(
        self,
        versions: list[Raw],
        corrections: list[Raw] | tuple[Raw, ...] = (),
        event_merges: list[Raw] | tuple[Raw, ...] = (),
        publisher_aliases: list[Raw] | tuple[Raw, ...] = (),
        event_overlaps: list[Raw] | tuple[Raw, ...] = (),
    ) -> duckdb.DuckDBPyConnection:
        """Make every table from records and curation decisions; return the connection to ask."""
        con = self.con
        self._load(versions)
        given = {
            "correction": corrections,
            "event_merge": event_merges,
            "publisher_alias": publisher_aliases,
            "event_overlap": event_overlaps,
        }
        for name, types in self.seeds.items():
            if name != "measure":
                self._seed(name, types, list(given.get(name, ())))
        for model in self.models:
            model.make(con)
        return con

    def reconcile_example(self, example: Example) -> duckdb.DuckDBPyConnection:
        """Make every table from an example; return the connection to ask."""
        return self.reconcile(
            example.versions,
            example.corrections,
            example.event_merges,
            example.publisher_aliases,
            example.event_overlaps,
        )

    def on_its_own(self) -> SqlRules:
        """The same rules with a warehouse of their own."""
        return SqlRules(self.models, self.seeds, warehouse_of(self.models), self.tests)

    @contextmanager
    def remade(
        self, models: list[Model], seeds: dict[str, str] | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Put other models in place of these, on the records of the last `reconcile`; then undo it.

        Only what changes is made: models with other SQL, those that read a seed for which `seeds`
        has another query, and all that read what is made anew.
        """
        own = {model.name: model for model in self.models}
        stale = set(seeds or ())
        self.con.execute("begin")
        try:
            for name, query in (seeds or {}).items():
                self.con.execute(f"create or replace table reference.{name} as {query}")
            for model in models:
                if model != own.get(model.name) or model.reads & stale:
                    model.make(self.con)
                    stale.add(model.name)
            yield self.con
        finally:
            self.con.execute("rollback")

    def _load(self, versions: list[Raw]) -> None:
        con = self.con
        columns = {
            name: pa.array([v.get(name) or None for v in versions], pa.string())
            for name in definition.NAMES
        }
        con.register("given", pa.table(columns))
        con.execute("delete from raw.incident_records")
        con.execute(
            f"""insert into raw.incident_records by name
            select {", ".join(definition.NAMES)}, 1 as _delivery_number, 'd' as _delivery_id,
                's' as _source, 'f' as _file_name, row_number() over () + 1 as _row_number,
                timestamp '2026-01-01' as _loaded_at from given"""
        )
        con.unregister("given")

    def _seed(self, name: str, types: dict[str, str], rows: list[Raw]) -> None:
        columns = ", ".join(f"{column} {kind}" for column, kind in types.items())
        self.con.execute(f"create or replace table reference.{name} ({columns})")
        if rows:
            marks = ", ".join("?" * len(types))
            values = [[row.get(column) or None for column in types] for row in rows]
            self.con.executemany(f"insert into reference.{name} values ({marks})", values)


def compile_rules(folder: Path, replaced: dict[str, str] | None = None) -> SqlRules:
    """Compile the project with dbt into `folder`; return what runs it.

    `replaced` gives other text for files of dbt_project, by path within it (used to break rules
    one at a time); the project itself is not touched.
    """
    project = ROOT / "dbt_project"
    if replaced:
        project = _copy_with(folder, replaced)
    target = folder / "target"
    environment = os.environ | {
        "RAIDBOOK_DATABASE": str(folder / "warehouse.duckdb"),
        "DBT_PROFILES_DIR": str(project),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "compile", "--quiet"),
            *("--no-introspect", "--project-dir", str(project)),
            *("--select", *(f"+{name}" for name in COMPARED)),
        ],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return rules_of(json.loads((target / "manifest.json").read_text(encoding="utf-8")))


def _copy_with(folder: Path, replaced: dict[str, str]) -> Path:
    """Copy the models and macros into `folder`, some with other text; return the copy."""
    project = folder / "project" / "dbt_project"
    ignored = shutil.ignore_patterns("target", "logs", "unit_tests", ".user.yml")
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(ROOT / "dbt_project", project, ignore=ignored)
    for name in ("seeds", "analyses"):
        link = project.parent / name
        if not link.exists():
            link.symlink_to(ROOT / name)
    for path, text in replaced.items():
        (project / path).write_text(text, encoding="utf-8")
    return project


def rules_of(manifest: dict[str, Any]) -> SqlRules:
    """Return the rules that a manifest with compiled code holds."""
    nodes = manifest["nodes"]
    wanted: list[str] = []

    def visit(unique_id: str) -> None:
        if unique_id in wanted or unique_id not in nodes:
            return
        for parent in nodes[unique_id]["depends_on"].get("nodes", []):
            visit(parent)
        wanted.append(unique_id)

    for name in COMPARED:
        visit(f"model.raidbook.{name}")
    models = [
        # the steps between are a database of their own for dbt, and a schema here
        Model(
            node["name"],
            "intermediate" if node["database"] == "intermediate" else node["schema"],
            node["compiled_code"],
        )
        for node in (nodes[unique_id] for unique_id in wanted)
        if node["resource_type"] == "model"
    ]
    seeds = {
        node["name"]: node["config"]["column_types"]
        for node in nodes.values()
        if node["resource_type"] == "seed"
    }
    return SqlRules(models, seeds, warehouse_of(models), tests_of(nodes, set(wanted)))


def warehouse_of(models: list[Model]) -> duckdb.DuckDBPyConnection:
    """Return an empty warehouse in memory, with what the loader writes besides records."""
    con = duckdb.connect(":memory:")
    con.execute("set threads = 1")  # small tables: threads only wait for one another
    load.create_raw(con)
    for schema in {model.schema for model in models} | {"reference"}:
        con.execute(f"create schema if not exists {schema}")
    con.execute(
        """create table raw.name_matches (kind varchar, country_code varchar, admin1 varchar,
        name varchar, times bigint, matched_id varchar, method varchar, suggestion varchar,
        suggestion_id varchar, score double, member_id varchar, member_name varchar,
        admin1_id varchar)"""
    )
    con.execute(
        """create table raw.reference_places (place_id varchar, city_name varchar,
        place_type varchar, admin1_name varchar, country_code varchar, geonames_id bigint,
        latitude double, longitude double, population bigint)"""
    )
    con.executemany(
        "insert into raw.name_matches (kind, country_code, admin1, name, member_id) "
        "values (?, 'KH', '-', ?, ?)",
        [[kind, name, place] for name, (kind, place) in (PLACES | INFERRED).items()],
    )
    con.executemany(
        "insert into raw.reference_places (place_id, place_type) values (?, ?)",
        [[place, kind] for kind, place in sorted(set(PLACES.values()))],
    )
    measures = ROOT / "seeds" / "measure.csv"
    con.execute(f"create table reference.measure as from read_csv('{measures}')")
    return con


def rows_of(con: duckdb.DuckDBPyConnection, query: str, **named: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query with named parameters, sorted, as the reference gives them."""
    return sorted(con.execute(query, named or None).fetchall(), key=repr)


TODAY = {
    "events": """
        select event_id, event_kind, parent_event_id, root_event_id, follows_event_id, depth,
            event_start, event_end, date_precision, country_code, report_count, publisher_count,
            first_reported_on, last_reported_on, has_figures
        from marts.dim_event""",
    "consensus": """
        select event_id, measure_group, nationality_code, sex, age_group, best, low, high,
            is_open_ended, is_disputed, report_count, publisher_count, first_reported_on,
            last_reported_on, best_record_id, consensus_as_of
        from marts.fct_consensus""",
    "consensus_records": """
        select event_id, measure_group, nationality_code, sex, age_group, record_id,
            precision_rank, is_largest_in_report, is_current, is_outgrown, is_candidate, is_chosen,
            not_chosen_because
        from marts.fct_consensus_records""",
    "event_totals": """
        select event_id, measure_group, total, total_low, total_high, nationality_sum, own_total,
            running_total_as_of, descendants_total, net_total, counted_elsewhere, is_total_stated,
            uses_running_total, is_sum_of_sexes, is_total_from_parts, is_site_assumed,
            has_parts_above_total, has_descendants_above_total, is_allocation_capped,
            is_open_ended, is_disputed, report_count, publisher_count
        from marts.fct_event_totals""",
    "reported": """
        select record_id, event_id, measure_group, measure, value, low, high, nationality_code, sex,
            age_group, counts_as, is_current, is_chosen, not_chosen_because
        from marts.fct_reported_figures""",
    "running_totals": """
        select record_id, event_id, measure_group, measure, value, cumulative_since,
            nationality_code, published_on, explained, unexplained
        from marts.fct_running_totals""",
}
COLUMNS = {
    "events": (
        "event_id event_kind parent_event_id root_event_id follows_event_id depth event_start "
        "event_end date_precision country_code report_count publisher_count first_reported_on "
        "last_reported_on takes_part"
    ),
    "consensus": (
        "event_id measure_group nationality_code sex age_group best low high is_open_ended "
        "is_disputed report_count publisher_count first_reported_on last_reported_on "
        "chosen_record_id day"
    ),
    "consensus_records": (
        "event_id measure_group nationality_code sex age_group record_id precision_rank "
        "is_largest_in_report is_current is_outgrown is_candidate is_chosen not_chosen_because"
    ),
    "event_totals": (
        "event_id measure_group total total_low total_high nationality_sum own_total "
        "running_total_as_of descendants_total net_total counted_elsewhere is_total_stated "
        "uses_running_total is_sum_of_sexes is_total_from_parts is_site_assumed "
        "has_parts_above_total has_descendants_above_total is_allocation_capped is_open_ended "
        "is_disputed report_count publisher_count"
    ),
    "reported": (
        "record_id event_id measure_group measure value low high nationality_code sex age_group "
        "counts_as is_current is_chosen not_chosen_because"
    ),
    "running_totals": (
        "record_id event_id measure_group measure value cumulative_since nationality_code "
        "published_on explained unexplained"
    ),
}
# raids and seizures publish neither the nationality from above nor what is counted elsewhere
ATTRIBUTED = (
    "event_id measure_group nationality_code persons persons_low persons_high "
    "persons_counted_elsewhere is_open_ended is_disputed is_residual is_nationality_inherited "
    "country_code"
)
FACTS = {
    "arrests": """event_id, 'custody', nationality_code, persons, persons_low, persons_high,
        persons_counted_elsewhere, is_open_ended, is_disputed, is_residual,
        is_nationality_inherited, country_code""",
    "raids": """event_id, 'sites', 'unknown', sites, sites_low, sites_high, null, is_open_ended,
        is_disputed, is_residual, false, country_code""",
    "outcomes": """event_id, outcome, nationality_code, persons, persons_low, persons_high,
        persons_counted_elsewhere, is_open_ended, is_disputed, is_residual,
        is_nationality_inherited, country_code""",
    "seizures": """event_id, case when unit = 'item' then seized || '_seized'
        else seized || '_seized_' || unit end, 'unknown', amount, amount_low, amount_high, null,
        is_open_ended, is_disputed, is_residual, false, country_code""",
}
IN_NO_FACT = ("persons_present", "persons_estimated", "sites_closed", "compounds_identified")


def facts_as_of(con: duckdb.DuckDBPyConnection, day: date | None) -> list[tuple[Any, ...]]:
    """Return all fact rows of today, or of a past day by the history tables."""
    suffix, where = ("", "") if day is None else ("_history", _on(day))
    parts = [
        f"select {columns} from marts.fct_{fact}{suffix} {where}" for fact, columns in FACTS.items()
    ]
    return rows_of(con, " union all ".join(parts))


def _on(day: date) -> str:
    return f"where known_from <= date '{day}' and (known_to is null or date '{day}' < known_to)"


def bridge(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Return the bridge of today: event, measure group, nationality, record."""
    columns = "event_id, measure_group, nationality_code, record_id"
    return rows_of(con, f"select {columns} from marts.bridge_fact_report")


def months(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Return the weights of today by event, group and month."""
    return rows_of(
        con,
        "select event_id, measure_group, month_start, round(weight, 9), is_spread "
        "from marts.bridge_event_month",
    )
