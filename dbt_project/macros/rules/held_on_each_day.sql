{# What is held on each day, as the named steps of a model (section 6): `changes` has +x on the day
   from which a row holds and -x on the day on which it ends, so that the running sum is what is
   held; `intervals` has the days of change of each figure. `own` has the figures. #}
{% macro held_on_each_day(depth) %}
own as (

    select * from {{ ref('int_level_' ~ depth ~ '_figures') }}

),

held as (

    select * from {{ ref('int_level_' ~ depth ~ '_held') }}

),

changes as (

    select
        figure_key, nationality_key, known_from as day, persons, low, high, is_whole, is_row
    from held
    union all
    select
        figure_key, nationality_key, known_to as day, -persons, -low, -high, is_whole, -is_row
    from held
    where known_to is not null

),

intervals as (

    {{ days_of_change(
        '(select figure_key, known_from, known_to from held
        union all select figure_key, depth_from, depth_to from own) as known',
        'figure_key'
    ) }}

)
{%- endmacro %}
