"""Accept a suggestion: add a row to an alias seed, with the day and the reason.

The row goes to its place in the seed's order; the others stay as they are. Deleting it retracts the
decision.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.names import matching
from ingest.names.name_resolution import ANYWHERE
from ingest.names.seed_rows import EMPTY, header_of, insert_row, read_seed

if TYPE_CHECKING:
    from ingest.names.matching import Match
    from ingest.names.reference_files import ReferenceFiles

SEEDS = {
    "country": "country_alias.csv",
    "organisation": "organisation_alias.csv",
    "admin1": "admin1_alias.csv",
    "city": "city_alias.csv",
}


def accept(
    matches: list[Match], reference: ReferenceFiles, seeds: Path, day: date, reason: str | None
) -> list[Match]:
    """Write a row for the suggestion of each of `matches`; return those that then match.

    Rows are tried in a copy of the seeds first. A row that doesn't lead to its suggestion, such as
    a city in a province that is itself unmatched, is not written. Raises OSError if a seed can't be
    written.
    """
    with tempfile.TemporaryDirectory(prefix="raidbook-") as folder:
        tried = Path(folder) / "seeds"
        shutil.copytree(seeds, tried)
        for match in matches:
            _write(match, tried, day, reason)
        again = matching.match_names(
            [(m.kind, m.country_code, m.admin1, m.name, m.times) for m in matches], reference, tried
        )
    good = [
        match
        for match, found in zip(matches, again, strict=True)
        if found.matched_id == match.suggestion_id
    ]
    for match in good:
        _write(match, seeds, day, reason)
    return good


def _write(match: Match, seeds: Path, day: date, reason: str | None) -> None:
    """Insert the row of one match into its seed, unless the seed has it."""
    path = seeds / SEEDS[match.kind]
    why = reason or f"Accepted as suggested: {match.suggestion}, likeness {match.score:g}."
    row = _row(match) | {"decided_on": day.isoformat(), "reason": why}
    rows = read_seed(path)
    columns = header_of(path)
    key = [row[name] for name in columns if name not in ("decided_on", "reason")]
    if any(key == [r[name] for name in columns[: len(key)]] for r in rows):
        return
    insert_row(path, [row[name] for name in columns], is_sorted=True)


def _row(match: Match) -> dict[str, str]:
    """Return the row without day and reason: the name, the country or place, and the meaning."""
    meant, country = match.suggestion_id or EMPTY, match.country_code or ANYWHERE
    if match.kind == "country":
        return {"alias": match.name, "country_code": meant}
    if match.kind == "organisation":
        return {"alias": match.name, "country_code": country, "organisation_id": meant}
    if match.kind == "admin1":
        code = meant.partition(".")[2]
        return {"alias": match.name, "country_code": country, "admin1_code": code}
    place = {"admin1_name": match.admin1 or EMPTY, "place_id": meant}
    return {"alias": match.name, "country_code": country} | place
