{% set in_report -%}
    select
        country_code || ' ' || cast(month_start as string) || ' persons' as what,
        persons as amount
    from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select country_code || ' ' || cast(month_start as string) || ' low', persons_low
    from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select country_code || ' ' || cast(month_start as string) || ' high', persons_high
    from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select 'within a month', persons_within_month
    from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select 'spanning months', persons_spanning_months
    from {{ ref('rpt_arrests_by_country_month') }}
{%- endset %}
{% set in_facts -%}
    select
        country_code || ' ' || cast(month_start as string) || ' persons' as what,
        persons as amount
    from {{ ref('fct_arrests') }} where persons > 0
    union all
    select country_code || ' ' || cast(month_start as string) || ' low', persons_low
    from {{ ref('fct_arrests') }} where persons > 0
    union all
    select country_code || ' ' || cast(month_start as string) || ' high', persons_high
    from {{ ref('fct_arrests') }} where persons > 0
    union all
    select case when spans_months then 'spanning months' else 'within a month' end, persons
    from {{ ref('fct_arrests') }} where persons > 0
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
