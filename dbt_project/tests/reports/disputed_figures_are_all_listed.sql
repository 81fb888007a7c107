{% set breakdown -%}
    event_id || ' ' || measure_group || ' ' || nationality_code || ' ' || sex || ' ' || age_group
{%- endset %}
{% set in_report -%}
    select {{ breakdown }} as what, 1 + best + low + high as amount
    from {{ ref('rpt_disputed_figures') }}
{%- endset %}
{% set in_facts -%}
    select {{ breakdown }} as what, 1 + best + low + high as amount
    from {{ ref('fct_consensus') }}
    where is_disputed
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
