{% set in_report -%}
    {%- for measure_group in ['custody', 'removal', 'release'] %}
    select '{{ measure_group }}' as what, coalesce({{ measure_group }}_persons, 0) as amount
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
