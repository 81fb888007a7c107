{% set sums = [] %}
{% for relation in [ref('rpt_running_totals'), ref('fct_running_totals')] %}
{% set sum -%}
    select measure_group || ' records' as what, 1 as amount from {{ relation }}
    {%- for column in ['value', 'explained', 'unexplained'] %}
    union all
    select measure_group || ' {{ column }}', {{ column }} from {{ relation }}
    {%- endfor %}
{%- endset %}
{% do sums.append(sum) %}
{% endfor %}
{{ amounts_apart(sums[0], sums[1]) }}
