"""Write `var/exports/quality.html` after every build, published or not.

The data on the page comes from the build's file, if the build got that far, or else from the live
file. The page says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from ingest.fetch import Row, fetch_dicts
from ingest.sql_quoting import literal
from ingest.whole_files import written_whole
from raidbook.audit.deliveries import DELIVERIES
from raidbook.audit.difference import DIFFERENCE
from raidbook.audit.published import PUBLISHED
from raidbook.common import build_log
from raidbook.common.connection import in_memory
from raidbook.export.quality_page import charts, wording
from raidbook.settings import Settings

TEMPLATE = "page.html.j2"
# Columns that may be missing if a build ended early, or if older code made it.
OPTIONAL = ("reason", "seconds", "duckdb_version", "code_version", "schema_version")
MAX_WARNINGS = 10  # warnings at the beginning of the page
MAX_ROWS = 25  # rows of a list; the tables in the file have the rest
MAX_BUILDS = 40  # builds of a trend
MAX_COUNTRIES = 24
MONTHS = 60  # months of the coverage; earlier months share one column


REJECTED_ROWS = "select reasons, record_id, file_name from quality.rejected_records"
# Before dbt has run, only raw has them.
REJECTED_RAW = "select reasons, record_id, _file_name as file_name from raw.rejected_records"


class Source:
    """The build's file and the live file: a query goes to the first that can answer it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, catalogs: Sequence[str]) -> None:
        self.con = con
        self.catalogs = catalogs

    def ask(self, *queries: str) -> tuple[list[Row] | None, str]:
        """Return the rows of the first query that succeeds, and the name of its file.

        All queries are tried on the build's file before any on the live file. The rows are None if
        no query succeeds.
        """
        for catalog in self.catalogs:
            self.con.execute(f"use {catalog}")
            for query in queries:
                try:
                    rows = fetch_dicts(self.con, query)
                except duckdb.Error:
                    continue
                return rows, catalog
        return None, ""


def write(settings: Settings, record: Row, database: Path) -> Path:
    """Write the page for the build `record`, whose file is `database`; return its path.

    Raises OSError if it can't be written.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"number": wording.number, "figure": wording.figure, "day": wording.day}
    with _opened(settings, database) as source:
        facts = _facts(settings, record, source)
    page = environment.get_template(TEMPLATE).render(facts)
    target = settings.quality_report
    target.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(target) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return target


@contextmanager
def _opened(settings: Settings, database: Path) -> Iterator[Source]:
    """Attach the build's file and the live file, if they exist."""
    with in_memory(settings) as con:
        catalogs = []
        for name, path in (("build", database), ("live", settings.live)):
            if not path.is_file() or (name == "live" and database == settings.live):
                continue
            try:
                con.execute(f"attach {literal(path)} as {name} (read_only)")
                catalogs.append(name)
            except duckdb.Error:  # incomplete or damaged
                continue
        yield Source(con, catalogs)


def _facts(settings: Settings, record: Row, source: Source) -> Row:
    """Return everything that the template shows."""
    checks = record.get("checks", [])
    shown = record.get("shown", {})
    shown_checks = [check | {"rows": shown.get(check["name"], [])} for check in checks]
    by_outcome = {
        outcome: [check for check in shown_checks if check["outcome"] == outcome]
        for outcome in ("failed", "accepted", "warned")
    }
    none = {"outcome": "", "records": None, "seconds": None, "reason": None}
    builds = [none | build for build in build_log.past_builds(settings.builds_log)]
    if not builds or builds[-1].get("build_id") != record["build_id"]:
        builds.append(none | record)
    return {
        "build": dict.fromkeys(OPTIONAL) | record,
        "outcome": wording.OUTCOMES.get(record.get("outcome", ""), wording.OUTCOMES["broken"]),
        "checks": checks,
        "by_outcome": by_outcome,
        "suites": _by_suite(shown_checks),
        "tests": [check for check in shown_checks if check["kind"] == "dbt"],
        "tiles": _tiles(source),
        "added": record.get("added", {}),
        "rows": record.get("rows", {}),
        "explained": record.get("explained", []),
        "compared_with": record.get("compared_with", ""),
        "trends": _trends(builds[-MAX_BUILDS:]),
        "builds": list(reversed(builds[-10:])),
        "most_rows": MAX_ROWS,
        **_lists(source),
        "coverage": _coverage(source),
    }


def _by_suite(checks: list[Row]) -> list[Row]:
    """Return the evaluated expectations by suite, in the order of the build."""
    by_name = {check["name"]: check for check in checks if check["kind"] == "expectation"}
    found = []
    for suite, title in (
        (DELIVERIES, "Deliveries since the live build"),
        (PUBLISHED, "The file to publish"),
        (DIFFERENCE, "Changes of records that were live"),
    ):
        rows = [by_name.pop(e.name) for e in suite.expectations if e.name in by_name]
        found.append({"title": title, "checks": rows})
    found.append({"title": "Others", "checks": list(by_name.values())})
    return [one for one in found if one["checks"]]


