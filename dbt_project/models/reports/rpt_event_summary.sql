-- The wide sheet: what a reader wants to know of an event without a join.
with

events as (

    select * from {{ ref('dim_event') }}

),

{% set counted = {
    'custody': 'custody_persons', 'removal': 'removal_persons', 'release': 'release_persons',
    'persons_escaped': 'escaped_persons', 'persons_charged': 'charged_persons',
    'persons_convicted': 'convicted_persons', 'persons_killed': 'killed_persons',
    'persons_injured': 'injured_persons', 'sites': 'raided_sites',
    'phones_seized': 'seized_phones', 'computers_seized': 'seized_computers',
    'devices_seized': 'seized_devices',
} -%}
totals as (

    select
        event_id,
        {%- for family, column in counted.items() %}
        cast(sum(case when family = '{{ family }}' then attributed end) as bigint) as {{ column }},
        {%- endfor %}
        bool_or(totals_serve) as has_serving_totals,
        bool_or(sites_assumed) as has_assumed_site,
        bool_or(parts_exceed_total) as has_parts_above_total,
        bool_or(children_exceed_parent) as has_children_above_parent
    from {{ ref('fct_event_totals') }}
    group by event_id

),

nationalities as (

    select
        *,
        row_number() over (
            partition by event_id, nationality_code in ('foreign', 'unknown')
            order by persons desc, nationality_code asc
        ) as place
    from {{ ref('fct_arrests') }}

),

custody as (

    select
        event_id,
        cast(sum(persons_low) as bigint) as custody_persons_low,
        cast(sum(persons_high) as bigint) as custody_persons_high,
        bool_or(is_open_ended) as has_open_ended_custody,
        {{ joined(
            "case when place <= 5 and nationality_code not in ('foreign', 'unknown')
                then nationality_code || ' ' || " ~ grouped('persons') ~ " end", ', ', 'place'
        ) }} as top_nationalities
    from nationalities
    group by event_id

),

disputes as (

    select event_id, bool_or(is_disputed) as has_disputed_figures
    from {{ ref('fct_slices') }}
    group by event_id

),

money as (

    select
        event_id,
        {{ joined("unit || ' ' || " ~ spelled_number('amount'), ', ', 'unit') }} as seized_money
    from {{ ref('fct_seizures') }}
    where seized = 'money'
    group by event_id

),

places as (

    select
        places.event_id,
        {{ joined('cities.city_name', '; ', 'cities.city_name, cities.city_key') }} as place_names
    from {{ ref('bridge_event_city') }} as places
    inner join {{ ref('dim_city') }} as cities on places.city_key = cities.city_key
    where cities.place_type <> 'unknown'
    group by places.event_id

),

enforcers as (

    select
        roles.event_id,
        {{ joined(
            'organisations.organisation_name', '; ',
            'organisations.organisation_name, organisations.organisation_key'
        ) }} as enforcers
    from {{ ref('bridge_event_organisation') }} as roles
    inner join {{ ref('dim_organisation') }} as organisations
        on roles.organisation_key = organisations.organisation_key
    where roles.role = 'enforcer' and organisations.organisation_type <> 'unknown'
    group by roles.event_id

),

first_reports as (

    select figures.event_id, min(reports.source_url) as first_source_url
    from {{ ref('fct_reported_figures') }} as figures
    inner join events
        on
            figures.event_id = events.event_id
            and figures.published_on = events.first_reported_on
            and (figures.status is null and figures.counts_as <> 'stock') = events.has_figures
    inner join {{ ref('dim_report') }} as reports on figures.report_key = reports.report_key
    group by figures.event_id

),

final as (

    select
        events.event_id,
        events.event_kind,
        events.event_start,
        events.event_end,
        events.date_precision,
        events.country_code,
        countries.country_name,
        places.place_names,
        events.parent_event_id,
        events.root_event_id,
        events.follows_event_id,
        {%- for column in counted.values() %}
        totals.{{ column }},
        {%- endfor %}
        custody.custody_persons_low,
        custody.custody_persons_high,
        custody.top_nationalities,
        money.seized_money,
        coalesce(custody.has_open_ended_custody, false) as has_open_ended_custody,
        coalesce(disputes.has_disputed_figures, false) as has_disputed_figures,
        {%- for flag in ['serving_totals', 'assumed_site', 'parts_above_total', 'children_above_parent'] %}
        coalesce(totals.has_{{ flag }}, false) as has_{{ flag }},
        {%- endfor %}
        events.report_count,
        events.publisher_count,
        events.first_reported_on,
        events.last_reported_on,
        enforcers.enforcers,
        first_reports.first_source_url
    from events
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code
    left join totals on events.event_id = totals.event_id
    left join custody on events.event_id = custody.event_id
    left join disputes on events.event_id = disputes.event_id
    left join money on events.event_id = money.event_id
    left join places on events.event_id = places.event_id
    left join enforcers on events.event_id = enforcers.event_id
    left join first_reports on events.event_id = first_reports.event_id

)

select * from final
