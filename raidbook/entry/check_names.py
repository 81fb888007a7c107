"""`raidbook check-names`: list the members inferred from unmatched names, and decide about them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from ingest import landing, load
from ingest.errors import RaidbookError, RefusedError
from ingest.fetch import fetch_rows
from ingest.names.name_decisions import Decision, write_decisions
from ingest.names.unmatched_members import RecordNames, Unmatched, meanings, unmatched
from raidbook.common import terminal
from raidbook.common.connection import in_memory, read_only
from raidbook.common.exit_codes import ExitCode
from raidbook.common.temp_space import temp_space
from raidbook.entry.name_wishes import Wish, check_wish, decided, is_asked, is_open
from raidbook.settings import Settings

COLUMNS = ("kind", "country", "place", "name", "times", "persons", "suggestion", "score")


@dataclass(frozen=True)
class _Names:
    """The names in the records, and the persons of each inferred member, if they are counted."""

    records: RecordNames
    persons: dict[str, int]


def check_names(settings: Settings, wish: Wish, form: str) -> ExitCode:
    """List the inferred members, those of the most persons first, or write what was decided.

    The names come from the live file, or from landing if nothing is live. They are matched with the
    current seeds. Returns 2 if a row would not do what was decided. Raises RefusedError if there
    are no names, WrongUseError for a request that can't be fulfilled, and RaidbookError if a seed
    can't be written.
    """
    terminal.check_form(form)
    check_wish(wish)
    cache = settings.var / "cache"
    names = _asked(settings)
    found = meanings(names.records, cache, settings.seeds)
    members = [one for one in unmatched(found, settings.seeds) if is_asked(one, wish)]
    decisions = decided(wish, members, found, cache, settings.seeds)
    if decisions is None:
        members.sort(key=lambda one: -names.persons.get(one.member_id, 0))  # else as they are
        _print_members(members, names.persons, form)
        return ExitCode.DONE
    today = datetime.now(UTC).date()
    try:
        written = write_decisions(decisions, names.records, cache, settings.seeds, today)
    except OSError as error:
        raise RaidbookError(f"can't write the seeds: {error}") from None
    return _print_written(decisions, written)


def _asked(settings: Settings) -> _Names:
    """Return the names in the records, from the live file or else from landing."""
    if not settings.live.is_file():
        return _in_landing(settings)
    with read_only(settings.live) as con:
        names = fetch_rows(
            con,
            "select kind, country_code, nullif(admin1, '-'), name, times "
            "from staging.stg_names__matches",
        )
        sites = fetch_rows(
            con,
            "select country_code, nullif(admin1, '-'), nullif(city, '-'), name, times "
            "from staging.stg_names__sites",
        )
        weighed = fetch_rows(
            con,
            "select count(*) from duckdb_columns() where schema_name = 'quality' "
            "and table_name = 'unmatched_names' and column_name = 'persons_named'",
        )
        query = "select member_id, persons_named from quality.unmatched_names"
        persons = fetch_rows(con, query) if weighed[0][0] else []
    return _Names(_record_names(names, sites), dict(persons))


def _in_landing(settings: Settings) -> _Names:
    """Load the landed files into a database in memory, as a build does; return their names."""
    removed = landing.removed(settings.seeds)
    deliveries = [
        delivery
        for delivery in landing.deliveries(settings.landing)
        if delivery.delivery_id not in removed
    ]
    if not deliveries:
        raise RefusedError("Nothing is published or landed yet, so there are no names.")
    with temp_space(settings.var) as room, in_memory(settings, room) as con:
        load.create_raw(con)
        now = datetime.now(UTC).replace(tzinfo=None)
        for delivery in deliveries:
            limits, normaliser = settings.reading_limits, settings.normaliser
            load.load_delivery(con, delivery, settings.landing, now, limits, normaliser)
        load.load_reference(con, settings.var / "cache", settings.seeds)
        names = fetch_rows(
            con, "select kind, country_code, admin1, name, times from raw.name_matches"
        )
        sites = fetch_rows(
            con, "select country_code, admin1, city, name, times from raw.site_matches"
        )
    return _Names(_record_names(names, sites), {})


def _record_names(names: list[tuple[object, ...]], sites: list[tuple[object, ...]]) -> RecordNames:
    """Return the rows of both queries with empty texts for nulls."""
    of_members, of_sites = (
        [tuple("" if cell is None else cell for cell in row) for row in rows]
        for rows in (names, sites)
    )
    return RecordNames(cast(Any, of_members), cast(Any, of_sites))


def _print_members(members: list[Unmatched], persons: dict[str, int], form: str) -> None:
    """Print the members with their weights, and how to decide about them."""
    rows = [
        (
            m.kind,
            m.country_code,
            m.place,
            m.name,
            m.times,
            persons.get(m.member_id),
            m.suggestion,
            m.score,
        )
        for m in members
    ]
    if form == "csv":
        terminal.as_csv(COLUMNS, rows)
        return
    if form == "json":
        terminal.as_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
        return
    if not rows:
        print("Every name in the records is matched.")
        return
    print(
        f"{terminal.counted(len(rows), 'name')} of the records matched nothing, and "
        f"{'is a separate member' if len(rows) == 1 else 'are separate members'}:"
    )
    shown = [
        [
            *(m.name, m.kind, m.country_code, m.place, str(m.times)),
            terminal.number(persons.get(m.member_id)) or "-",
            m.suggestion or "-",
            _score(m),
        ]
        for m in members
    ]
    headings = ("name", "kind", "country", "place", "records", "persons", "suggestion", "score")
    terminal.table(headings, shown, indent="  ")
    if any(member.suggestion_id for member in members):
        print("`raidbook check-names --accept NAME` writes the suggestion into seeds/.")
    print("`--merge NAME --into MEMBER` says what a name means, `--curate NAME` makes it known.")


def _score(member: Unmatched) -> str:
    if member.score is None:
        return "-"
    return "open" if is_open(member) else f"{member.score:g}"


def _print_written(decisions: list[Decision], written: list[Decision]) -> ExitCode:
    """Print which decisions were written, and in which seeds they are."""
    for one in written:
        member = one.member
        terminal.say(
            f"{member.name} ({member.kind}, {member.country_code}): {one.target_id}, "
            f"in seeds/{one.seed}"
        )
    for one in decisions:
        if one not in written:
            member = one.member
            terminal.say(
                f"{member.name} ({member.kind}, {member.country_code}): not accepted, since the "
                f"row would not lead to {one.target_id}, or would change what other names mean. "
                "Check that its province is matched, or write the rows yourself.",
                file=sys.stderr,
            )
    if not decisions:
        print("No suggestion has such a score.")
    elif written:
        print("`make build` uses them. To undo, delete the row.")
    return ExitCode.DONE if len(written) == len(decisions) else ExitCode.WRONG_USE
