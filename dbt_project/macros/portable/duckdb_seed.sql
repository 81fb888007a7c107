{# Like the macro of dbt-duckdb, but with the path as a literal: the folder's name may have an
   apostrophe, or a bracket, which DuckDB would treat as a pattern. The folder is that of this run:
   dbt keeps the one in which it parsed the seed, from which the project may have moved. #}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set folder = env_var('DBT_PROJECT_DIR', model.root_path) -%}
    {%- set path = (folder ~ '/' ~ model.original_file_path)
        | replace("[", "[[]") | replace("'", "''") -%}
    {%- set sql -%}
        copy {{ this.render() }} from '{{ path }}' (format csv, header true, delimiter ',')
    {%- endset -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{ return(sql) }}
{% endmacro %}
