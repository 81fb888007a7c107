{# Severity of a warning, by the persons at stake: high above 500, medium from 50 on, low below,
   info if no person is at stake. #}
{% macro severity_of(persons_at_stake) -%}
    case
        when {{ persons_at_stake }} > 500 then 'high'
        when {{ persons_at_stake }} >= 50 then 'medium'
        when {{ persons_at_stake }} > 0 then 'low'
        else 'info'
    end
{%- endmacro %}
