"""What changed from one build to another, and which records and deliveries changed it.

Both files are attached read-only under names of their own, and every table is named in full.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse import changes_shown, publish, terminal
from warehouse.changes import Cause, amounts, attach, changes, figure, totals
from warehouse.dbt_by_hand import working_copy
from warehouse.history import USUAL_LIMIT
from warehouse.settings import Settings

Row = dict[str, Any]

BEFORE, AFTER = "build_before", "build_after"  # what the two files are attached as
# what the rules make of a record: not the record's own, so no correction of it
JUDGED = ("is_current", "is_chosen", "not_chosen_because", "reading_order", "delivery_id")


@dataclass(frozen=True)
class TableChange:
    """How one table of marts differs; `changed` is None where its key is in no test of it."""

    table: str
    rows_before: int
    rows_after: int
    added: int
    removed: int
    changed: int | None
    columns: str  # columns that only one of the builds has, in words


def diff(
    settings: Settings, build: str | None, other: str | None, form: str, limit: int | None
) -> int:
    """Print what changed from `build` to `other`, by default from the one before live to live.

    Returns 0, 2 for wrong use, or 3 where a file can't be read.
    """
    kept = publish.builds_kept(settings)
    complaint = terminal.form_or_complaint(form) or _unknown(kept, build, other)
    if complaint:
        print(complaint, file=sys.stderr)
        return 2
    live = publish.live_build(settings)
    if live is None:
        print("The live file can't be read: `raidbook build --force` makes one.", file=sys.stderr)
        return 3
    after = other or live["build_id"]
    earlier = kept[: kept.index(after)] if after in kept else kept
    if build is None and not earlier:
        print(f"No build before {after} is kept in var/history, so there is nothing to compare.")
        return 0
    before = build or earlier[-1]
    if before == after:
        print(f"{before} is one and the same build.")
        return 0
    files = [(name, publish.kept_file(settings, name)) for name in (before, after)]
    return _compare(
        settings, [(n, file if file.is_file() else settings.live) for n, file in files], form, limit
    )


def diff_by_hand(settings: Settings, form: str, limit: int | None) -> int:
    """Print what `raidbook dbt` changed in the working copy; return as `diff` does."""
    complaint = terminal.form_or_complaint(form)
    copy = working_copy(settings)
    if complaint is None and not copy.is_file():
        complaint = "There is no working copy yet: `raidbook dbt -- build -s MODEL+` makes one."
    if complaint:
        print(complaint, file=sys.stderr)
        return 2
    build, live = publish.build_of_file(copy), publish.live_build(settings)
    if build is None or build != live:
        print(
            "The working copy is not of the live build: `raidbook dbt -- build -s MODEL+` makes it "
            "anew.",
            file=sys.stderr,
        )
        return 2
    files = [(build["build_id"], settings.live), ("the working copy", copy)]
    return _compare(settings, files, form, limit)


def _compare(
    settings: Settings, files: list[tuple[str, Path]], form: str, limit: int | None
) -> int:
    (before, _), (after, _) = files
    try:
        with duckdb.connect(":memory:") as con:
            con.execute(f"set threads = {settings.threads}")
            con.execute(f"set memory_limit = '{settings.memory_limit}'")
            for name, (_, path) in zip((BEFORE, AFTER), files, strict=True):
                _attach(con, name, path)
            _show(con, settings.root, before, after, form, limit)
    except duckdb.Error as error:  # a file of another DuckDB, or tables of another time
        print(f"Can't compare {before} and {after}: {_first_line(error)}", file=sys.stderr)
        return 3
    return 0


def _attach(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    quoted = str(path).replace("'", "''")
    con.execute(f"attach '{quoted}' as {name} (read_only)")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no message"])[0]


def _unknown(kept: list[str], *named: str | None) -> str | None:
    """Return what to say if a build that is named isn't kept."""
    for build_id in named:
        if build_id is not None and build_id not in kept:
            listed = "\n".join(f"  {name}" for name in kept) or "  none"
            return f"There is no build '{build_id}' in var/history; there are:\n{listed}"
    return None


