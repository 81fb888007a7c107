{# dbt makes a table beside the one that stands there, renames both and drops the old one, and asks
   the engine what is there before each step. A build writes a new file, so nothing stands there:
   what a model says is made in one statement under its own name. One that fails is rolled back.
   Hooks run as dbt's own do; what these two don't do is refused, not passed over. #}
{% materialization table, adapter='duckdb' %}
    {{- return(made_in_place('table')) -}}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{- return(made_in_place('view')) -}}
{% endmaterialization %}

{# The contract is held against what was made: the engine has planned its query once. The columns
   are in the order of the contract. #}
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
    {{- return({'relations': [relation]}) -}}
{% endmacro %}

{% macro refuse_what_is_not_made() %}
    {%- for name in ('indexes', 'sql_header', 'grants', 'partitioned_by') -%}
        {%- if config.get(name) -%}
            {%- do exceptions.raise_compiler_error(
                'Raidbook makes tables without ' ~ name ~ ': take it out of the configuration of '
                ~ model.name ~ ', or extend macros/portable/duckdb_relations.sql.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for column in [model] + (model.columns.values() | list) -%}
        {%- if column.constraints -%}
            {%- do exceptions.raise_compiler_error(
                'Raidbook makes tables without constraints, since tests hold the keys: take them '
                ~ 'out of the contract of ' ~ model.name ~ '.'
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
