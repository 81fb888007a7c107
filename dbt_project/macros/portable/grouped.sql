{# A whole number as text with a comma between thousands. #}
{% macro grouped(number) %}
    {{- return(adapter.dispatch('grouped', 'raidbook')(number)) -}}
{% endmacro %}

{% macro default__grouped(number) -%}
    format('{:,}', {{ number }})
{%- endmacro %}

{% macro spark__grouped(number) -%}
    format_number({{ number }}, 0)
{%- endmacro %}
