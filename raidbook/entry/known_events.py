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

from ingest.articles.proposal import Proposal
from ingest.fetch import fetch_dicts
from ingest.names.folding import fold
from ingest.sql_quoting import literal

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


def propose_events(proposals: list[Proposal], live: Path) -> list[EventProposal]:
    """Return the event of each proposal, in their order. Without a live file all are new."""
    groups: dict[tuple[str, ...], list[Proposal]] = {}
    for proposal in proposals:
        groups.setdefault(_group(proposal), []).append(proposal)
    found = {key: _event(members, live) for key, members in groups.items()}
    return [found[_group(proposal)] for proposal in proposals]


def _group(proposal: Proposal) -> tuple[str, ...]:
    columns = ("event_kind", "country", "city", "event_start", "event_end")
    return tuple(proposal.record[column] for column in columns)


def _event(members: list[Proposal], live: Path) -> EventProposal:
    candidates = _candidates(members, live) if live.is_file() else []
    if candidates and candidates[0].points >= MIN_POINTS:
        return EventProposal(candidates[0].event_id, True, candidates)
    return EventProposal(_new_id(members[0].record), False, candidates)


def _new_id(record: dict[str, str]) -> str:
    """Return a new id such as `kh-2025-07-14-poipet-raid`; empty if a part of it is unknown."""
    country, day = record["country"] or "ZZ", record["event_start"]
    if not day:
        return ""
    place = record["city"].split(";")[0] or record["admin1"].split(";")[0] or record["site"]
    slug = re.sub(r"[^a-z0-9]+", "-", fold(f"{place} {record['event_kind']}")).strip("-")
    return f"{country.lower()}-{day}-{slug[:MAX_SLUG].strip('-')}"


def _candidates(members: list[Proposal], live: Path) -> list[Candidate]:
    record = members[0].record
    if not record["event_start"] or not record["country"]:
        return []
    first, last = (date.fromisoformat(record[c]) for c in ("event_start", "event_end"))
    rows = _known(record["country"], first, last, live)
    found = [_compare(row, members, first, last) for row in rows]
    found.sort(key=lambda candidate: (-candidate.points, candidate.event_id))
    return [candidate for candidate in found if candidate.points > SAME_DAYS][:MAX_CANDIDATES]


def _known(country: str, first: date, last: date, live: Path) -> list[dict[str, object]]:
    """Return the known events of a country near some days, with places, sites and values."""
    from raidbook.common.connection import read_only

    early, late = first - timedelta(days=NEAR), last + timedelta(days=NEAR)
    with read_only(live) as con:
        return fetch_dicts(
            con,
            f"""
            select
                e.event_id, e.event_kind, e.event_start, e.event_end,
                (select string_agg(distinct c.city_name, '; ')
                   from marts.bridge_event_city b join marts.dim_city c using (city_key)
                  where b.event_id = e.event_id) as cities,
                (select string_agg(distinct s.site_name, '; ')
                   from marts.bridge_event_site b join marts.dim_site s using (site_key)
                  where b.event_id = e.event_id) as sites,
                (select string_agg(distinct f.measure_group || '=' || cast(f.value as varchar), ' ')
                   from marts.fct_reported_figures f
                  where f.event_id = e.event_id) as figures
            from marts.dim_event e
            where e.country_code = {literal(country)}
              and e.event_start <= {literal(late.isoformat())}
              and e.event_end >= {literal(early.isoformat())}
            """,
        )


def _compare(row: dict[str, object], members: list[Proposal], first: date, last: date) -> Candidate:
    """Return how well a known event fits some figures."""
    record = members[0].record
    points, reasons = 0, []
    start, end = row["event_start"], row["event_end"]
    assert isinstance(start, date)
    assert isinstance(end, date)
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
    values = {text.rpartition("=")[2] for text in str(row["figures"] or "").split()}
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
