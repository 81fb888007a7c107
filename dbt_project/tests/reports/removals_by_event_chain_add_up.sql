{% set in_report -%}
    {%- for family in ['custody', 'removal', 'release'] %}
    select '{{ family }}' as what, coalesce({{ family }}_persons, 0) as amount
    from {{ ref('rpt_removals_by_event_chain') }}
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
{%- endset %}
{% set in_facts -%}
    select 'custody' as what, persons as amount from {{ ref('fct_arrests') }}
    union all
    select outcome, persons from {{ ref('fct_outcomes') }} where outcome in ('removal', 'release')
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
