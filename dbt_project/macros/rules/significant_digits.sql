{# Section 1: the digits of a value, without the zeros at its end; 99 for one that is not whole. #}
{% macro significant_digits(value) -%}
    case
        when {{ value }} <> floor({{ value }}) then 99
        -- rtrim takes its two arguments in another order on Spark
        else greatest(
            length(
                trim(trailing '0' from cast(cast({{ value }} as decimal(38, 0)) as string))
            ), 1
        )
    end
{%- endmacro %}
