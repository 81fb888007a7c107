{# Before a run: register the tables of schema raw with the engine. In DuckDB the loader wrote them
   to the place where dbt finds them. Spark gets them as Parquet, one folder per table, under
   RAIDBOOK_RAW. #}
{% macro raw_tables() %}
    {{- return(adapter.dispatch('raw_tables', 'raidbook')()) -}}
{% endmacro %}

{% macro default__raw_tables() %}{% endmacro %}

{% macro spark__raw_tables() %}
    {%- if execute -%}
    {%- do run_query('create schema if not exists raw') -%}
    {%- do run_query('create schema if not exists stored_steps') -%}
    {%- for table in graph.sources.values() if table.source_name == 'raw' -%}
        {%- do run_query('drop table if exists raw.' ~ table.identifier) -%}
        {%- do run_query(
            'create table raw.' ~ table.identifier ~ " using parquet location '"
            ~ env_var('RAIDBOOK_RAW') ~ '/' ~ table.identifier ~ "'"
        ) -%}
    {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{# After a run: on Spark, drop what `spark_steps.sql` stored. #}
{% macro end_of_run() %}
    {{- return(adapter.dispatch('end_of_run', 'raidbook')()) -}}
{% endmacro %}

{# All writes are then in the file, not in a log beside it, even if this process is killed. #}
{% macro default__end_of_run() -%} checkpoint {%- endmacro %}

{% macro spark__end_of_run() -%}
    drop schema if exists stored_steps cascade
{%- endmacro %}
