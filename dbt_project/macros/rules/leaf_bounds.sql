{# Section 7: the bounds of a row of an event without descendants. #}
{% macro leaf_low(rows) -%}
    case
        when {{ is_country(rows ~ '.nationality_key') }}
            then least({{ rows }}.low, {{ rows }}.value)
        else greatest(
            least(
                {{ rows }}.low - ({{ rows }}.best - {{ rows }}.value), {{ rows }}.value
            ), 0
        )
    end
{%- endmacro %}

{% macro leaf_high(rows) -%}
    case
        when {{ is_country(rows ~ '.nationality_key') }}
            then greatest({{ rows }}.high, {{ rows }}.value)
        else greatest({{ rows }}.high - ({{ rows }}.best - {{ rows }}.value), {{ rows }}.value)
    end
{%- endmacro %}
