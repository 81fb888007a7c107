"""Propose the event of each figure: one that the live file knows, or a new one.

The candidates of a figure lie in its country, and their days overlap its days, or lie at most
`NEAR` days apart. Points say how well one fits: days, kind, place, and figures of the same value.
The best candidate with at least `MIN_POINTS` is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ingest.articles.proposal import Proposal
from ingest.fetch import fetch_dicts
from ingest.names.folding import fold

NEAR = 3  # days
LONG = 60  # days of a campaign, whose days overlap with those of everything
MIN_POINTS = 5
MAX_CANDIDATES = 3  # that are listed
SAME_VALUE, SAME_PLACE, SAME_KIND, SAME_DAYS = 3, 3, 1, 2
MAX_SLUG = 60  # characters


@dataclass(frozen=True)
class Candidate:
    """A known event that a figure may be about, and why."""

    event_id: str
    points: int
    reason: str


@dataclass
class EventProposal:
    """The event of some figures: its id, whether it is known, and the candidates."""

    event_id: str
    is_known: bool
    candidates: list[Candidate] = field(default_factory=list)


class KnownEvents:
    """The events of the live file, read once; none if nothing is live."""

    def __init__(self, live: Path) -> None:
        self._by_country: dict[str, list[dict[str, Any]]] = {}
        for row in _rows(live) if live.is_file() else ():
            self._by_country.setdefault(row["country_code"], []).append(row)

    def propose(self, proposals: list[Proposal]) -> list[EventProposal]:
        """Return the event of each proposal, in their order."""
        groups: dict[tuple[str, ...], list[Proposal]] = {}
        for proposal in proposals:
            groups.setdefault(_group(proposal), []).append(proposal)
        found = {key: self._event(members) for key, members in groups.items()}
        return [found[_group(proposal)] for proposal in proposals]

    def _event(self, members: list[Proposal]) -> EventProposal:
        candidates = self._candidates(members)
        if candidates and candidates[0].points >= MIN_POINTS:
            return EventProposal(candidates[0].event_id, True, candidates)
        return EventProposal(_new_id(members[0].record), False, candidates)

    def _candidates(self, members: list[Proposal]) -> list[Candidate]:
        record = members[0].record
        if not record["event_start"] or not record["country"]:
            return []
        first, last = (date.fromisoformat(record[c]) for c in ("event_start", "event_end"))
        early, late = first - timedelta(days=NEAR), last + timedelta(days=NEAR)
        rows = self._by_country.get(record["country"], ())
        near = [r for r in rows if r["event_start"] <= late and r["event_end"] >= early]
        found = [_compare(row, members, first, last) for row in near]
        found.sort(key=lambda candidate: (-candidate.points, candidate.event_id))
        return [c for c in found if c.points > SAME_DAYS][:MAX_CANDIDATES]


def _group(proposal: Proposal) -> tuple[str, ...]:
    columns = ("event_kind", "country", "city", "event_start", "event_end")
    return tuple(proposal.record[column] for column in columns)


def _new_id(record: dict[str, str]) -> str:
    """Return a new id such as `kh-2025-07-14-poipet-raid`; empty if a part of it is unknown."""
    country, day = record["country"] or "ZZ", record["event_start"]
    if not day:
        return ""
    place = record["city"].split(";")[0] or record["admin1"].split(";")[0] or record["site"]
    slug = re.sub(r"[^a-z0-9]+", "-", fold(f"{place} {record['event_kind']}")).strip("-")
    return f"{country.lower()}-{day}-{slug[:MAX_SLUG].strip('-')}"


def _rows(live: Path) -> list[dict[str, Any]]:
    """Return the events of the live file, with their places, sites and values."""
    from raidbook.common.connection import read_only

    with read_only(live) as con:
        return fetch_dicts(
            con,
            """
            with cities as (
                select b.event_id, string_agg(distinct c.city_name, '; ') as cities
                from marts.bridge_event_city b join marts.dim_city c using (city_key) group by 1
            ), sites as (
                select b.event_id, string_agg(distinct s.site_name, '; ') as sites
                from marts.bridge_event_site b join marts.dim_site s using (site_key) group by 1
            ), figures as (
                select event_id, string_agg(distinct cast(value as varchar), ' ') as figures
                from marts.fct_reported_figures group by 1
            )
            select e.event_id, e.event_kind, e.event_start, e.event_end, e.country_code,
                   cities, sites, figures
            from marts.dim_event e
            left join cities using (event_id)
            left join sites using (event_id)
            left join figures using (event_id)
            """,
        )


def _compare(row: dict[str, Any], members: list[Proposal], first: date, last: date) -> Candidate:
    """Return how well a known event fits some figures."""
    record = members[0].record
    points, reasons = 0, []
    start: date = row["event_start"]
    end: date = row["event_end"]
    if (end - start).days < LONG or (last - first).days >= LONG:
        points, reasons = SAME_DAYS, [f"{start} to {end}" if start != end else f"on {start}"]
    if row["event_kind"] == record["event_kind"]:
        points += SAME_KIND
        reasons.append(str(row["event_kind"]))
    places = _folded(row["cities"]) & _folded(f"{record['city']};{record['admin1']}")
    if places:
        points += SAME_PLACE
        reasons.append("in " + ", ".join(sorted(places)))
    if record["site"] and fold(record["site"]) in _folded(row["sites"]):
        points += SAME_PLACE
        reasons.append(f"at {record['site']}")
    values = str(row["figures"] or "").split()
    same = [m.record["value"] for m in members if _is_among(m.record["value"], values)]
    if same:
        points += SAME_VALUE * min(2, len(same))
        reasons.append("the same " + ", ".join(same[:4]))
    return Candidate(str(row["event_id"]), points, "; ".join(reasons))


def _folded(cell: object) -> set[str]:
    return {fold(part) for part in str(cell or "").split(";") if part.strip()}


def _is_among(value: str, values: Iterable[str]) -> bool:
    return value not in ("1", "2", "3") and any(
        float(other) == float(value) for other in values if other
    )
