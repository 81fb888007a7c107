{# Schemas have their published names, without a prefix of the target. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}

{# Names have two parts, so that views work in a file that is attached under any name. If the
   intermediate steps are in a separate database (DuckDB), the first part is its name. #}
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