def _tiles(source: Source) -> list[Row]:
    """Return the numbers at the top, without those that no file has."""
    tiles = []
    for name, query, where in (
        ("reported figures", "select count(*) from marts.fct_reported_figures", ""),
        ("events", "select count(*) from marts.dim_event", ""),
        ("reports", "select count(*) from marts.dim_report", ""),
        ("rejected records", f"select count(*) from ({REJECTED_ROWS})", "#rejected"),
        ("unmatched names", "select count(*) from quality.unmatched_names", "#unmatched"),
        ("warnings", "select count(*) from quality.warnings", "#warnings"),
        ("disputed figures", "select count(*) from reports.rpt_disputed_figures", "#disputed"),
        (
            "possible duplicates",
            "select count(*) from quality.possible_duplicates",
            "#duplicates",
        ),
    ):
        rows, _ = source.ask(query)
        if rows:
            tiles.append({"name": name, "value": next(iter(rows[0].values())), "where": where})
    return tiles


def _lists(source: Source) -> Row:
    """Return the lists to work through, each with its length and its file."""
    found: Row = {}
    grouped = (
        "select regexp_replace(reasons, '\"[^\"]*\"', '…', 'g') as reasons, count(*) as records, "
        "min(record_id) as example, min(file_name) as file_name from ({}) group by 1 "
        "order by records desc, reasons limit 1000"
    )
    rows, catalog = source.ask(grouped.format(REJECTED_ROWS), grouped.format(REJECTED_RAW))
    found["rejected"] = _list(None if rows is None else wording.by_reason(rows), catalog)
    for name, table, order in (
        (
            "unmatched",
            "quality.unmatched_names",
            "persons_named desc, times desc, kind, country_code, name, member_id",
        ),
        ("warnings", "quality.warnings", "doubt_rank"),
        ("disputed", "reports.rpt_disputed_figures", "spread_share desc, event_id, measure_group"),
        ("duplicates", "quality.possible_duplicates", "score desc, event_id, other_event_id"),
    ):
        rows, catalog = source.ask(
            f"select *, count(*) over () as all_rows from {table} order by {order} "
            f"limit {MAX_WARNINGS if name == 'warnings' else MAX_ROWS}"
        )
        found[name] = _list(rows, catalog)
    return found


def _list(rows: list[Row] | None, catalog: str) -> Row:
    total = 0
    if rows:
        total = rows[0].get("all_rows", len(rows))
    return {
        "rows": None if rows is None else rows[:MAX_ROWS],
        "total": total,
        "is_of_live": catalog == "live",
    }


def _trends(builds: list[Row]) -> list[Row]:
    """Return a chart for each figure that is tracked from build to build."""

    def of(build: Row, name: str) -> float | None:
        for check in build.get("checks", []):
            if check["name"] == name:
                measured: float | None = check.get("measured")
                return measured
        return None

    followed = (
        ("Good records loaded", "", lambda b: b.get("records")),
        ("Persons in custody", "", lambda b: of(b, "custody_persons")),
        ("Rejected rows", "%", lambda b: of(b, "rows_rejected_share")),
        ("Figures without nationality", "%", lambda b: of(b, "nationalities_empty_share")),
        ("Disputed figures", "%", lambda b: of(b, "disputed_share")),
        (
            "Checks that failed",
            "",
            lambda b: sum(check["outcome"] == "failed" for check in b.get("checks", [])),
        ),
        ("Seconds of the build", "", lambda b: b.get("seconds")),
    )
    trends = []
    for title, unit, figure in followed:
        points = [
            (str(build["build_id"]), value * (100 if unit else 1), build.get("outcome", ""))
            for build in builds
            if (value := figure(build)) is not None
        ]
        if points:
            trends.append({"title": title, "unit": unit, **charts.line(points)})
    return trends


def _coverage(source: Source) -> Row | None:
    """Return the reported figures by country and month of the event's first day."""
    rows, catalog = source.ask(
        """select coalesce(c.country_name, f.stated_country_code) as country,
            cast(date_trunc('month', f.stated_start) as date) as month_start, count(*) as figures
        from marts.fct_reported_figures as f
        left join marts.dim_country as c on f.stated_country_code = c.country_code
        group by all"""
    )
    if not rows:
        return None
    cells: dict[str, dict[date, int]] = {}
    for row in rows:
        cells.setdefault(row["country"], {})[row["month_start"]] = row["figures"]
    return charts.heat(cells, MONTHS, MAX_COUNTRIES) | {"is_of_live": catalog == "live"}
