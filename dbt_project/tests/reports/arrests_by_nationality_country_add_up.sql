{% set in_report -%}
    select nationality_code || ' in ' || country_code || ' persons' as what, persons as amount
    from {{ ref('rpt_arrests_by_nationality_country') }}
    union all
    select nationality_code || ' in ' || country_code || ' low', persons_low
    from {{ ref('rpt_arrests_by_nationality_country') }}
    union all
    select nationality_code || ' in ' || country_code || ' high', persons_high
    from {{ ref('rpt_arrests_by_nationality_country') }}
    union all
    select 'shares of ' || country_code, country_share
    from {{ ref('rpt_arrests_by_nationality_country') }}
{%- endset %}
{% set in_facts -%}
    select nationality_code || ' in ' || country_code || ' persons' as what, persons as amount
    from {{ ref('fct_arrests') }}
    union all
    select nationality_code || ' in ' || country_code || ' low', persons_low
    from {{ ref('fct_arrests') }}
    union all
    select nationality_code || ' in ' || country_code || ' high', persons_high
    from {{ ref('fct_arrests') }}
    union all
    select 'shares of ' || country_code, 1
    from (select distinct country_code from {{ ref('fct_arrests') }} where persons > 0) as countries
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
