{% set in_report -%}
    select 'persons' as what, persons as amount from {{ ref('rpt_arrests_by_month') }}
    union all
    select 'low', persons_low from {{ ref('rpt_arrests_by_month') }}
    union all
    select 'high', persons_high from {{ ref('rpt_arrests_by_month') }}
    union all
    select 'certain', persons_certain from {{ ref('rpt_arrests_by_month') }}
    union all
    select 'spread', persons_spread from {{ ref('rpt_arrests_by_month') }}
{%- endset %}
{% set in_facts -%}
    select 'persons' as what, persons as amount
    from {{ ref('fct_arrests') }}
    union all
    select 'low', persons_low from {{ ref('fct_arrests') }}
    union all
    select 'high', persons_high from {{ ref('fct_arrests') }}
    union all
    select case when months.month_count > 1 then 'spread' else 'certain' end, arrests.persons
    from {{ ref('fct_arrests') }} as arrests
    inner join (
        select event_id, count(*) as month_count
        from {{ ref('bridge_event_month') }}
        where measure_group = 'custody'
        group by event_id
    ) as months on arrests.event_id = months.event_id
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
