{# dbt stores the rows that each test finds, and then counts them. Nearly every test finds nothing.
   So this macro counts first, which needs few columns, and stores only if there are rows. #}
{% materialization test, adapter='duckdb' %}
    {%- call statement('main', fetch_result=True) -%}
        {{ get_test_sql(
            sql,
            config.get('fail_calc'),
            config.get('warn_if'),
            config.get('error_if'),
            config.get('limit')
        ) }}
    {%- endcall -%}
    {%- set relations = [] -%}
    {%- set there = load_cached_relation(this) -%}
    {%- if there is not none -%}
        {%- do adapter.drop_relation(there) -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
    {%- if should_store_failures() and load_result('main')['table'].rows[0]['failures'] > 0 -%}
        {%- set relation = this.incorporate(type='table') -%}
        {%- call statement('stored', auto_begin=True) %}
            create table {{ relation }} as (
            {{ get_limit_subquery_sql(sql, config.get('limit')) }}
            )
        {% endcall -%}
        {%- do adapter.commit() -%}
        {%- do relations.append(relation) -%}
    {%- endif -%}
    {{- return({'relations': relations}) -}}
{% endmaterialization %}
