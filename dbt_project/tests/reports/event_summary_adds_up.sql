{% set outcomes = {
    'removal': 'removal_persons', 'release': 'release_persons',
    'persons_escaped': 'escaped_persons', 'persons_charged': 'charged_persons',
    'persons_convicted': 'convicted_persons', 'persons_killed': 'killed_persons',
    'persons_injured': 'injured_persons',
} -%}
{% set in_report -%}
    select 'custody' as what, coalesce(custody_persons, 0) as amount
    from {{ ref('rpt_event_summary') }}
    union all
    select 'custody, low', coalesce(custody_persons_low, 0) from {{ ref('rpt_event_summary') }}
    union all
    select 'custody, high', coalesce(custody_persons_high, 0) from {{ ref('rpt_event_summary') }}
    union all
    select 'sites', coalesce(raided_sites, 0) from {{ ref('rpt_event_summary') }}
    {%- for seized in [
        'phones', 'computers', 'devices', 'sim_cards', 'bank_cards', 'vehicles', 'weapons',
    ] %}
    union all
    select '{{ seized }}', coalesce(seized_{{ seized }}, 0) from {{ ref('rpt_event_summary') }}
    {%- endfor %}
    {%- for outcome, column in outcomes.items() %}
    union all
    select '{{ outcome }}', coalesce({{ column }}, 0) from {{ ref('rpt_event_summary') }}
    {%- endfor %}
    union all
    select 'events', 1 from {{ ref('rpt_event_summary') }}
{%- endset %}
{% set in_facts -%}
    select 'custody' as what, persons as amount from {{ ref('fct_arrests') }}
    union all
    select 'custody, low', persons_low from {{ ref('fct_arrests') }}
    union all
    select 'custody, high', persons_high from {{ ref('fct_arrests') }}
    union all
    select 'sites', sites from {{ ref('fct_raids') }}
    union all
    select seized, amount from {{ ref('fct_seizures') }} where seized <> 'money'
    union all
    select outcome, persons from {{ ref('fct_outcomes') }}
    union all
    select 'events', 1 from {{ ref('dim_event') }}
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
