{% set in_report -%}
    select nationality_code || ' persons' as what, persons as amount
    from {{ ref('rpt_arrests_by_nationality') }}
    union all
    select nationality_code || ' low', persons_low from {{ ref('rpt_arrests_by_nationality') }}
    union all
    select nationality_code || ' high', persons_high from {{ ref('rpt_arrests_by_nationality') }}
    union all
    select 'all shares', sum(persons_share) from {{ ref('rpt_arrests_by_nationality') }}
{%- endset %}
{% set in_facts -%}
    select nationality_code || ' persons' as what, persons as amount
    from {{ ref('fct_arrests') }}
    union all
    select nationality_code || ' low', persons_low from {{ ref('fct_arrests') }}
    union all
    select nationality_code || ' high', persons_high from {{ ref('fct_arrests') }}
    union all
    select 'all shares', 1
    from (select sum(persons) as persons from {{ ref('fct_arrests') }}) as counted
    where persons > 0
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
