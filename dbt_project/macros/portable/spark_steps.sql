{# Spark expands a named step (`name as (…)`) at every place that reads it, so a model whose steps
   read one another several times grows exponentially, and takes minutes to plan for a few rows. On
   Spark, a large step that is read more than once is stored as a table of schema `stored_steps` and
   read from there. The model stays the same. A step that reads itself is stored too, since Spark
   would compute it again for each reader. All are dropped after the run. #}
{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') %}
    {%- set code = compiled_code if temporary else with_stored_steps(relation, compiled_code) -%}
    {{- dbt.spark__create_table_as(temporary, relation, code, language) -}}
{% endmacro %}

{# The code with those steps stored. The macro leaves code unchanged that does not look like the
   project's models do: each step begins at the margin with its name, ends there with its bracket,
   and an empty line follows. #}
{% macro with_stored_steps(relation, code) %}
    {%- set pattern = '(?ms)^(\\w+) as \\(\\n(.*?)\\n\\),?(?=\\n\\n)' -%}
    {%- set steps = modules.re.findall(pattern, code) -%}
    {%- set rest = modules.re.sub(pattern, '\0', code) -%}
    {%- set rest = modules.re.sub('(?m)--.*$', '', rest).split('\0') -%}
    {%- set head = rest[0].split() | join(' ') -%}
    {%- if
        not steps
        or head not in ['with', 'with recursive']
        or rest[1:-1] | join('') | trim != ''
        or not rest[-1].strip().startswith('select')
    -%}
        {{- return(code) -}}
    {%- endif -%}
    {%- set sizes = {} -%}
    {%- set defined = [] -%}
    {%- for name, body in steps -%}
        {%- set later = steps[loop.index:] | map(attribute=1) | join('\n') ~ rest[-1] -%}
        {%- set is_recursive = times_read(name, body) > 0 -%}
        {%- set grown = namespace(size=1) -%}
        {%- for earlier, size in sizes.items() -%}
            {%- set grown.size = grown.size + times_read(earlier, body) * size -%}
        {%- endfor -%}
        {%- if is_recursive or (grown.size > 3 and times_read(name, later) > 1) -%}
            {%- set stored = 'stored_steps.' ~ relation.identifier ~ '__' ~ name -%}
            {%- do run_query('drop table if exists ' ~ stored) -%}
            {%- do run_query(
                'create table ' ~ stored ~ ' using parquet as\n'
                ~ head ~ ' ' ~ (defined + [name ~ ' as (\n' ~ body ~ '\n)']) | join(',\n')
                ~ '\nselect * from ' ~ name
            ) -%}
            {%- do sizes.update({name: 1}) -%}
            {%- do defined.append(name ~ ' as (select * from ' ~ stored ~ ')') -%}
        {%- else -%}
            {%- do sizes.update({name: grown.size}) -%}
            {%- do defined.append(name ~ ' as (\n' ~ body ~ '\n)') -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return('with ' ~ defined | join(',\n') ~ '\n' ~ rest[-1]) -}}
{% endmacro %}

{% macro times_read(name, code) %}
    {{- return(
        modules.re.findall('(?i)\\b(?:from|join)\\s+' ~ name ~ '\\b(?!\\.)', code) | length
    ) -}}
{% endmacro %}
