{# dbt-spark puts the cells of a seed into its statement unescaped, so that an apostrophe ends the
   text and an empty cell becomes the word None. Here every cell is a separate literal. #}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set statements = [] -%}
    {%- for chunk in agate_table.rows | batch(500) -%}
        {%- set sql -%}
            insert into {{ this.render() }} values
            {%- for row in chunk %}
            ({%- for column in agate_table.column_names -%}
                {{ spark_literal(
                    row[loop.index0],
                    types.get(column, adapter.convert_type(agate_table, loop.index0))
                ) }}
                {%- if not loop.last %}, {% endif -%}
            {%- endfor -%})
            {%- if not loop.last %},{% endif -%}
            {%- endfor -%}
        {%- endset -%}
        {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
        {%- do statements.append(sql) -%}
    {%- endfor -%}
    {{- return(statements[0]) -}}
{% endmacro %}

{% macro spark_literal(value, type) -%}
    {%- if value is none -%} cast(null as {{ type }})
    {%- else -%}
    cast('{{ value | string | replace("\\", "\\\\") | replace("'", "\\'") }}' as {{ type }})
    {%- endif -%}
{%- endmacro %}
