{% set outcomes = {
    'custody': 'custody', 'charged': 'persons_charged', 'convicted': 'persons_convicted',
    'removal': 'removal', 'release': 'release',
} -%}
{% set bounds = {'persons': '', 'persons_low': ', low', 'persons_high': ', high'} -%}
{% set in_report -%}
    {%- for name, outcome in outcomes.items() %}
    {%- for column, bound in bounds.items() %}
    select '{{ outcome }}{{ bound }}' as what, coalesce({{ name }}_{{ column }}, 0) as amount
    from {{ ref('rpt_outcomes_by_event_chain') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endset %}
{% set in_facts -%}
    {%- for column, bound in bounds.items() %}
    select 'custody{{ bound }}' as what, {{ column }} as amount
    from {{ ref('fct_arrests') }}
    union all
    select outcome || '{{ bound }}', {{ column }}
    from {{ ref('fct_outcomes') }}
    where outcome in ('{{ outcomes.values() | join("', '") }}')
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
