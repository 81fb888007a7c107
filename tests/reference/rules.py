"""The whole of the rules: raw versions in, tables out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Context, localcontext

from . import facts, reported_rows
from .curation import Raw, curated, known_records, merge_ends
from .events import event_rows
from .model import (
    AttributedRow,
    ConsensusRecordRow,
    EventCountryRow,
    MonthRow,
    Result,
    Row,
)
from .overlaps import EventGroup, parsed_overlaps
from .own_figures import OwnFigures
from .tree import Forest
from .world import World


def reconcile(
    versions: Iterable[Raw],
    *,
    corrections: Iterable[Raw] = (),
    event_merges: Iterable[Raw] = (),
    publisher_aliases: Iterable[Raw] = (),
    event_overlaps: Iterable[Raw] = (),
    as_of: date | None = None,
) -> Result:
    """Every table of today (`as_of=None`: all that was landed), or as of a day (section 8).

    `versions` are raw records as text, in order of delivery. Raises ValueError where a correction
    does not hold, merged events run in a circle or an event is merged into two, and where an
    overlap names an unknown event or group or comes back to its beginning.
    """
    with localcontext(Context(prec=80)):
        merges = merge_ends(event_merges)
        rows = curated(versions, corrections, merges, publisher_aliases)
        ever_known = {row[c] for row in rows for c in ("event_id", "parent_event_id")} - {""}
        overlaps = parsed_overlaps(event_overlaps, merges, ever_known)
        records = known_records(rows, as_of)
        events, ignored_links = event_rows(records)
        world = World(Forest({event.event_id: event for event in events}), records, overlaps)
        result = Result(events=events, ignored_links=ignored_links)
        _add_figures(result, world, with_months=as_of is None)
        _add_records(result, world)
        _sort(result)
        return result


def _add_figures(result: Result, world: World, *, with_months: bool) -> None:
    """Every table by event and group."""
    with_figures = world.with_figures
    for measure_group in sorted({group for _, group in with_figures}):
        holding = world.holding(measure_group)
        of_their_own = {event_id for event_id, group in with_figures if group == measure_group}
        for event_id in sorted({up for e in of_their_own for up in world.forest.upwards(e)}):
            key = (event_id, measure_group)
            settled = holding.settled(event_id)
            total, country = facts.total_row(*key, settled), world.country(key)
            if event_id not in of_their_own and total.descendants_total == 0:
                continue
            result.event_totals.append(total)
            result.event_countries.append(EventCountryRow(*key, country))
            result.descendants.extend(facts.descendants_rows(holding, *key))
            result.attributed.extend(facts.attributed_rows(holding, *key, country))
            result.consensus.extend(reported_rows.consensus_rows(key, settled.own))
            result.consensus_records.extend(reported_rows.consensus_record_rows(key, settled.own))
            if with_months and event_id in of_their_own:
                result.months.extend(_month_rows(key, world, settled.own))
            overlaps = world.overlaps.get(key, ())
            result.overlap_warnings.extend(facts.overlap_warnings(holding, *key, overlaps))


def _month_rows(key: EventGroup, world: World, own: OwnFigures) -> list[MonthRow]:
    weights = world.months(key, own)
    return [MonthRow(*key, month, weight, len(weights) > 1) for month, weight in weights.items()]


def _add_records(result: Result, world: World) -> None:
    """The tables with a row per record."""
    verdicts: dict[str, list[ConsensusRecordRow]] = defaultdict(list)
    for verdict in result.consensus_records:
        verdicts[verdict.record_id].append(verdict)
    attributed: dict[EventGroup, list[AttributedRow]] = defaultdict(list)
    for row in result.attributed:
        attributed[row.event_id, row.measure_group].append(row)
    for record in world.records:
        result.reported.append(reported_rows.reported_row(record, verdicts[record.record_id]))
        if record.counts_as == "cumulative":
            running_total = reported_rows.running_total_row(record, world.forest, attributed)
            result.running_totals.append(running_total)


def _sort(result: Result) -> None:
    for table in fields(result):
        result.table(table.name).sort(key=_key)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(getattr(row, column.name) for column in fields(row)[: row.KEYS])
