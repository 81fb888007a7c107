"""Expectations for the difference from the live file, measured after dbt.

Only records that were already live are compared, so growth is not a change. Changes that follow
from a curation decision that was added or retracted are left out, and reported with their reason
(`explanations`).
"""

from __future__ import annotations

import duckdb

from ingest.fetch import fetch_rows
from raidbook.audit.deliveries import ENOUGH
from raidbook.audit.expectation import Expectation, Suite, no_rows

# The columns of a record that its figure depends on, as marts.fct_reported_figures has them.
COMPARED = (
    "event_id",
    "measure",
    "value",
    "low",
    "high",
    "qualifier",
    "unit",
    "nationality_code",
    "sex",
    "age_group",
    "counts_as",
    "cumulative_since",
    "figure_as_of",
    "status",
    "stated_country_code",
    "stated_start",
    "stated_end",
    "published_on",
    "source_url",
)
MOVED = 31  # days; a date that moved further was replaced, not made more exact
SUM_SHARE = 0.5  # of a country's sum in a measure group
SUM_FLOOR = 0.002  # of the measure group's sum over all countries; smaller changes don't matter


def _since(seed: str, key: str) -> str:
    """Return SQL for the rows that only one version of a seed has, with their reason."""
    columns = key.replace(" ", "").split(",")
    same = " and ".join(f"n.{c} is not distinct from o.{c}" for c in columns)
    return f"""
        select n.*, 'added' as how from reference.{seed} as n
        where not exists (select 1 from live.reference.{seed} as o where {same})
        union all by name
        select o.*, 'retracted' as how from live.reference.{seed} as o
        where not exists (select 1 from reference.{seed} as n where {same})
    """


_EXPLAINED = f"""
create or replace temporary table explained as
with

removed as ({_since("delivery_removed", "delivery_id")}),

corrected as ({_since("correction", "record_id, column_name, was, becomes")}),

joined as ({_since("event_merge", "event_id, merged_into_event_id")})

select l.record_id, 'delivery_removed' as seed, removed.delivery_id as key, how, reason
from live.marts.fct_reported_figures as l
inner join removed on l.delivery_id = removed.delivery_id
union all
select f.record_id, 'delivery_removed' as seed, removed.delivery_id as key, how, reason
from marts.fct_reported_figures as f
inner join removed on f.delivery_id = removed.delivery_id
where removed.how = 'retracted'
union all
select l.record_id, 'correction' as seed, l.record_id || ' ' || column_name as key, how, reason
from live.marts.fct_reported_figures as l
inner join corrected on l.record_id = corrected.record_id
union all
select l.record_id, 'event_merge' as seed, joined.event_id as key, how, reason
from live.marts.fct_reported_figures as l
inner join joined
    on l.coded_event_id = joined.event_id or l.event_id = joined.event_id
"""
_PAIRED = ", ".join(f"l.{c} as old_{c}, f.{c} as new_{c}" for c in COMPARED)
_DIFFERS = " or ".join(f"l.{c} is distinct from f.{c}" for c in COMPARED)
_CHANGED = f"""
create or replace temporary table changed as
select l.record_id, f.record_id is null as is_gone, l.measure_group as old_measure_group,
    f.measure_group as new_measure_group,
    {_PAIRED}
from live.marts.fct_reported_figures as l
left join marts.fct_reported_figures as f on l.record_id = f.record_id
where (f.record_id is null or {_DIFFERS})
    and l.record_id not in (select record_id from explained)
"""
# The sum in the live file over all compared records, and the sum now, from the changes.
_SUMS = """
create or replace temporary table sums as
with

then_sums as (

    select stated_country_code as country_code, measure_group, count(*) as records,
        sum(value) as amount,
        count(*) filter (nationality_code <> 'total') as with_nationality
    from live.marts.fct_reported_figures
    where record_id not in (select record_id from explained)
    group by all

),

parts as (

    select country_code, measure_group, amount as then_amount, amount as now_amount, records,
        with_nationality
    from then_sums
    union all
    select old_stated_country_code, old_measure_group, 0, -old_value, 0, 0 from changed
    union all
    select new_stated_country_code, new_measure_group, 0, new_value, 0, 0
    from changed where not is_gone

)

select country_code, measure_group, sum(then_amount) as then_amount, sum(now_amount) as now_amount,
    sum(records) as records, sum(with_nationality) as with_nationality,
    sum(sum(then_amount)) over (partition by measure_group) as measure_group_amount
from parts group by country_code, measure_group
"""
_COMPARED = """
create or replace temporary table compared as
select coalesce(sum(records), 0) as records,
    coalesce(sum(with_nationality), 0) as with_nationality
from sums
"""
_BEYOND = f"""
select country_code, measure_group, then_amount, now_amount from sums
where abs(now_amount - then_amount) > {SUM_SHARE} * then_amount
    and abs(now_amount - then_amount) > {SUM_FLOOR} * measure_group_amount
order by abs(now_amount - then_amount) / greatest(measure_group_amount, 1) desc, country_code,
    measure_group
"""


