"""Warnings: contradictions between the good rows of one file.

Reports do contradict themselves, so a warning is reported but rejects no row. The build evaluates
the same rules over all deliveries together, in `quality.warnings`; instead of `more_than_ever`, it
warns of large figures that one source alone states. `ingest.record.validation` evaluates the rules
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.record.definition import MEASURES, SLACK_DAYS
from ingest.sql_quoting import literal, literals


@dataclass(frozen=True)
class RecordWarning:
    """One rule for a contradiction between rows of a file. It rejects no row.

    `name` is the rule's name in `quality.warnings`, which covers all deliveries together. `rule` is
    the sentence in the codebook, `columns` are the cells to look at. `found` is SQL that returns
    _row_number and a sentence. Its placeholders are `$rows`, the good rows, `$rows_per`, the row
    numbers of each row of the file, and `$landed_on`, the day of landing.
    """

    name: str
    columns: tuple[str, ...]
    rule: str
    found: str


# A figure of one event above these is probably a typing error: five to ten times the largest that
# reports have stated so far. Campaigns and the like count many events.
KINDS_OF_MANY = ("campaign", "estimate", "directive")
HIGHEST = {
    **{name: 20_000 for name in MEASURES if name.startswith("persons_")},
    **{name: 500 for name in MEASURES if name.startswith(("sites_", "compounds_"))},
    **{name: 100_000 for name in MEASURES if name.endswith("_seized") and name[:5] != "money"},
}
MAX_STEPS = 64  # links followed upwards from an event; the build finds longer cycles

# docs/rules.md, section 1: the lowest and the highest number that a report's words allow
_STATED = "cast(value as decimal(38, 4))"  # not a double: 110 * 1.1 would be 121.00000000000001
_LOW = f"""
    case
        when qualifier = 'exact' or value_high is not null then {_STATED}
        when qualifier in ('about', 'nearly')
            then floor({_STATED} * cast(0.9 as decimal(2, 1)))
        when qualifier in ('at_least', 'more_than') then {_STATED}
        else 0
    end"""
_HIGH = f"""
    case
        when value_high is not null then cast(value_high as decimal(38, 4))
        when qualifier in ('exact', 'nearly', 'up_to', 'less_than') then {_STATED}
        when qualifier = 'about' then ceil({_STATED} * cast(1.1 as decimal(2, 1)))
    end"""
# A hash keeps the join narrow. Rows that it pairs are then compared in full.
_REPORT = "hash(event_id, source_url, measure, unit)"


def _limits() -> str:
    """Return the rows of a VALUES list: each measure that has a limit, and the limit."""
    return ", ".join(f"({literal(name)}, {limit})" for name, limit in HIGHEST.items())


@cache
def record_warnings() -> tuple[RecordWarning, ...]:
    """Return the rules for warnings about the rows of one file."""
    return (
        RecordWarning(
            "part_above_total",
            ("value", "counts_as", "event_id", "source_url", "measure"),
            "a part is larger than the total of its own report",
            f"""
            with totals as (
                select {_REPORT} as report, max({_HIGH}) as high,
                    arg_max(_row_number, cast(value as double)) as total_row
                from $rows
                where counts_as = 'total' and status is null and sex is null and age_group is null
                group by report having count(*) = count({_HIGH})
            ),
            parts as (
                select _row_number, {_REPORT} as report, {_LOW} as low
                from $rows where counts_as = 'part' and status is null
            ),
            pairs as (
                select _row_number, total_row
                from parts inner join totals using (report) where low > high
            )
            -- Hashes may collide, so compare the columns too. As join conditions, these comparisons
            -- would make the engine join every part with every total of its event first.
            select _row_number, sentence from (
                select pairs._row_number, case
                    when part.event_id = total.event_id and part.source_url = total.source_url
                        and part.measure = total.measure
                        and part.unit is not distinct from total.unit
                    then 'the part ' || part.value || ' of ' || part.measure
                        || ' is larger than the total ' || total.value || ' in row '
                        || (total_row // $rows_per)
                end as sentence
                from pairs
                inner join $rows as part on pairs._row_number = part._row_number
                inner join $rows as total on pairs.total_row = total._row_number
            ) where sentence is not null
            """,
        ),
        RecordWarning(
            "event_ends_after_report",
            ("event_end", "published_on", "status"),
            "an event ends more than a day after its report, and is not planned",
            f"""
            select _row_number, 'the event ends on ' || event_end || ', after the report of '
                || published_on || ', and is not planned'
            from $rows
            where cast(event_end as date) > cast(published_on as date) + {SLACK_DAYS}
                and cast(event_start as date) <= cast(published_on as date) + {SLACK_DAYS}
                and coalesce(status, '') <> 'planned'
            """,
        ),
        RecordWarning(
            "published_before_event",
            ("published_on", "event_start", "status"),
            "a report is more than a day older than its event, and the event is not planned",
            f"""
            select _row_number, 'the report of ' || published_on || ' is older than the event of '
                || event_start || ', which is not planned'
            from $rows
            where cast(published_on as date) + {SLACK_DAYS} < cast(event_start as date)
                and coalesce(status, '') <> 'planned'
            """,
        ),
        RecordWarning(
            "published_after_landing",
            ("published_on",),
            "a report's day is more than a day after the delivery of the file",
            f"""
            select _row_number, 'the report of ' || published_on || ' lies in the future'
            from $rows where cast(published_on as date) > $landed_on + {SLACK_DAYS}
            """,
        ),
        RecordWarning(
            "more_than_ever",
            ("value", "measure", "event_kind", "counts_as"),
            "a figure is far larger than any that reports have stated of such an event",
            f"""
            with limits(measure, highest) as (values {_limits()})
            select _row_number, 'the value ' || value || ' of ' || measure || ' by one '
                || event_kind || ' is far larger than any reported so far: is it a typing error?'
            from $rows inner join limits using (measure)
            where counts_as in ('total', 'part') and cast(value as double) > highest
                and event_kind not in ({literals(KINDS_OF_MANY)})
            """,
        ),
        RecordWarning(
            "several_countries",
            ("country", "event_id"),
            "the records of one event lie in several countries",
            """
            with events as (
                select event_id from $rows where country <> 'ZZ'
                group by event_id having min(country) < max(country)
            ),
            countries as (
                select event_id, country, count(*) as times, min(_row_number) as first_row
                from $rows semi join events using (event_id)
                where country <> 'ZZ' group by event_id, country
            )
            select max(first_row), 'the records of ' || event_id || ' lie in several countries: '
                || string_agg(country || ' (' || times || ', from row '
                    || (first_row // $rows_per) || ' on)', ', ' order by first_row)
            from countries group by event_id
            """,
        ),
        RecordWarning(
            "parent_on_cycle",
            ("parent_event_id", "event_id"),
            "an event is its own ancestor; the links of the cycle are ignored",
            f"""
            with recursive links as (
                select event_id, parent_event_id, min(_row_number) as first_row
                from $rows where parent_event_id is not null group by all
            ),
            -- Only an event that both is a parent and has one can lie on a cycle.
            inner_links as (
                select * from links
                where event_id in (select parent_event_id from links)
                    and parent_event_id in (select event_id from links)
            ),
            walks as (
                select first_row, event_id, parent_event_id, parent_event_id as reached, 1 as steps
                from inner_links
                union
                select walks.first_row, walks.event_id, walks.parent_event_id,
                    inner_links.parent_event_id, steps + 1
                from walks inner join inner_links on walks.reached = inner_links.event_id
                where walks.reached <> walks.event_id and steps < {MAX_STEPS}
            )
            select distinct first_row, 'the parent ' || parent_event_id || ' is a descendant of '
                || event_id || ': the links of this cycle are ignored'
            from walks where reached = event_id
            """,
        ),
        RecordWarning(
            "report_of_several_publishers",
            ("publisher", "source_url"),
            "one report has several publishers",
            _one_report("publisher", "has several publishers"),
        ),
        RecordWarning(
            "report_of_several_days",
            ("published_on", "source_url"),
            "one report has several days",
            _one_report("published_on", "has several days"),
        ),
    )


def _one_report(column: str, what: str) -> str:
    """Return SQL for reports with several values in a column that has one value per report."""
    return f"""
        with reports as (
            select min(_row_number) as first_row from $rows
            group by hash(source_url) having min({column}) < max({column})
        )
        select max(rows._row_number), 'the report ' || left(source_url, 80) || ' {what}: '
            || string_agg(distinct rows.{column}, ', ' order by rows.{column})
        from $rows as rows
        where source_url in (
            select source_url from $rows semi join reports on _row_number = first_row)
        group by source_url having count(distinct rows.{column}) > 1
    """
