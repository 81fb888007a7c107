{# Concatenates texts. None may be null: DuckDB skips a null, and Spark makes the whole text null. A
   chain of `||` copies the text at each step, which takes four times as long. #}
{% macro text_of(texts) -%}
    concat({{ texts | join(', ') }})
{%- endmacro %}