def _show(
    con: duckdb.DuckDBPyConnection,
    root: Path,
    before: str,
    after: str,
    form: str,
    limit: int | None,
) -> None:
    marts = f"{BEFORE}.marts", f"{AFTER}.marts"
    was, becomes = amounts(marts[0]), amounts(marts[1])
    found = changes(con, was, becomes)
    sums = totals(con, was, becomes)
    attach(found, changed_records(con), _parents(con))
    if form == "csv":
        changes_shown.as_csv(found[: limit or None])
        return
    tables = [
        _table(con, table, _keys(root).get(table, []))
        for table in sorted(_tables(con, BEFORE) & _tables(con, AFTER))
    ]
    alone = sorted(_tables(con, BEFORE) ^ _tables(con, AFTER))
    if form == "json":
        terminal.as_json(
            {
                "from": before,
                "to": after,
                "tables": [vars(table) for table in tables],
                "tables_in_one_build": alone,
                **changes_shown.as_data(found[: limit or None], sums),
            }
        )
        return
    terminal.heading(f"What changed from build {before} to {after}")
    _show_tables(tables, alone)
    if not found:
        print("The facts are the same.")
        return
    print()
    nobody = "No record of its tree changed: a curation decision or a rule did."
    changes_shown.show(found, sums, USUAL_LIMIT if limit is None else limit, nobody)


def _tables(con: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    found = con.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = 'marts'",
        [name],
    ).fetchall()
    return {row[0] for row in found}


def _keys(root: Path) -> dict[str, list[str]]:
    """Return the key of each mart, as its test declares it (is_key, or is_history by day)."""
    keys: dict[str, list[str]] = {}
    for path in sorted((root / "dbt_project" / "models" / "marts").glob("*.yml")):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        for model in declared.get("models", []):
            for test in model.get("data_tests", []):
                if "is_key" in test:
                    keys[model["name"]] = test["is_key"]["arguments"]["columns"]
                elif "is_history" in test:
                    key = test["is_history"]["arguments"]["key"]
                    keys[model["name"]] = [*key, "known_from"]
    return keys


def _columns(con: duckdb.DuckDBPyConnection, name: str, table: str) -> list[str]:
    found = con.execute(
        "select column_name from duckdb_columns() where database_name = ? "
        "and schema_name = 'marts' and table_name = ? order by column_index",
        [name, table],
    ).fetchall()
    return [row[0] for row in found]


def _table(con: duckdb.DuckDBPyConnection, table: str, key: list[str]) -> TableChange:
    """Compare one table by its key, in the columns that both builds have."""
    old, new = _columns(con, BEFORE, table), _columns(con, AFTER, table)
    common = [column for column in new if column in old]
    only = [f"- {column}" for column in old if column not in new]
    only += [f"+ {column}" for column in new if column not in old]
    rows_before = _one(con, f"select count(*) from {BEFORE}.marts.{table}")
    rows_after = _one(con, f"select count(*) from {AFTER}.marts.{table}")
    names = ", ".join(common)
    if not key or not set(key) <= set(common):
        added, removed = (
            _one(
                con,
                f"select count(*) from (select {names} from {one}.marts.{table} except all "
                f"select {names} from {two}.marts.{table})",
            )
            for one, two in ((AFTER, BEFORE), (BEFORE, AFTER))
        )
        return TableChange(table, rows_before, rows_after, added, removed, None, ", ".join(only))
    same = " and ".join(f"old.{column} = new.{column}" for column in key)
    rows = [f"row({', '.join(f'{side}.{column}' for column in common)})" for side in ("old", "new")]
    found = con.execute(
        f"select count(*) filter (old.{key[0]} is null), count(*) filter (new.{key[0]} is null), "
        f"count(*) filter (old.{key[0]} is not null and new.{key[0]} is not null "
        f"and {rows[0]} is distinct from {rows[1]}) "
        f"from {BEFORE}.marts.{table} as old full join {AFTER}.marts.{table} as new on {same}"
    ).fetchone()
    assert found is not None
    added, removed, changed = found
    return TableChange(table, rows_before, rows_after, added, removed, changed, ", ".join(only))


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(query).fetchone()
    assert found is not None
    return int(found[0])


