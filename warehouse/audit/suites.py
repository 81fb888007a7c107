"""The expectations for what is to be published: each a measure in SQL, bounds, and a sentence.

Measures are taken by DuckDB over all rows; Great Expectations is handed one row of numbers, so that
it works the same at ten million records.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Expectation:
    """A figure of the new file and the bounds within which the file may be published."""

    name: str
    measure: str  # SQL that gives one number
    sentence: str  # for a reader outside the team
    least: float | None = None
    most: float | None = None


PUBLISHED: tuple[Expectation, ...] = (
    Expectation(
        "reported_figures_present",
        "select count(*) from marts.fct_reported_figures",
        "The file holds at least one reported figure.",
        least=1,
    ),
    Expectation(
        "every_good_record_published",
        """select (select count(distinct record_id) from raw.incident_records)
            - (select count(*) from marts.fct_reported_figures)""",
        "Every good record is published as a reported figure, exactly once.",
        least=0,
        most=0,
    ),
    Expectation(
        "rejected_share",
        """select coalesce(sum(rows_rejected) / nullif(sum(rows_read), 0), 0)
            from meta.deliveries""",
        "At most a fifth of all delivered rows were rejected.",
        most=0.2,
    ),
    Expectation(
        "countries_resolved_share",
        """select coalesce(avg(case when c.country_code is null then 0 else 1 end), 1)
            from marts.dim_event as e left join marts.dim_country as c using (country_code)""",
        "Every event lies in a country that is known, or openly in none.",
        least=1,
    ),
    Expectation(
        "published_in_time",
        """select count(*) from marts.dim_report
            where published_on > (select max(landed_on) from meta.deliveries)""",
        "No report is dated after the day on which the newest file was delivered.",
        most=0,
    ),
    Expectation(
        "custody_persons",
        "select coalesce(sum(persons), 0) from marts.fct_arrests",
        "The persons in custody are counted, and fewer than a hundred million.",
        least=0,
        most=1e8,
    ),
)
