"""`raidbook check-names`: list unmatched names with suggestions, and accept suggestions."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import cast

from ingest import landing, load
from ingest.errors import RaidbookError, RefusedError, WrongUseError
from ingest.fetch import fetch_rows
from ingest.names import aliases, reference_files
from ingest.names.matching import Kind, Match, match_names
from raidbook.common import terminal
from raidbook.common.connection import in_memory, read_only
from raidbook.common.exit_codes import ExitCode
from raidbook.common.temp_space import temp_space
from raidbook.settings import Settings

FITS = 100.0  # the score of a place with exactly that name, if the name is ambiguous
COLUMNS = ("kind", "country", "province", "name", "times", "suggestion", "score")


def check_names(
    settings: Settings,
    accepted: list[str],
    accept_above: float | None,
    reason: str | None,
    form: str,
) -> ExitCode:
    """List unmatched names, the most frequent first; write accepted suggestions to the seeds.

    `accepted` are names as listed. `accept_above` accepts every unambiguous suggestion with at
    least that score. The names come from the live file, or from landing if nothing is live; they
    are matched with the current seeds. Returns 2 if a row would not lead to its suggestion. Raises
    RefusedError if there are no names, WrongUseError for a name that can't be accepted, and
    RaidbookError if a seed can't be written.
    """
    terminal.check_form(form)
    files = reference_files.cached_reference(settings.var / "cache", settings.seeds)
    asked = _asked(settings)
    unmatched = [m for m in match_names(asked, files, settings.seeds) if m.matched_id is None]
    unmatched.sort(key=lambda m: (-m.times, m.kind, m.country_code, m.name, m.admin1))
    if not accepted and accept_above is None:
        _print_names(unmatched, form)
        return ExitCode.DONE
    chosen = {m for m in unmatched if m.name in accepted}
    _check_accepted(accepted, chosen)
    if accept_above is not None:
        chosen |= {m for m in unmatched if accept_above <= (m.score or -1) and not _is_open(m)}
    today = datetime.now(UTC).date()
    ordered = [match for match in unmatched if match in chosen]
    try:
        written = aliases.accept(ordered, files, settings.seeds, today, reason)
    except OSError as error:
        raise RaidbookError(f"can't write the seeds: {error}") from None
    return _print_written(ordered, written)


def _is_open(match: Match) -> bool:
    """Return whether several places have the name, or the only one is in another province."""
    return match.kind in ("city", "admin1") and match.score == FITS


def _asked(settings: Settings) -> list[tuple[Kind, str, str, str, int]]:
    """Return the unmatched names and their numbers, from the live file or else from landing."""
    if settings.live.is_file():
        with read_only(settings.live) as con:
            found = fetch_rows(
                con,
                "select kind, country_code, nullif(admin1, '-'), name, times "
                "from staging.stg_names__matches where matched_id is null",
            )
    else:
        found = _in_landing(settings)
    return [
        (cast(Kind, kind), country, cell or "", name, times)
        for kind, country, cell, name, times in found
    ]


def _in_landing(settings: Settings) -> list[tuple[str, str, str, str, int]]:
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
        return fetch_rows(
            con,
            "select kind, country_code, coalesce(admin1, ''), name, times "
            "from raw.name_matches where matched_id is null",
        )


def _check_accepted(accepted: list[str], chosen: set[Match]) -> None:
    """Raise WrongUseError for a name that can't be accepted."""
    for name in accepted:
        bearing = [match for match in chosen if match.name == name]
        if not bearing:
            raise WrongUseError(
                f"'{name}' is not an unmatched name. `raidbook check-names` lists them."
            )
        if any(match.suggestion_id is None for match in bearing):
            raise WrongUseError(
                f"'{name}' has no suggestion. Add a row to the seed of aliases, or add the "
                "organisation or city to its seed, with the day and the reason."
            )


def _print_names(unmatched: list[Match], form: str) -> None:
    """Print the names, and how to accept a suggestion."""
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


def _print_written(chosen: list[Match], written: list[Match]) -> ExitCode:
    """Print which suggestions were accepted, and in which seeds they are."""
    for match in written:
        terminal.say(
            f"{match.name} ({match.kind}, {match.country_code}): {match.suggestion}, "
            f"in seeds/{aliases.SEEDS[match.kind]}"
        )
    for match in chosen:
        if match not in written:
            terminal.say(
                f"{match.name} ({match.kind}, {match.country_code}): not accepted, since the row "
                f"would not lead to {match.suggestion}. Check that its province is matched.",
                file=sys.stderr,
            )
    if not chosen:
        print("No suggestion has such a score.")
    elif written:
        print("`make build` uses them. To undo, delete the row.")
    return ExitCode.DONE if len(written) == len(chosen) else ExitCode.WRONG_USE
