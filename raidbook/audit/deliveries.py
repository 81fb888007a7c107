"""Expectations for the deliveries since the live build, measured on raw before dbt runs."""

from __future__ import annotations

from ingest.record import definition
from ingest.sql_quoting import literals
from raidbook.audit.expectation import Expectation, Suite, no_rows

ENOUGH = 200  # rows that a share needs to be meaningful

_NEW = """
create or replace temporary table new_deliveries as
select d.*
from raw.deliveries as d
where not d.is_removed and not exists (
    select 1 from live.meta.deliveries as l
    where l.delivery_number = d.delivery_number and l.delivery_id = d.delivery_id
        and not l.is_removed)
"""
# Hashes of eight bytes, so that ten million records fit into memory.
_DELIVERED = """
create or replace temporary table delivered as
select _delivery_number as delivery_number, hash(record_id) as record_hash, country,
    hash(source_url, measure, try_cast(value as double), nationality, sex, age_group) as figure_hash
from raw.incident_records
where exists (select 1 from new_deliveries)
"""
_FIRST = """
create or replace temporary table first_delivered as
select record_hash, min(delivery_number) as delivery_number,
    arg_min(figure_hash, delivery_number) as figure_hash
from delivered group by record_hash
"""
# A figure is a copy if another record has it, in an earlier delivery or in the same one.
_COPIED = """
create or replace temporary table copied as
with

shared as (

    select figure_hash, delivery_number, count(*) as times,
        min(delivery_number) over (partition by figure_hash) as first_number
    from first_delivered
    where figure_hash in (
        select figure_hash from first_delivered group by figure_hash having count(*) > 1)
    group by figure_hash, delivery_number

),

copies as (

    select delivery_number, count(*) as figures
    from shared
    where delivery_number > first_number or times > 1
    group by delivery_number

),

all_figures as (

    select delivery_number, count(distinct figure_hash) as figures
    from first_delivered
    where delivery_number in (select delivery_number from new_deliveries)
    group by delivery_number

)

select all_figures.delivery_number, all_figures.figures,
    coalesce(copies.figures, 0) as copied_figures,
    coalesce(copies.figures, 0) / all_figures.figures as copied_share
from all_figures left join copies using (delivery_number)
"""
_AGAIN = f"""
create or replace temporary table delivered_again as
with

several as (

    select distinct delivery_number, record_hash
    from delivered
    where record_hash in (
        select record_hash from delivered group by record_hash
        having min(delivery_number) <> max(delivery_number))

),

pairs as (

    select later.delivery_number as later_number, earlier.delivery_number as earlier_number,
        count(*) as records
    from several as later
    inner join several as earlier
        on later.record_hash = earlier.record_hash
            and later.delivery_number > earlier.delivery_number
    where later.delivery_number in (select delivery_number from new_deliveries)
    group by all

)

select pairs.later_number, pairs.earlier_number
from pairs
inner join (
    select delivery_number, count(distinct record_hash) as records from delivered group by all
) as whole on pairs.earlier_number = whole.delivery_number
where pairs.records * 2 >= whole.records and whole.records >= {ENOUGH}
"""

_RECORDS = """(
    select * from raw.incident_records
    where _delivery_number in (select delivery_number from new_deliveries)
)"""
_NOT_A_WORD = " or ".join(
    f"{column.name} not in ({literals(column.vocabulary)})"
    for column in definition.COLUMNS
    if column.vocabulary
)
# Larger numbers are mistyped: these bounds are well above any number ever reported.
_TOO_LARGE = f"""
try_cast(value as double) > case
    when measure in ({literals(definition.MONEY_MEASURES)}) then 1e13
    when starts_with(measure, 'persons_') then 1e7
    when measure in ('sites_raided', 'sites_closed', 'compounds_identified') then 1e5
    else 1e8
end
"""


def _worst(share: str, source: str, enough: str) -> str:
    """Return SQL for the largest share over groups that are large enough; 0 if there is none."""
    return f"select coalesce(max({share}), 0) from {source} where {enough}"


