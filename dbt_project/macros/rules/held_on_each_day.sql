{# What is held on each day, as the named steps of a model (section 6): the running sum of `changes`
   is what is held, `own` has the figures, and `intervals` has the days of change of each figure. #}
{% macro held_on_each_day(depth) %}
own as (

    select * from {{ ref('int_level_' ~ depth ~ '_figures') }}

),

changes as (

    select * from {{ ref('int_level_' ~ depth ~ '_held') }}

),

intervals as (

    {{ days_of_change(
        '(select figure_key, day as known_from, cast(null as date) as known_to from changes
        union all select figure_key, depth_from, depth_to from own) as known',
        'figure_key'
    ) }}

)
{%- endmacro %}
