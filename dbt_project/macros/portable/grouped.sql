{# A whole number as text with a comma between thousands. #}
{% macro grouped(number) %}
    {{- return(adapter.dispatch('grouped', 'raidbook')(number)) -}}
{% endmacro %}

{# Most numbers are small: a plain cast costs a sixth of `format`. #}
{% macro default__grouped(number) -%}
    case
        when {{ number }} between 0 and 999 then cast({{ number }} as varchar)
        else format('{:,}', {{ number }})
    end
{%- endmacro %}

{% macro spark__grouped(number) -%}
    format_number({{ number }}, 0)
{%- endmacro %}