DELIVERIES = Suite(
    "deliveries",
    (_NEW, _DELIVERED, _FIRST, _COPIED, _AGAIN),
    (
        Expectation(
            "delivered_rows_rejected_share",
            _worst("rows_rejected / rows_read", "new_deliveries", f"rows_read >= {ENOUGH}"),
            f"Of each new delivery of {ENOUGH} rows or more, at most a fifth was rejected.",
            0,
            0.2,
            "once",
            f"""select delivery_id, file_name, rows_read, rows_rejected from new_deliveries
                where rows_read >= {ENOUGH} and rows_rejected > 0.2 * rows_read""",
        ),
        Expectation(
            "delivered_figures_copied_share",
            _worst("copied_share", "copied", f"figures >= {ENOUGH}"),
            f"Of each new delivery of {ENOUGH} figures or more, at most a quarter exists already "
            "under other record_ids: same address, measure, value, nationality, sex and age group.",
            0,
            0.25,
            "once",
            f"""select delivery_id, file_name, figures, copied_figures
                from copied inner join new_deliveries using (delivery_number)
                where figures >= {ENOUGH} and copied_share > 0.25""",
        ),
        Expectation(
            "small_deliveries_copied_share",
            _worst("copied_share", "copied", f"figures >= 8 and figures < {ENOUGH}"),
            "No smaller delivery of 8 figures or more is a copy: at most nine tenths of it exist "
            "already under other record_ids.",
            0,
            0.9,
            "once",
            f"""select delivery_id, file_name, figures, copied_figures
                from copied inner join new_deliveries using (delivery_number)
                where figures >= 8 and figures < {ENOUGH} and copied_share > 0.9""",
        ),
        no_rows(
            "countries_missing_when_delivered_again",
            """select distinct n.delivery_id, n.file_name, e.country,
                    'delivery ' || a.earlier_number as was_in
                from delivered_again as a
                inner join delivered as e on a.earlier_number = e.delivery_number
                inner join new_deliveries as n on a.later_number = n.delivery_number
                where not exists (
                    select 1 from delivered as l
                    where l.delivery_number = a.later_number and l.country = e.country)""",
            "A file that is delivered again, with half of its records or more, still has records "
            "of each of its countries: leaving rows out retracts nothing (`raidbook remove` "
            "does).",
            acceptance="once",
        ),
        Expectation(
            "parts_undescribed_share",
            _worst(
                "share",
                f"""(select count(*) as parts, count(*) filter (
                        nationality is null and sex is null and age_group is null) / count(*)
                        as share
                    from {_RECORDS} where counts_as = 'part' and starts_with(measure, 'persons_')
                    group by _delivery_number)""",
                f"parts >= {ENOUGH}",
            ),
            f"Where a new delivery has {ENOUGH} parts of totals of persons or more, at most four "
            "fifths of them do not say which part: of what nationality, sex or age.",
            0,
            0.8,
            "once",
        ),
        Expectation(
            "old_reports_share",
            _worst(
                "share",
                f"""(select count(*) as records,
                        count(*) filter (published_on < '2015-01-01') / count(*) as share
                    from {_RECORDS} group by _delivery_number)""",
                f"records >= {ENOUGH}",
            ),
            f"Of each new delivery of {ENOUGH} records or more, at most half was reported before "
            "2015, since online-scam centres are more recent.",
            0,
            0.5,
            "once",
        ),
        no_rows(
            "delivered_before_reported",
            f"""select record_id, published_on, landed_on
                from {_RECORDS} as r
                inner join new_deliveries as d on r._delivery_number = d.delivery_number
                where published_on > cast(landed_on as varchar)""",
            "No record was delivered before the day of its report.",
        ),
        no_rows(
            "words_not_in_their_lists",
            f"select record_id, _file_name as file_name from {_RECORDS} where {_NOT_A_WORD}",
            "Every cell of a column with a vocabulary, such as event_kind or measure, holds one of "
            "its words.",
        ),
        no_rows(
            "figures_beyond_belief",
            f"""select record_id, measure, value, _file_name as file_name
                from {_RECORDS} where {_TOO_LARGE}""",
            "No new figure is implausibly large: over 10 million persons, 100,000 sites, 100 "
            "million things or 10 trillion of any currency.",
            acceptance="once",
        ),
    ),
)
