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
    from {{ ref('fct_arrests') }} where persons > 0
    union all
    select nationality_code || ' low', persons_low from {{ ref('fct_arrests') }} where persons > 0
    union all
    select nationality_code || ' high', persons_high from {{ ref('fct_arrests') }} where persons > 0
    union all
    select 'all shares', 1
    from (select count(*) as row_count from {{ ref('fct_arrests') }} where persons > 0) as counted
    where row_count > 0
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
