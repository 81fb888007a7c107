{% set in_report -%}
    select country_code || ' persons' as what, persons as amount
    from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select country_code || ' low', persons_low from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select country_code || ' high', persons_high from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select cast(month_start as string) || ' certain', persons_certain
    from {{ ref('rpt_arrests_by_country_month') }}
    union all
    select cast(month_start as string) || ' spread', persons_spread
    from {{ ref('rpt_arrests_by_country_month') }}
{%- endset %}
{% set in_facts -%}
    select country_code || ' persons' as what, persons as amount
    from {{ ref('fct_arrests') }}
    union all
    select country_code || ' low', persons_low from {{ ref('fct_arrests') }}
    union all
    select country_code || ' high', persons_high from {{ ref('fct_arrests') }}
    union all
    select cast(month_start as string) || ' certain', persons_certain
    from {{ ref('rpt_arrests_by_month') }}
    union all
    select cast(month_start as string) || ' spread', persons_spread
    from {{ ref('rpt_arrests_by_month') }}
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
