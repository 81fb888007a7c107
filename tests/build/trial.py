"""A build without dbt's start-up: load, the suites and the compiled models, on changed records.

What dbt compiled for `built_project` is run in order on an in-memory DuckDB; loading, the suites
and the test of row counts are the real ones. A build so takes a second or two, not sixteen.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from support import files_below, write_records

from ingest import landing, load
from raidbook.audit.attached_live import attach_live
from raidbook.audit.deliveries import DELIVERIES
from raidbook.audit.difference import DIFFERENCE
from raidbook.audit.published import PUBLISHED
from raidbook.audit.suite_run import run_suite

Row = dict[str, str]
DATES = ("event_start", "event_end", "published_on", "figure_as_of", "cumulative_since")
# the models that the audit reads; what they need is found in the manifest
READ = (
    "fct_reported_figures",
    "fct_arrests",
    "fct_consensus",
    "dim_event",
    "dim_report",
    "dim_country",
    "deliveries",
    "rejected_records",
    "unmatched_names",
)
ROWS = "shipped_files_have_their_rows"


def shipped(project: Path) -> dict[str, list[Row]]:
    """Return the shipped records by file name, as delivered."""
    found = {}
    for path in files_below(project / "ingest" / "records", "*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            found[path.name] = list(csv.DictReader(stream))
    return found


def moved(row: Row, years: int) -> Row:
    """Return the record with every date moved by whole years."""
    changed = dict(row)
    for column in DATES:
        if row[column]:
            day = date.fromisoformat(row[column])
            leap = (day.month, day.day) == (2, 29)
            changed[column] = day.replace(
                year=day.year + years, day=28 if leap else day.day
            ).isoformat()
    return changed


def under_new_ids(rows: Iterable[Row], *, of_events: bool = False) -> list[Row]:
    """Return the records again under other record_ids, and under other events if so wished."""
    again = []
    for row in rows:
        event, report, number = row["record_id"].split("/")
        if of_events:
            event += "-again"
        changed = {"record_id": f"{event}/{report}/{int(number) + 5000}", "event_id": event}
        again.append(row | changed)
    return again


class Trial:
    """What a build of changed deliveries would be stopped by."""

    def __init__(self, project: Path, folder: Path) -> None:
        self.project = project
        self.folder = folder
        self.seeds = project / "seeds"
        self.landing = folder / "landing"
        self.live: Path | None = project / "var" / "live" / "warehouse.duckdb"
        self.seeded: dict[str, list[list[Any]]] = {}
        self.con = duckdb.connect(":memory:")
        self.count = 0
        self.made: set[str] = set()
        self.expects_no_rows = False
        for delivery in landing.deliveries(project / "var" / "landing"):
            landing.land(delivery.path(project / "var/landing"), self.landing, delivery.source)

    def begin_anew(self) -> None:
        """Forget what was landed, as in a folder whose landing was lost."""
        self.landing = self.folder / "landing_anew"

    def deliver(self, name: str, rows: Iterable[Row]) -> str:
        """Land records; return the delivery_id."""
        self.count += 1
        place = self.folder / f"delivered-{self.count}"
        place.mkdir()
        delivery, _ = landing.land(
            write_records(place / name, rows), self.landing, "incident_records"
        )
        return delivery.delivery_id

    def deliver_all(self, change: Callable[[Row], Row | None]) -> None:
        """Land each shipped file with every record changed, or left out where None."""
        for name, rows in shipped(self.project).items():
            if changed := [new for row in rows if (new := change(row)) is not None]:
                self.deliver(name, changed)

    def add_to_seed(self, name: str, *row: object) -> None:
        """Add one curation decision to the shipped seeds."""
        self.seeded.setdefault(name, []).append(list(row))

    def load(self) -> None:
        """Load what is landed into raw, and the live build's seeds as a build would."""
        con = self.con
        load.create_raw(con)
        removed = {row[0] for row in self.seeded.get("delivery_removed", [])}
        for delivery in landing.deliveries(self.landing):
            if delivery.delivery_id in removed:
                load.note_removed(con, delivery)
            else:
                load.load_delivery(con, delivery, self.landing, datetime(2026, 6, 1))
        load.count_versions(con)

    def make(self, *named: str) -> None:
        """Run what dbt compiled for the named models or tests, and all that they need, once."""
        con = self.con
        manifest = self.project / "var" / "dbt" / "target" / "manifest.json"
        nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
        wanted: list[str] = []

        def visit(unique_id: str) -> None:
            if unique_id in wanted or unique_id not in nodes:
                return
            for parent in nodes[unique_id]["depends_on"].get("nodes", []):
                visit(parent)
            wanted.append(unique_id)

        for unique_id, node in nodes.items():
            if node["name"] in named or node["resource_type"] == "seed":
                visit(unique_id)
        shipped_file = self.project / "var" / "live" / "warehouse.duckdb"
        con.execute(f"attach if not exists '{shipped_file}' as shipped (read_only)")
        for node in (nodes[unique_id] for unique_id in wanted):
            # the steps between are a database of their own for dbt, and a schema here
            steps = node["database"] == "intermediate"
            schema = "intermediate" if steps else node["schema"]
            place = f"{schema}.{node['name']}"
            if place in self.made:
                continue
            self.made.add(place)
            con.execute(f"create schema if not exists {schema}")
            if node["resource_type"] == "seed":
                con.execute(f"create table {place} as from shipped.{place}")
                for row in self.seeded.get(node["name"], []):
                    marks = ", ".join("?" * len(row))
                    con.execute(f"insert into {place} values ({marks})", row)
            else:
                con.execute(f"create table {place} as {node['compiled_code']}")

    def failed(self) -> set[str]:
        """Return the names of the checks that would stop this build; empty if it would leave."""
        self.load()
        attach_live(self.con, self.live)
        if found := self._failed(DELIVERIES):
            return found
        self.make(ROWS)
        if not self.expects_no_rows and self._rows(f"test_failures.{ROWS}"):
            return {ROWS}
        load.load_reference(self.con, self.project / "var" / "cache", self.seeds)
        self.make(*READ)
        return self._failed(PUBLISHED) | self._failed(DIFFERENCE)

    def _failed(self, suite: Any) -> set[str]:
        found = run_suite(self.con, suite)
        return {result.check.name for result in found if result.check.outcome == "failed"}

    def _rows(self, table: str) -> int:
        row = self.con.execute(f"select count(*) from {table}").fetchone()
        assert row is not None
        return int(row[0])
