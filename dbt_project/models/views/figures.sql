select
    figures.record_id,
    figures.event_id,
    events.event_kind,
    events.event_start,
    events.country_code,
    countries.country_name,
    events.root_event_id,
    figures.measure_group,
    figures.measure,
    figures.value,
    figures.low,
    figures.high,
    figures.qualifier,
    figures.phrase,
    figures.unit,
    figures.nationality_code,
    nationalities.demonym,
    figures.sex,
    figures.age_group,
    figures.counts_as,
    figures.scope,
    figures.status,
    figures.is_current,
    figures.is_chosen,
    figures.not_chosen_because,
    figures.publisher,
    reports.credited_to,
    figures.published_on,
    reports.language,
    figures.claimed_by,
    figures.source_url,
    reports.archived_url
from {{ ref('fct_reported_figures') }} as figures
inner join {{ ref('dim_event') }} as events on figures.event_id = events.event_id
inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code
inner join {{ ref('dim_country') }} as nationalities
    on figures.nationality_code = nationalities.country_code
inner join {{ ref('dim_report') }} as reports on figures.report_key = reports.report_key
