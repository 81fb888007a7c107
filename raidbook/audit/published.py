"""Expectations for the file to publish, measured after dbt."""

from __future__ import annotations

from raidbook.audit.deliveries import ENOUGH
from raidbook.audit.expectation import Expectation, Suite, no_rows

# One pass over the figures, one over the names.
_FIGURES = """
create or replace temporary table figures as
select
    count(*) as records,
    count(*) filter (is_of_persons) as of_persons,
    count(*) filter (is_of_persons and nationality_code = 'total') as without_nationality,
    count(*) filter (is_of_persons and value % 10 = 0) as round_values,
    count(*) filter (published_on - stated_end > 330) as reported_late,
    count(*) filter (stated_start > landed_on and coalesce(status, '') <> 'planned') as to_come,
    count(*) filter (contains(record_id, strftime(published_on, '-%Y%m%d/'))) as days_in_ids
from (
    select record_id, nationality_code, value, published_on, stated_start, stated_end, status,
        starts_with(measure, 'persons_') as is_of_persons
    from marts.fct_reported_figures
) cross join (select max(landed_on) as landed_on from meta.deliveries where not is_removed)
"""
_NAMES = """
create or replace temporary table names as
select kind, sum(times) as times, coalesce(sum(times) filter (matched_id is null), 0) as unmatched
from raw.name_matches group by kind
"""


def _share(part: str, whole: str, source: str = "figures") -> str:
    """Return SQL for a share of the whole file; 0 if there are fewer than ENOUGH rows."""
    return f"select case when {whole} >= {ENOUGH} then {part} / {whole} else 0 end from {source}"


def _unmatched(kind: str) -> str:
    share = _share("unmatched", "times", "names").removeprefix("select ")
    return f"select coalesce((select {share} where kind = '{kind}'), 0)"


PUBLISHED = Suite(
    "published",
    (_FIGURES, _NAMES),
    (
        Expectation(
            "reported_figures_present",
            "select count(*) from marts.fct_reported_figures",
            "The file holds at least one reported figure.",
            minimum=1,
        ),
        Expectation(
            "every_good_record_published",
            """select (select count(distinct record_id) from raw.incident_records)
                - (select count(*) from marts.fct_reported_figures)""",
            "Every good record is published as a reported figure, exactly once.",
            0,
            0,
        ),
        no_rows(
            "published_as_delivered",
            """with differing as (
                    select delivered.record_id
                    from raw.incident_records as delivered
                    inner join marts.fct_reported_figures as published
                        on delivered.record_id = published.record_id
                    where cast(delivered.value as double) <> cast(published.value as double)
                        or delivered.measure <> published.measure
                        or delivered.country <> published.stated_country_code
                        or coalesce(delivered.nationality, 'total') <> published.nationality_code
                        or delivered.event_start <> cast(published.stated_start as varchar)
                        or delivered.published_on <> cast(published.published_on as varchar)
                )
                select record_id from raw.incident_records
                where record_id in (select record_id from differing)
                    and record_id not in (select record_id from reference.correction)
                group by record_id having count(*) = 1""",
            "What was delivered once and not corrected is published with the value, measure, "
            "country, nationality and days that were delivered.",
        ),
        no_rows(
            "countries_unknown",
            """select event_id, country_code from marts.dim_event
                anti join marts.dim_country using (country_code)""",
            "Every event has a country of dim_country, or ZZ for several or an unknown one.",
        ),
        no_rows(
            "reports_of_the_future",
            """select source_url, published_on from marts.dim_report
                where published_on > (select max(landed_on) from meta.deliveries)""",
            "No report is dated after the day on which the newest file was delivered.",
        ),
        Expectation(
            "custody_persons",
            "select coalesce(sum(persons), 0) from marts.fct_arrests",
            "The persons in custody are counted, and fewer than a hundred million.",
            0,
            1e8,
        ),
        Expectation(
            "rows_rejected_share",
            """select coalesce(sum(rows_rejected) / nullif(sum(rows_read), 0), 0)
                from meta.deliveries""",
            "At most a fifth of all delivered rows were rejected.",
            0,
            0.2,
            "lasting",
        ),
        *(
            Expectation(
                f"{kind}_names_unmatched_share",
                _unmatched(kind),
                f"Of the times that {words} is named, at most a third has a name that matches "
                "nothing.",
                0,
                round(1 / 3, 4),
                "lasting",
                f"""select kind, country_code, name, times from raw.name_matches
                    where kind = '{kind}' and matched_id is null order by times desc""",
            )
            for kind, words in (
                ("city", "a city"),
                ("admin1", "a province"),
                ("organisation", "an organisation"),
            )
        ),
        Expectation(
            "places_unknown_share",
            _share(
                "places",
                "events",
                """(select count(*) as events,
                    count(*) filter (place_precision = 'unknown') as places
                    from marts.dim_event)""",
            ),
            "Of the events, at most half have neither a known place nor a known country.",
            0,
            0.5,
            "lasting",
        ),
        Expectation(
            "nationalities_empty_share",
            _share("without_nationality", "of_persons"),
            "Of the figures about persons, at most seven tenths state no nationality.",
            0,
            0.7,
            "lasting",
        ),
        Expectation(
            "round_values_share",
            _share("round_values", "of_persons"),
            "Of the figures about persons, at most seven tenths end in a zero; more would mean "
            "that numbers were multiplied.",
            0,
            0.7,
            "lasting",
        ),
        Expectation(
            "days_in_ids_share",
            f"select case when records >= {ENOUGH} then days_in_ids / records else 1 end "
            "from figures",
            "At least half of the record_ids hold the day of their report, as they should.",
            0.5,
            1,
            "lasting",
        ),
        Expectation(
            "reported_late_share",
            _share("reported_late", "records"),
            "At most a quarter of the figures were reported eleven months after their event or "
            "later.",
            0,
            0.25,
            "lasting",
        ),
        Expectation(
            "events_to_come_share",
            _share("to_come", "records"),
            "At most a hundredth of the figures, unless planned, is about an event that begins "
            "after the newest file was delivered.",
            0,
            0.01,
            "lasting",
        ),
        Expectation(
            "disputed_share",
            _share(
                "disputed",
                "breakdowns",
                """(select count(*) as breakdowns, count(*) filter (is_disputed) as disputed
                    from marts.fct_consensus)""",
            ),
            "Of the consensus figures, at most nine tenths are disputed.",
            0,
            0.9,
            "lasting",
        ),
    ),
)
