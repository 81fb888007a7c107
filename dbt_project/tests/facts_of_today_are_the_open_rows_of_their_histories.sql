{%- set facts = ['arrests', 'raids', 'outcomes', 'seizures'] -%}
{%- set columns = {
    'arrests': 'nationality_code, persons, persons_low, persons_high',
    'raids': "'unknown', sites, sites_low, sites_high",
    'outcomes': "outcome || ' ' || nationality_code, persons, persons_low, persons_high",
    'seizures': "seized || ' ' || unit, amount, amount_low, amount_high",
} -%}
with

today as (

    {%- for fact in facts %}
    select
        '{{ fact }}' as fact, event_id, {{ columns[fact] }},
        is_open_ended, is_disputed, is_residual, event_kind, country_code, city_key,
        event_start, event_end, month_start, spans_months
    from {{ ref('fct_' ~ fact) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

still as (

    {%- for fact in facts %}
    select
        '{{ fact }}' as fact, event_id, {{ columns[fact] }},
        is_open_ended, is_disputed, is_residual, event_kind, country_code, city_key,
        event_start, event_end, month_start, spans_months
    from {{ ref('fct_' ~ fact ~ '_history') }}
    where known_to is null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select 'in the fact only' as stands, only_today.*
from (select * from today except all select * from still) as only_today
union all
select 'in the history only' as stands, only_still.*
from (select * from still except all select * from today) as only_still
