{%- set facts = ['arrests', 'raids', 'outcomes', 'seizures'] -%}
{%- set columns = {
    'arrests': ['nationality_code', 'persons', 'persons_low', 'persons_high'],
    'raids': ["'unknown'", 'sites', 'sites_low', 'sites_high'],
    'outcomes': [
        "outcome || ' ' || nationality_code", 'persons', 'persons_low', 'persons_high'
    ],
    'seizures': ["seized || ' ' || unit", 'amount', 'amount_low', 'amount_high'],
} -%}
-- Rows of the facts count 1 and those of the histories -1: a sum other than 0 shows a row that only
-- one of the two has. (`except all`, once each way, costs five times as much.)
with

today as (

    {%- for fact in facts %}
    {%- set what, amount, low, high = columns[fact] %}
    select
        '{{ fact }}' as fact, event_id, {{ what }} as what, {{ amount }} as amount,
        {{ low }} as low, {{ high }} as high,
        is_open_ended, is_disputed, is_residual, event_kind, country_code, city_key,
        event_start, event_end, month_start, spans_months, 1 as rows_more
    from {{ ref('fct_' ~ fact) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

still as (

    {%- for fact in facts %}
    {%- set what, amount, low, high = columns[fact] %}
    select
        '{{ fact }}' as fact, event_id, {{ what }} as what, {{ amount }} as amount,
        {{ low }} as low, {{ high }} as high,
        is_open_ended, is_disputed, is_residual, event_kind, country_code, city_key,
        event_start, event_end, month_start, spans_months, -1 as rows_more
    from {{ ref('fct_' ~ fact ~ '_history') }}
    where known_to is null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

compared as (

    select
        fact, event_id, what, amount, low, high,
        is_open_ended, is_disputed, is_residual, event_kind, country_code, city_key,
        event_start, event_end, month_start, spans_months,
        sum(rows_more) as rows_more
    from (select * from today union all select * from still) as both_of_them
    group by
        fact, event_id, what, amount, low, high,
        is_open_ended, is_disputed, is_residual, event_kind, country_code, city_key,
        event_start, event_end, month_start, spans_months

)

select
    case when rows_more > 0 then 'in the fact only' else 'in the history only' end as stands,
    compared.*
from compared
where rows_more <> 0
