{# By default, dbt makes a table beside the existing one, renames both, drops the old one, and
   queries the catalog before each step. A build writes a new file, in which no table exists. So one
   statement makes each model under its own name. A failed statement is rolled back. Hooks run as in
   dbt's own materializations. Raidbook refuses settings that these two don't support. #}
{% materialization table, adapter='duckdb' %}
    {{- return(made_in_place('table')) -}}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{- return(made_in_place('view')) -}}
{% endmaterialization %}

{# The contract is compared with the finished relation, so the engine plans its query only once. The
   columns are in the order of the contract. #}
{% macro made_in_place(type) %}
    {%- do refuse_what_is_not_made() -%}
    {{- run_hooks(pre_hooks, inside_transaction=False) -}}
    {{- run_hooks(pre_hooks, inside_transaction=True) -}}
    {%- set there = load_cached_relation(this) -%}
    {%- set relation = this.incorporate(type=type) -%}
    {%- set has_contract = config.get('contract').enforced -%}
    {%- if there is not none and there.type != type -%}
        {%- do adapter.drop_relation(there) -%}
    {%- endif -%}
    {%- call statement('main') %}
        create or replace {{ type }} {{ relation }} as (
        {% if has_contract and type == 'table' -%}
            select {{ model.columns | join(', ') }} from (
        {{ compiled_code }}
            ) as model_subq
        {%- else -%}
        {{ compiled_code }}
        {%- endif %}
        )
    {% endcall -%}
    {%- if has_contract -%}
        {%- do get_assert_columns_equivalent('select * from ' ~ relation) -%}
    {%- endif -%}
    {%- set comments = comments_on(relation) -%}
    {%- if comments -%}
        {%- do run_query(comments | join(';\n')) -%}
    {%- endif -%}
    {{- run_hooks(post_hooks, inside_transaction=True) -}}
    {%- do adapter.commit() -%}
    {{- run_hooks(post_hooks, inside_transaction=False) -}}
    {%- do drop_what_was_read() -%}
    {{- return({'relations': [relation]}) -}}
{% endmacro %}

{% macro refuse_what_is_not_made() %}
    {%- for name in ('indexes', 'sql_header', 'grants', 'partitioned_by') -%}
        {%- if config.get(name) -%}
            {%- do exceptions.raise_compiler_error(
                'Raidbook makes tables without ' ~ name ~ ': remove it from the configuration of '
                ~ model.name ~ ', or extend macros/portable/duckdb_relations.sql.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for column in [model] + (model.columns.values() | list) -%}
        {%- if column.constraints -%}
            {%- do exceptions.raise_compiler_error(
                'Raidbook makes tables without constraints, since tests check the keys: remove '
                ~ 'them from the contract of ' ~ model.name ~ '.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{% macro comments_on(relation) %}
    {%- set comments = [] -%}
    {%- if config.persist_relation_docs() and model.description -%}
        {%- do comments.append(
            'comment on ' ~ relation.type ~ ' ' ~ relation ~ ' is '
            ~ duckdb_escape_comment(model.description)
        ) -%}
    {%- endif -%}
    {%- if config.persist_column_docs() -%}
        {%- for name, column in model.columns.items() -%}
            {%- do comments.append(
                'comment on column ' ~ relation ~ '.' ~ name ~ ' is '
                ~ duckdb_escape_comment(column.description)
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(comments) -}}
{% endmacro %}
