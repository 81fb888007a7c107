"""`raidbook check-names`: names that matched nothing, what they may mean, and accepting that."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import cast

import duckdb

from ingest import aliases, landing, load, reference
from ingest.errors import RefusedError
from ingest.literal import literal
from ingest.names import Kind, Match, match_names
from warehouse import terminal
from warehouse.settings import Settings
from warehouse.spill import spill

DONE, REFUSED, WRONG_USE, BROKEN = 0, 1, 2, 3
FITS = 100.0  # the score of a place that bears the name, where others bear it too
COLUMNS = ("kind", "country", "province", "name", "times", "suggestion", "score")
ASKED = "select kind, country_code, coalesce(admin1, ''), name, times from "


def check_names(
    settings: Settings,
    accepted: list[str],
    accept_above: float | None,
    reason: str | None,
    form: str,
) -> int:
    """List the names that match nothing, the most frequent first; write what is accepted to seeds.

    `accepted` are names as they are listed; `accept_above` accepts every suggestion from that score
    on that one place or organisation alone fits. Names are those of the live file, or of landing
    where nothing is live; they are matched with the seeds as they are now. Returns 0, 1 where
    nothing can be read, 2 for what can't be accepted.
    """
    if complaint := terminal.form_or_complaint(form):
        print(complaint, file=sys.stderr)
        return WRONG_USE
    files = reference.cached_reference(settings.var / "cache", settings.seeds)
    try:
        asked = _asked(settings)
    except RefusedError as error:
        print(str(error), file=sys.stderr)
        return REFUSED
    unmatched = [m for m in match_names(asked, files, settings.seeds) if m.matched_id is None]
    unmatched.sort(key=lambda m: (-m.times, m.kind, m.country_code, m.name, m.admin1))
    if not accepted and accept_above is None:
        _tell(unmatched, form)
        return DONE
    chosen = {m for m in unmatched if m.name in accepted}
    if complaint := _complaint(accepted, chosen):
        print(complaint, file=sys.stderr)
        return WRONG_USE
    if accept_above is not None:
        chosen |= {m for m in unmatched if accept_above <= (m.score or -1) and not _is_open(m)}
    today = datetime.now(UTC).date()
    ordered = [match for match in unmatched if match in chosen]
    try:
        written = aliases.accept(ordered, files, settings.seeds, today, reason)
    except OSError as error:
        print(f"can't write the seeds: {error}", file=sys.stderr)
        return BROKEN
    return _tell_written(ordered, written)


def _is_open(match: Match) -> bool:
    """Say whether several places bear the name, or the one that does lies elsewhere."""
    return match.kind in ("city", "admin1") and match.score == FITS


def _asked(settings: Settings) -> list[tuple[Kind, str, str, str, int]]:
    """Return the names in the records and how often: of the live file, else of what is landed."""
    if settings.live.is_file():
        with duckdb.connect(str(settings.live), read_only=True) as con:
            found = con.execute(
                "select kind, country_code, nullif(admin1, '-'), name, times "
                "from staging.stg_names__matches where matched_id is null"
            ).fetchall()
    else:
        found = _in_landing(settings)
    return [
        (cast(Kind, kind), country, cell or "", name, times)
        for kind, country, cell, name, times in found
    ]


def _in_landing(settings: Settings) -> list[tuple[str, str, str, str, int]]:
    """Load what is landed into a database in memory, as a build does, and return its names."""
    removed = landing.removed(settings.seeds)
    deliveries = [
        delivery
        for delivery in landing.deliveries(settings.landing)
        if delivery.delivery_id not in removed
    ]
    if not deliveries:
        raise RefusedError("Nothing is published or landed yet, so there are no names.")
    with spill(settings.var) as room, duckdb.connect(":memory:") as con:
        con.execute(f"set memory_limit = {literal(settings.memory_limit)}")
        con.execute(f"set temp_directory = {literal(room)}")
        load.create_raw(con)
        now = datetime.now(UTC).replace(tzinfo=None)
        for delivery in deliveries:
            load.load_delivery(con, delivery, settings.landing, now)
        load.load_reference(con, settings.var / "cache", settings.seeds)
        return con.execute(f"{ASKED} raw.name_matches where matched_id is null").fetchall()


def _complaint(accepted: list[str], chosen: set[Match]) -> str | None:
    """Return why a name can't be accepted, if so."""
    for name in accepted:
        bearing = [match for match in chosen if match.name == name]
        if not bearing:
            return f"'{name}' is no name that matches nothing; `raidbook check-names` lists them."
        if any(match.suggestion_id is None for match in bearing):
            return (
                f"'{name}' has no suggestion. Add its row to the seed of aliases, or what it means "
                "to the seed of organisations or cities, with the day and the reason."
            )
    return None


def _tell(unmatched: list[Match], form: str) -> None:
    """Print the names, and how to accept."""
    rows = [
        (m.kind, m.country_code, m.admin1, m.name, m.times, m.suggestion, m.score)
        for m in unmatched
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
    print(f"{terminal.counted(len(rows), 'name')} of the records matched nothing:")
    shown = [
        [m.name, m.kind, m.country_code, m.admin1, str(m.times), m.suggestion or "-", _score(m)]
        for m in unmatched
    ]
    names = ("name", "kind", "country", "province", "records", "suggestion", "score")
    terminal.table(names, shown, indent="  ")
    if any(match.suggestion_id for match in unmatched):
        print("`raidbook check-names --accept NAME` writes the suggestion into seeds/.")


def _score(match: Match) -> str:
    if match.score is None:
        return "-"
    return "open" if _is_open(match) else f"{match.score:g}"


def _tell_written(chosen: list[Match], written: list[Match]) -> int:
    """Say which suggestions were accepted and where they stand now."""
    for match in written:
        print(
            f"{match.name} ({match.kind}, {match.country_code}): {match.suggestion}, "
            f"in seeds/{aliases.SEEDS[match.kind]}"
        )
    for match in chosen:
        if match not in written:
            print(
                f"{match.name} ({match.kind}, {match.country_code}): not accepted, since the row "
                f"would not lead to {match.suggestion}; is its province known?",
                file=sys.stderr,
            )
    if not chosen:
        print("No suggestion has such a score.")
    elif written:
        print("`make build` uses them; deleting the row takes it back.")
    return DONE if len(written) == len(chosen) else WRONG_USE
