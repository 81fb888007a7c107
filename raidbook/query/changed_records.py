"""Find the records that differ between two builds, and the deliveries that changed them."""

from __future__ import annotations

import duckdb

from ingest.fetch import Row, fetch_dicts
from raidbook.common import terminal
from raidbook.query.fact_changes import Cause, figure
from raidbook.query.table_changes import AFTER, BEFORE, columns_of

# What the record itself states, by its delivery and the curation decisions on it. All other
# columns follow from other records too, and a change in them isn't a correction of this one.
STATED = (
    *("record_id", "event_id", "coded_event_id", "measure_group", "measure"),
    *("value", "low", "high", "qualifier", "phrase", "unit"),
    *("nationality_code", "sex", "age_group", "counts_as", "cumulative_since"),
    *("figure_as_of", "scope", "status", "publisher", "published_on"),
    *("claimed_by", "source_url", "stated_country_code", "note"),
)
# Other records of the same report widen these, so they count only in a record delivered again.
OF_ITS_REPORT = ("stated_start", "stated_end")


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
                    source_url=record["report_url"],
                    how=f"{how}, delivered in {record['file_name']}",
                    archived_url=record["archived_url"],
                )
            )
    return causes


def _pairs(con: duckdb.DuckDBPyConnection) -> list[tuple[Row, Row]]:
    """Return each record that differs, as it was and as it is; empty if it is new or gone."""
    in_both = set(columns_of(con, AFTER, "fct_reported_figures")) & set(
        columns_of(con, BEFORE, "fct_reported_figures")
    )
    differs = {
        names: " or ".join(
            f"was.{name} is distinct from becomes.{name}" for name in names if name in in_both
        )
        for names in (STATED, OF_ITS_REPORT)
    }
    delivered_again = "was.delivery_id is distinct from becomes.delivery_id"
    sides: dict[str, list[Row | None]] = {}
    for side, name in (("was", BEFORE), ("becomes", AFTER)):
        for record in fetch_dicts(
            con,
            f"""
            select coalesce(was.record_id, becomes.record_id) as record_key, {side}.*,
                reports.source_url as report_url, reports.archived_url, files.file_name
            from {BEFORE}.marts.fct_reported_figures as was
            full join {AFTER}.marts.fct_reported_figures as becomes
                on was.record_id = becomes.record_id
            left join {name}.marts.dim_report as reports
                on {side}.report_key = reports.report_key
            left join (select delivery_id, min(file_name) as file_name
                from {name}.meta.deliveries group by delivery_id) as files
                on {side}.delivery_id = files.delivery_id
            where was.record_id is null or becomes.record_id is null
                or {differs[STATED]}
                or ({delivered_again} and ({differs[OF_ITS_REPORT] or "false"}))
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
    is_again = was["delivery_id"] != becomes["delivery_id"]
    names = [
        name
        for name in (*STATED, *(OF_ITS_REPORT if is_again else ()))
        if name in was and name in becomes
    ]
    return f"corrected in {', '.join(name for name in names if was[name] != becomes[name])}"
