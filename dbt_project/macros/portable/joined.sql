{# An ordered list of texts as one text. #}
{% macro joined(text, separator, order_by, distinct=false) %}
    {{- return(adapter.dispatch('joined', 'raidbook')(text, separator, order_by)) -}}
{% endmacro %}

{% macro default__joined(text, separator, order_by) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__joined(text, separator, order_by) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}
