{# One row for each part of a text that is joined by `separator`; used in a select list. #}
{% macro split_rows(text, separator) %}
    {{- return(adapter.dispatch('split_rows', 'raidbook')(text, separator)) -}}
{% endmacro %}

{% macro default__split_rows(text, separator) -%}
    unnest(string_split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{% macro spark__split_rows(text, separator) -%}
    explode(split({{ text }}, '{{ separator }}'))
{%- endmacro %}