def _show_tables(tables: list[TableChange], alone: list[str]) -> None:
    told = [table for table in tables if table.added or table.removed or table.changed]
    if told:
        terminal.table(
            ("Table of marts", "rows before", "rows after", "added", "removed", "changed"),
            [
                (
                    table.table,
                    *(terminal.number(n) for n in (table.rows_before, table.rows_after)),
                    *(terminal.number(n) for n in (table.added, table.removed)),
                    "?" if table.changed is None else terminal.number(table.changed),
                )
                for table in told
            ],
        )
    same = len(tables) - len(told)
    if same:
        print(f"({terminal.counted(same, 'table')} without a change of rows)")
    for table in tables:
        if table.columns:
            terminal.wrapped(f"Columns of {table.table}: {table.columns}", hanging="  ")
    if alone:
        terminal.wrapped(f"In one of the builds only: {', '.join(alone)}", hanging="  ")


def changed_records(con: duckdb.DuckDBPyConnection) -> list[Cause]:
    """Return the records that are new, gone, or not what they were, each with its delivery.

    One that was moved to another event or measure group is a cause in both.
    """
    causes = []
    for was, becomes in _pairs(con):
        record = becomes or was
        how = _how(was, becomes)
        for place in {(side["event_id"], side["measure_group"]) for side in (was, becomes) if side}:
            causes.append(
                Cause(
                    event_id=place[0],
                    measure_group=place[1],
                    record_id=record["record_id"],
                    figure=figure(record),
                    publisher=record["publisher"],
                    published_on=str(record["published_on"]),
                    source_url=record["source_url"],
                    how=f"{how}, delivered in {record['file_name']}",
                )
            )
    return causes


def _pairs(con: duckdb.DuckDBPyConnection) -> list[tuple[Row, Row]]:
    """Return each record that differs, as it was and as it is; empty where there was or is none."""
    columns = [
        column
        for column in _columns(con, AFTER, "fct_reported_figures")
        if column in _columns(con, BEFORE, "fct_reported_figures") and column not in JUDGED
    ]
    own = {side: ", ".join(f"{side}.{column}" for column in columns) for side in ("was", "becomes")}
    sides: dict[str, list[Row | None]] = {}
    for side, name in (("was", BEFORE), ("becomes", AFTER)):
        found = con.execute(
            f"""
            select coalesce(was.record_id, becomes.record_id) as record_key, {side}.*,
                reports.source_url, files.file_name
            from {BEFORE}.marts.fct_reported_figures as was
            full join {AFTER}.marts.fct_reported_figures as becomes
                on was.record_id = becomes.record_id
            left join {name}.marts.dim_report as reports
                on {side}.report_key = reports.report_key
            left join (select delivery_id, min(file_name) as file_name
                from {name}.meta.deliveries group by delivery_id) as files
                on {side}.delivery_id = files.delivery_id
            where was.record_id is null or becomes.record_id is null
                or row({own["was"]}) is distinct from row({own["becomes"]})
            order by record_key
            """
        )
        names = [column[0] for column in found.description or []]
        for row in found.fetchall():
            record = dict(zip(names, row, strict=True))
            sides.setdefault(record["record_key"], []).append(
                record if record["record_id"] is not None else None
            )
    return [(pair[0] or {}, pair[1] or {}) for pair in sides.values()]


def _how(was: Row, becomes: Row) -> str:
    if not was:
        return "new"
    if not becomes:
        return "gone"
    if was["value"] != becomes["value"]:
        return f"corrected from {terminal.number(was['value'])}"
    changed = [name for name in was if name in becomes and was[name] != becomes[name]]
    return f"corrected in {', '.join(n for n in changed if n not in (*JUDGED, 'file_name'))}"


def _parents(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the links of both trees, the later build's where they differ."""
    parents: dict[str, str] = {}
    for name in (BEFORE, AFTER):
        found = con.execute(
            f"select event_id, parent_event_id from {name}.marts.dim_event where depth > 0"
        ).fetchall()
        parents |= {row[0]: row[1] for row in found}
    return parents
