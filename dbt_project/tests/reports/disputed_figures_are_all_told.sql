{% set slice -%}
    event_id || ' ' || family || ' ' || nationality_code || ' ' || sex || ' ' || age_group
{%- endset %}
{% set in_report -%}
    select {{ slice }} as what, 1 + best + low + high as amount
    from {{ ref('rpt_disputed_figures') }}
{%- endset %}
{% set in_facts -%}
    select {{ slice }} as what, 1 + best + low + high as amount
    from {{ ref('fct_slices') }}
    where is_disputed
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
