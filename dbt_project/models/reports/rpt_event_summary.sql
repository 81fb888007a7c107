-- The wide sheet: all that readers need to know about an event, without a join.
with

{% set counted = {
    'custody': 'custody_persons', 'removal': 'removal_persons', 'release': 'release_persons',
    'persons_escaped': 'escaped_persons', 'persons_charged': 'charged_persons',
    'persons_convicted': 'convicted_persons', 'persons_killed': 'killed_persons',
    'persons_injured': 'injured_persons', 'sites': 'raided_sites',
} -%}
{% for thing in 'phones computers devices sim_cards bank_cards vehicles weapons'.split() -%}
    {%- do counted.update({thing ~ '_seized': 'seized_' ~ thing}) %}{% endfor -%}
{% set flags_of_groups = [
    'uses_running_total', 'is_site_assumed', 'has_parts_above_total', 'has_descendants_above_total',
] -%}
totals as (

    select
        event_id,
        {%- for counts, column in counted.items() %}
        {{ whole_number("sum(case measure_group when '" ~ counts ~ "' then net_total end)") }}
            as {{ column }},
        {%- endfor %}
        {%- for flag in flags_of_groups %}
        bool_or({{ flag }}) as {{ flag }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_event_totals') }}
    group by event_id

),

custody as (

    select
        event_id,
        cast(sum(persons_low) as bigint) as custody_persons_low,
        cast(sum(persons_high) as bigint) as custody_persons_high,
        cast(sum(persons_counted_elsewhere) as bigint) as custody_counted_elsewhere,
        bool_or(is_open_ended) as has_open_ended_custody,
        max(case when place = 1 then nationality_text end)
        {%- for place in range(2, 6) %}
        || coalesce(', ' || max(case when place = {{ place }} then nationality_text end), '')
        {%- endfor %} as top_nationalities
    from (
        select
            *,
            case when nationality_code not in ('foreign', 'unknown') and persons > 0
                then nationality_code || ' ' || {{ grouped('persons') }} end as nationality_text,
            row_number() over (
                partition by event_id
                order by nationality_code in ('foreign', 'unknown'), persons desc, nationality_code
            ) as place
        from {{ ref('fct_arrests') }}
    ) as arrests
    group by event_id

),

disputes as (

    select event_id, bool_or(is_disputed) as has_disputed_figures
    from {{ ref('fct_consensus') }}
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

{% for named, bridge, links, dimension, key, name, id in [
    ('places', 'bridge_event_city', '1 = 1', 'dim_city', 'city_key', 'city_name', 'place_id'),
    ('enforcers', 'bridge_event_organisation', "role = 'enforcer'", 'dim_organisation',
        'organisation_key', 'organisation_name', 'organisation_id'),
] %}
{{ named }} as (

    select bridges.event_id, {{ joined(name, '; ', 'dimensions.place') }} as names
    from {{ ref(bridge) }} as bridges
    inner join (
        select {{ key }}, {{ name }}, row_number() over (order by {{ name }}, {{ key }}) as place
        from {{ ref(dimension) }}
        where {{ id }} <> 'unknown'
    ) as dimensions on bridges.{{ key }} = dimensions.{{ key }}
    where {{ links }}
    group by bridges.event_id

),
{% endfor %}
first_reports as (

    select figures.event_id, min(figures.source_url) as first_source_url
    from {{ ref('fct_reported_figures') }} as figures
    inner join {{ ref('dim_event') }} as events
        on
            figures.event_id = events.event_id
            and figures.published_on = events.first_reported_on
            and (figures.status is null and figures.counts_as <> 'stock') = events.has_figures
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
        places.names as place_names,
        events.parent_event_id,
        events.root_event_id,
        events.follows_event_id,
        {%- for column in counted.values() %}
        totals.{{ column }},
        {%- endfor %}
        custody.custody_persons_low,
        custody.custody_persons_high,
        custody.custody_counted_elsewhere,
        custody.top_nationalities,
        money.seized_money,
        {%- for flag in ['has_open_ended_custody', 'has_disputed_figures'] + flags_of_groups %}
        coalesce({{ flag }}, false) as {{ flag }},
        {%- endfor %}
        events.report_count,
        events.publisher_count,
        events.first_reported_on,
        events.last_reported_on,
        enforcers.names as enforcers,
        first_reports.first_source_url
    from {{ ref('dim_event') }} as events
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code
    {%- for joined_by_event in [
        'totals', 'custody', 'disputes', 'money', 'places', 'enforcers', 'first_reports',
    ] %}
    left join {{ joined_by_event }} on events.event_id = {{ joined_by_event }}.event_id
    {%- endfor %}

)

select * from final