def _share_of_live(condition: str, whole: str = "records") -> str:
    """Return SQL for the share of compared records that meet a condition; 0 if too few."""
    return f"""select case when {whole} < {ENOUGH} then 0
        else (select count(*) from changed where {condition}) / {whole} end from compared"""


def _shift(value: str) -> str:
    """Return SQL for how far the distribution of `value` ({{}} is old_ or new_) has shifted.

    It is the share of records, 0 to 1, that would have to move to make both distributions equal.
    """
    old, new = value.format("old_"), value.format("new_")
    return f"""select case when records < {ENOUGH} then 0 else coalesce((
            select sum(abs(shift)) / 2 from (
                select value, sum(step) as shift from (
                    select cast({old} as varchar) as value, -1 as step from changed
                    union all
                    select cast({new} as varchar) as value, 1 as step from changed
                    where not is_gone
                ) group by value)
        ), 0) / records end from compared"""


def _distribution(name: str, words: str, value: str) -> Expectation:
    return Expectation(
        f"{name}_shift",
        _shift(value),
        f"Of the records that were live before, at most three in a hundred differ in how they are "
        f"spread over {words}.",
        0,
        0.03,
        "once",
    )


DIFFERENCE = Suite(
    "difference",
    (_EXPLAINED, _CHANGED, _SUMS, _COMPARED),
    (
        no_rows(
            "live_records_gone",
            "select record_id, old_event_id as event_id, old_value as value from changed "
            "where is_gone",
            "No record that was live before is gone.",
            acceptance="once",
        ),
        Expectation(
            "live_records_changed_share",
            _share_of_live("not is_gone"),
            "Of the records that were live before, at most a twentieth has changed.",
            0,
            0.05,
            "once",
            "select record_id, old_value, new_value from changed where not is_gone",
        ),
        Expectation(
            "nationalities_emptied_share",
            _share_of_live(
                "old_nationality_code <> 'total' and new_nationality_code = 'total'",
                "with_nationality",
            ),
            "Of the records that stated a nationality, at most a fiftieth no longer states one.",
            0,
            0.02,
            "once",
            """select record_id, old_nationality_code as nationality_code from changed
                where old_nationality_code <> 'total' and new_nationality_code = 'total'""",
        ),
        Expectation(
            "dates_moved_share",
            _share_of_live(
                f"abs(new_stated_start - old_stated_start) > {MOVED} "
                f"or abs(new_published_on - old_published_on) > {MOVED}"
            ),
            "Of the records that were live before, at most a fiftieth has an event or a report "
            "that moved by more than a month.",
            0,
            0.02,
            "once",
        ),
        no_rows(
            "sums_beyond_bounds",
            _BEYOND,
            "Summed over the records that were live before, no country's figures of one measure "
            "group have changed by more than half (changes below two thousandths of the measure "
            "group's sum aside).",
            acceptance="once",
        ),
        _distribution("measures", "measures", "{}measure"),
        _distribution("countries", "countries", "{}stated_country_code"),
        _distribution("nationalities", "nationalities", "{}nationality_code"),
        _distribution("years", "years", "year({}stated_start)"),
        _distribution("sizes", "orders of magnitude", "floor(log10(greatest({}value, 1)))"),
        Expectation(
            "names_no_longer_matched_share",
            f"""select case when count(*) < {ENOUGH} then 0
                else count(*) filter (n.matched_id is null) / count(*) end
                from live.raw.name_matches as o
                inner join raw.name_matches as n
                    on o.kind = n.kind and o.country_code = n.country_code and o.name = n.name
                        and o.admin1 is not distinct from n.admin1
                where o.matched_id is not null""",
            "Of the names that matched a place or an organisation, at most a fiftieth no longer "
            "matches anything.",
            0,
            0.02,
            "once",
        ),
    ),
)


def explanations(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return one sentence for each new or retracted curation decision that explains changes."""
    found = fetch_rows(
        con,
        """
        select seed, key, how, any_value(reason), count(distinct record_id)
        from explained group by all order by seed, key, how
    """,
    )
    return [
        f"{records:,} record{'' if records == 1 else 's'} left out of the comparison: {key} was "
        f"{'added to' if how == 'added' else 'taken out of'} {seed} ({reason})"
        for seed, key, how, reason, records in found
    ]
