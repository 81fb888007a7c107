{% set in_report -%}
    select measure_group || ' records' as what, 1 as amount from {{ ref('rpt_running_totals') }}
    union all
    select measure_group || ' value', value from {{ ref('rpt_running_totals') }}
    union all
    select measure_group || ' explained', explained from {{ ref('rpt_running_totals') }}
    union all
    select measure_group || ' unexplained', unexplained from {{ ref('rpt_running_totals') }}
{%- endset %}
{% set in_facts -%}
    select measure_group || ' records' as what, 1 as amount from {{ ref('fct_running_totals') }}
    union all
    select measure_group || ' value', value from {{ ref('fct_running_totals') }}
    union all
    select measure_group || ' explained', explained from {{ ref('fct_running_totals') }}
    union all
    select measure_group || ' unexplained', unexplained from {{ ref('fct_running_totals') }}
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
