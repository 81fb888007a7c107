{# Schemas have the names that are published, without a prefix of the target. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}

{# Two-part names, so that views work in a file that is attached under any name. Where the steps
   between are a database of their own (DuckDB), the first part is its name. #}
{% macro ref() %}
    {%- set relation = builtins.ref(*varargs, **kwargs) -%}
    {%- if target.type == 'duckdb' and relation.database == 'intermediate' -%}
        {%- do return(relation.include(schema=false)) -%}
    {%- endif -%}
    {%- do return(relation.include(database=false)) -%}
{% endmacro %}

{% macro source() %}
    {%- do return(builtins.source(*varargs, **kwargs).include(database=false)) -%}
{% endmacro %}
