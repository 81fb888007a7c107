{% set in_report -%}
    select 'persons' as what, persons_weighted as amount from {{ ref('rpt_hotspots_by_city') }}
    union all
    select 'low', persons_weighted_low from {{ ref('rpt_hotspots_by_city') }}
    union all
    select 'high', persons_weighted_high from {{ ref('rpt_hotspots_by_city') }}
    union all
    select 'sites', sites_weighted from {{ ref('rpt_hotspots_by_city') }}
{%- endset %}
{% set in_facts -%}
    select 'persons' as what, persons as amount from {{ ref('fct_arrests') }}
    union all
    select 'low', persons_low from {{ ref('fct_arrests') }}
    union all
    select 'high', persons_high from {{ ref('fct_arrests') }}
    union all
    select 'sites', sites from {{ ref('fct_raids') }}
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
