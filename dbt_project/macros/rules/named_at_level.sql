{# What the figures of `states` state by nationality, as the named steps of a model (section 6):
   `own_rows` has the rows R of parents and nodes, and `named` those of a country on every day. #}
{% macro named_at_level(depth) %}
own_rows as (

    select * from {{ ref('int_parent_rows') }}
    {%- if depth > 0 %}
    union all
    select * from ({{ own_rows(
        ref('int_cut_' ~ depth ~ '_figures'), ref('int_cut_' ~ depth ~ '_totals')
    ) }}) as by_day
    {%- endif %}

),

named as (

    select states.figure_key, rows.nationality_key, states.known_from, rows.value
    from states
    inner join own_rows as rows
        on states.figure_key = rows.figure_key and states.own_from = rows.known_from
    where {{ is_country('rows.nationality_key') }}

)
{%- endmacro %}
