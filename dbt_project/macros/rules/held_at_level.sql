{# Section 6: what the figures at one depth hold of their descendants, as changes by day and
   nationality: for a running total less, and for a campaign by an earlier day only, what
   int_level_…_children says. is_whole is 1 for children that are held entirely. Several rows often
   change on one day, so the two models that read the changes read only a third as many rows. #}
{% macro held_at_level(depth) %}
with

contributions as (

    select * from {{ ref('int_level_' ~ depth ~ '_contributions') }}

),

children as (

    select * from {{ ref('int_level_' ~ depth ~ '_children') }}

),

held as (

    select
        figure_key, nationality_key, persons, low, high, 1 as is_whole, is_row, known_from, known_to
    from contributions
    union all
    -- a running total holds nothing of events that start later, and a part of ongoing ones
    select
        children.figure_key,
        contributions.nationality_key,
        -contributions.persons,
        -contributions.low,
        -contributions.high,
        1 as is_whole,
        0 as is_row,
        {{ overlap_from('contributions', 'children') }} as known_from,
        {{ overlap_to('contributions', 'children') }} as known_to
    from contributions
    inner join children
        on
            contributions.figure_key = children.figure_key
            and contributions.child_key = children.child_key
            and {{ overlap('contributions', 'children') }}
    where not children.is_by_day and children.held <> 'all'
    union all
    select
        children.figure_key,
        contributions.nationality_key,
        contributions.persons,
        contributions.low,
        contributions.high,
        1 as is_whole,
        0 as is_row,
        {{ overlap_from('contributions', 'children') }} as known_from,
        {{ overlap_to('contributions', 'children') }} as known_to
    from contributions
    inner join children
        on
            contributions.figure_key = children.parent_figure_key
            and contributions.child_key = children.child_key
            and {{ overlap('contributions', 'children') }}
    where children.is_by_day and children.held = 'all'
    {%- if depth < 4 %}
    union all
    select
        children.figure_key,
        parts.nationality_key,
        parts.persons,
        parts.low,
        parts.high,
        0 as is_whole,
        0 as is_row,
        {{ overlap_from('parts', 'children') }} as known_from,
        {{ overlap_to('parts', 'children') }} as known_to
    from {{ ref('int_level_' ~ depth ~ '_held_in_part') }} as parts
    inner join children
        on
            parts.parent_figure_key = children.parent_figure_key
            and parts.child_key = children.child_key
            and parts.cutoff = children.held_until
            and {{ overlap('parts', 'children') }}
    where children.held = 'part'
    {%- endif %}

),

-- a row is added on the day from which it is held, and taken out on the day on which that ends
changes as (

    select
        figure_key, nationality_key, is_whole, known_from as day, persons, low, high, is_row
    from held
    union all
    select
        figure_key, nationality_key, is_whole, known_to as day, -persons, -low, -high, -is_row
    from held
    where known_to is not null

),

final as (

    select
        figure_key,
        nationality_key,
        is_whole,
        day,
        sum(persons) as persons,
        sum(low) as low,
        sum(high) as high,
        cast(sum(is_row) as bigint) as row_count
    from changes
    group by figure_key, nationality_key, is_whole, day

)

select * from final
{% endmacro %}
