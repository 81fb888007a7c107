"""Show what changed from one build to another, and which records and deliveries changed it.

Both files are attached read-only under fixed names, and every table is named in full.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.errors import RaidbookError, WrongUseError, first_line
from ingest.fetch import fetch_rows
from ingest.sql_quoting import literal
from raidbook.common import published_builds, published_files, terminal
from raidbook.common.connection import in_memory
from raidbook.query import changes_page
from raidbook.query.changed_records import changed_records
from raidbook.query.changes_page import USUAL_LIMIT
from raidbook.query.dbt_by_hand import working_copy
from raidbook.query.fact_changes import amounts, attach, changes, totals
from raidbook.query.table_changes import (
    AFTER,
    BEFORE,
    compare_tables,
    keys_of_marts,
    show_tables,
    tables_of,
)
from raidbook.settings import Settings

_Compared = tuple[tuple[str, Path], tuple[str, Path]]  # before and after: a name and its file


def diff(
    settings: Settings,
    build: str | None,
    other: str | None,
    form: str,
    limit: int | None,
    *,
    by_hand: bool,
) -> None:
    """Print what changed from `build` to `other`; by default, from the build before live to live.

    With `by_hand`, print what `raidbook dbt` changed in the working copy. Raises WrongUseError for
    a build that isn't kept, or without a working copy of the live build, and RaidbookError if a
    file can't be read.
    """
    terminal.check_form(form)
    if by_hand and build is not None:
        raise WrongUseError(
            "--by-hand compares the live build with the working copy. Name no build."
        )
    files = _live_and_copy(settings) if by_hand else _kept_builds(settings, build, other)
    if files is not None:
        _compare(settings, files, form, limit)


def _kept_builds(settings: Settings, build: str | None, other: str | None) -> _Compared | None:
    """Return the two builds with their files; say so and return None if there is only one."""
    kept = published_files.builds_kept(settings)
    _check_kept(kept, build, other)
    live = published_builds.live_build(settings)
    if live is None:
        raise RaidbookError(
            "The live file can't be read. Make a new one with `raidbook build --force`."
        )
    after = other or live["build_id"]
    earlier = kept[: kept.index(after)] if after in kept else kept
    if build is None and not earlier:
        print(f"No build before {after} is kept in var/history, so there is nothing to compare.")
        return None
    before = build or earlier[-1]
    if before == after:
        print(f"Both are build {before}, so there is nothing to compare.")
        return None
    return _file_of(settings, before), _file_of(settings, after)


def _file_of(settings: Settings, build: str) -> tuple[str, Path]:
    path = published_files.kept_file(settings, build)
    return build, path if path.is_file() else settings.live


def _live_and_copy(settings: Settings) -> _Compared:
    """Return the live build and the working copy of it, with their files."""
    copy = working_copy(settings)
    if not copy.is_file():
        raise WrongUseError(
            "There is no working copy yet. Make one with `raidbook dbt -- build -s MODEL+`."
        )
    build, live = published_builds.build_of_file(copy), published_builds.live_build(settings)
    if build is None or build != live:
        raise WrongUseError(
            "The working copy is not of the live build. Replace it with `raidbook dbt -- build -s "
            "MODEL+`."
        )
    return (build["build_id"], settings.live), ("the working copy", copy)


def _compare(settings: Settings, files: _Compared, form: str, limit: int | None) -> None:
    (before, _), (after, _) = files
    try:
        with in_memory(settings) as con:
            for name, (_, path) in zip((BEFORE, AFTER), files, strict=True):
                con.execute(f"attach {literal(path)} as {name} (read_only)")
            _show(con, settings.root, before, after, form, limit)
    except duckdb.Error as error:  # a file of another DuckDB version, or older tables
        raise RaidbookError(f"Can't compare {before} and {after}: {first_line(error)}") from None


def _check_kept(kept: list[str], *named: str | None) -> None:
    """Raise WrongUseError if a named build isn't kept."""
    for build_id in named:
        if build_id is not None and build_id not in kept:
            listed = "\n".join(f"  {name}" for name in kept) or "  none"
            raise WrongUseError(
                f"There is no build '{build_id}' in var/history. There are:\n{listed}"
            )


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
        changes_page.as_csv(found[: limit or None])
        return
    tables = [
        compare_tables(con, table, keys_of_marts(root).get(table, []))
        for table in sorted(tables_of(con, BEFORE) & tables_of(con, AFTER))
    ]
    alone = sorted(tables_of(con, BEFORE) ^ tables_of(con, AFTER))
    if form == "json":
        terminal.as_json(
            {
                "from": before,
                "to": after,
                "tables": [vars(table) for table in tables],
                "tables_in_one_build": alone,
                **changes_page.as_data(found[: limit or None], sums),
            }
        )
        return
    terminal.heading(f"What changed from build {before} to {after}")
    show_tables(tables, alone)
    if not found:
        print("The facts are the same in both.")
        return
    print()
    nobody = "No record of its tree changed: a curation decision or a rule did."
    changes_page.show(found, sums, USUAL_LIMIT if limit is None else limit, nobody)


def _parents(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the parents of events in both builds; where they differ, those of the later build."""
    parents: dict[str, str] = {}
    for name in (BEFORE, AFTER):
        query = f"select event_id, parent_event_id from {name}.marts.dim_event where depth > 0"
        parents |= dict(fetch_rows(con, query))
    return parents
