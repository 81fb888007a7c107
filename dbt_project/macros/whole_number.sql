{# A count that the rules hold as decimal(38, 4), as a bigint. DuckDB casts one of 18 digits fifteen
   times faster than one of 38; larger counts use the slow cast. #}
{% macro whole_number(number) -%}
    coalesce(
        cast(try_cast({{ number }} as decimal(18, 4)) as bigint), cast({{ number }} as bigint)
    )
{%- endmacro %}
