{# What the figures of `own` hold of their descendants, as the named steps of a model (section 6):
   the last ones are `changes`, the additions and removals on each day, and `intervals`, the days of
   change. #}
{% macro held_at_level(depth) %}
-- counts of a day, with each of their children and how they hold it
holds as (

    select
        own.figure_key,
        own.parent_figure_key,
        own.event_key,
        own.group_key,
        own.held_until,
        own.is_by_day,
        states.event_key as child_key,
        case
            when {{ is_held_entirely('states', 'own.held_until') }} then 'all'
            when {{ is_held_in_part('states', 'own.held_until') }} then 'part'
            else 'none'
        end as held,
        greatest(own.depth_from, links.known_from, states.known_from) as known_from,
        least(own.depth_to, links.known_to, states.known_to) as known_to
    from own
    inner join chains as links
        on
            own.event_key = links.ancestor_1
            and own.depth_from < coalesce(links.known_to, {{ ending() }})
            and links.known_from < coalesce(own.depth_to, {{ ending() }})
    inner join {{ ref('int_event_states') }} as states
        on links.event_key = states.event_key and states.takes_part
    where
        own.held_until is not null
        and greatest(own.depth_from, links.known_from, states.known_from)
        < coalesce(least(own.depth_to, links.known_to, states.known_to), {{ ending() }})

),

{{ held_in_part(depth) }},

-- +x on the day from which a row holds, -x on the day on which it ends: what is held by nationality
-- is the running sum. is_whole is 1 for children that are held entirely.
held as (

    select
        figure_key, nationality_key, persons, low, high, 1 as is_whole, is_row, known_from, known_to
    from contributions
    union all
    -- a running total holds nothing of events that start later, and a part of ongoing ones
    select
        holds.figure_key,
        contributions.nationality_key,
        -contributions.persons,
        -contributions.low,
        -contributions.high,
        1 as is_whole,
        0 as is_row,
        {{ overlap_from('contributions', 'holds') }} as known_from,
        {{ overlap_to('contributions', 'holds') }} as known_to
    from contributions
    inner join holds
        on
            contributions.figure_key = holds.figure_key
            and contributions.child_key = holds.child_key
            and {{ overlap('contributions', 'holds') }}
    where not holds.is_by_day and holds.held <> 'all'
    union all
    select
        holds.figure_key,
        contributions.nationality_key,
        contributions.persons,
        contributions.low,
        contributions.high,
        1 as is_whole,
        0 as is_row,
        {{ overlap_from('contributions', 'holds') }} as known_from,
        {{ overlap_to('contributions', 'holds') }} as known_to
    from contributions
    inner join holds
        on
            contributions.figure_key = holds.parent_figure_key
            and contributions.child_key = holds.child_key
            and {{ overlap('contributions', 'holds') }}
    where holds.is_by_day and holds.held = 'all'
    union all
    select
        holds.figure_key,
        parts.nationality_key,
        parts.persons,
        parts.low,
        parts.high,
        0 as is_whole,
        0 as is_row,
        {{ overlap_from('parts', 'holds') }} as known_from,
        {{ overlap_to('parts', 'holds') }} as known_to
    from held_parts as parts
    inner join holds
        on
            parts.parent_figure_key = holds.parent_figure_key
            and parts.child_key = holds.child_key
            and parts.cutoff = holds.held_until
            and {{ overlap('parts', 'holds') }}
    where holds.held = 'part'

),

changes as (

    select
        figure_key, nationality_key, known_from as day, persons, low, high, is_whole, is_row
    from held
    union all
    select
        figure_key, nationality_key, known_to, -persons, -low, -high, is_whole, -is_row
    from held
    where known_to is not null

),

intervals as (

    {{ days_of_change(
        '(select figure_key, day as known_from, cast(null as date) as known_to from changes
        union all select figure_key, depth_from, depth_to from own) as known',
        'figure_key'
    ) }}

)
{%- endmacro %}
