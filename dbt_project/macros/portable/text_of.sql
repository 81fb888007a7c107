{# Texts one after another. None may be null: DuckDB leaves a null out, Spark makes the whole null.
   A chain of `||` copies at each step what it has, which takes four times as long. #}
{% macro text_of(texts) -%}
    concat({{ texts | join(', ') }})
{%- endmacro %}
