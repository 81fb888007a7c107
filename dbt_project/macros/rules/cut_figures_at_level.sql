{# The nodes at one depth, and their figures. #}
{% macro cut_figures_at_level(depth) %}
with

chains as (

    select * from {{ ref('int_event_chains') }}

),

asking as (

    select event_key, group_key, running_total_as_of as cutoff, known_from, known_to
    from {{ ref('int_event_totals') }}
    where uses_running_total
    {%- if depth > 1 %}
    union all
    select event_key, group_key, cutoff, known_from, known_to
    from {{ ref('int_cut_' ~ (depth - 1) ~ '_totals') }}
    union all
    select event_key, group_key, held_until as cutoff, known_from, known_to
    from {{ ref('int_cut_' ~ (depth - 1) ~ '_totals') }}
    {%- endif %}

),

asked as (

    select
        chains.event_key,
        asking.group_key,
        asking.cutoff,
        greatest(chains.known_from, asking.known_from, states.known_from) as known_from,
        least(chains.known_to, asking.known_to, states.known_to) as known_to
    from asking
    inner join chains on asking.event_key = chains.ancestor_1 and {{ overlap('asking', 'chains') }}
    inner join {{ ref('int_event_states') }} as states
        on chains.event_key = states.event_key and states.takes_part
    where
        chains.depth = {{ depth }}
        and {{ is_held_in_part('states', 'asking.cutoff') }}
        and greatest(chains.known_from, asking.known_from, states.known_from)
        < coalesce(least(chains.known_to, asking.known_to, states.known_to), {{ ending() }})

),

distinct_asked as (

    select
        event_key,
        group_key,
        cutoff,
        min(known_from) as known_from,
        case when count(*) = count(known_to) then max(known_to) end as known_to
    from asked
    group by event_key, group_key, cutoff

),

-- numbers above those of all events, which other depths don't have
nodes as (

    select
        {{ figure_key(
            '(events.last_key + 8 * row_number() over (
                order by asked.event_key, asked.group_key, asked.cutoff
            ) + ' ~ depth ~ ')',
            'asked.group_key'
        ) }} as figure_key,
        asked.event_key,
        asked.group_key,
        asked.cutoff,
        asked.known_from,
        asked.known_to
    from distinct_asked as asked
    inner join (
        select max(event_key) as last_key from {{ ref('int_events_named') }}
    ) as events on true

),

{{ cut_figures('nodes') }}

select * from final
{%- endmacro %}
