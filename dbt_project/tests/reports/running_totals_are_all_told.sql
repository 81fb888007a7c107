{% set in_report -%}
    select family || ' records' as what, 1 as amount from {{ ref('rpt_running_totals') }}
    union all
    select family || ' value', value from {{ ref('rpt_running_totals') }}
    union all
    select family || ' explained', explained from {{ ref('rpt_running_totals') }}
    union all
    select family || ' unexplained', unexplained from {{ ref('rpt_running_totals') }}
{%- endset %}
{% set in_facts -%}
    select family || ' records' as what, 1 as amount from {{ ref('fct_running_totals') }}
    union all
    select family || ' value', value from {{ ref('fct_running_totals') }}
    union all
    select family || ' explained', explained from {{ ref('fct_running_totals') }}
    union all
    select family || ' unexplained', unexplained from {{ ref('fct_running_totals') }}
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
