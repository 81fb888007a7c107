{# Section 6, what a running total holds: the children of each figure at one depth that is one of a
   day (a running total, or a campaign by an earlier day), and whether it holds `all`, a `part` or
   `none` of what they count. #}
{% macro children_at_level(depth) %}
with

own as (

    select * from {{ ref('int_level_' ~ depth ~ '_figures') }}

),

chains as (

    select * from {{ ref('int_event_chains') }}

),

final as (

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

)

select * from final
{% endmacro %}
