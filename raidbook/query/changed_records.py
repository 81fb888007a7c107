"""Find the records that differ between two builds, and the deliveries that changed them."""

from __future__ import annotations

import duckdb

from ingest.fetch import Row, fetch_dicts
from raidbook.common import terminal
from raidbook.query.fact_changes import Cause, figure
from raidbook.query.table_changes import AFTER, BEFORE, columns_of

# Columns that the rules set. A change in them is not a correction of the record.
SET_BY_RULES = ("is_current", "is_chosen", "not_chosen_because", "reading_order", "delivery_id")


def changed_records(con: duckdb.DuckDBPyConnection) -> list[Cause]:
    """Return the records that are new, gone or different, each with its delivery.

    A record that moved to another event or measure group is a cause in both.
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
                    archived_url=record["archived_url"],
                )
            )
    return causes


def _pairs(con: duckdb.DuckDBPyConnection) -> list[tuple[Row, Row]]:
    """Return each record that differs, as it was and as it is; empty if it is new or gone."""
    columns = [
        column
        for column in columns_of(con, AFTER, "fct_reported_figures")
        if column in columns_of(con, BEFORE, "fct_reported_figures") and column not in SET_BY_RULES
    ]
    own = {side: ", ".join(f"{side}.{column}" for column in columns) for side in ("was", "becomes")}
    sides: dict[str, list[Row | None]] = {}
    for side, name in (("was", BEFORE), ("becomes", AFTER)):
        for record in fetch_dicts(
            con,
            f"""
            select coalesce(was.record_id, becomes.record_id) as record_key, {side}.*,
                reports.source_url, reports.archived_url, files.file_name
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
            """,
        ):
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
    return f"corrected in {', '.join(n for n in changed if n not in (*SET_BY_RULES, 'file_name'))}"
