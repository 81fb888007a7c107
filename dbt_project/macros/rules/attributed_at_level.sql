{# Section 6 for the parents that lie at one depth, and section 7 for the bounds: what is left to
   them beyond what their counts hold of their descendants. Rendered for the depths 4 to 0, deepest
   first: each reads the deeper ones. The nodes of int_cut_… (campaigns by an earlier day) are
   computed beside the events, and is_by_day marks them. One row per figure, interval and
   nationality that gets something, and one row of the nationality `total` for the figure itself:
   descendants_total and the flags. #}
{% macro attributed_at_level(depth) %}
with

{{ figures_at_level(depth) }},

{{ held_at_level(depth) }},

{{ states_at_level() }},

{{ nationalities_at_level(depth) }},

{{ descendants_at_level() }},

{{ allocation_at_level() }},

-- section 7: the bounds of the consensus that a row comes from, less what descendants hold of it
bounded as (

    select
        attributed.figure_key,
        attributed.known_from,
        attributed.nationality_key,
        attributed.persons,
        states.known_to,
        states.own_from,
        states.event_key,
        states.is_by_day,
        states.held_until,
        states.only_nationality_key,
        states.own_total,
        states.descendants_total,
        states.has_descendants,
        case
            when {{ is_country('attributed.nationality_key') }}
                then rows.low - coalesce(descendants.high, 0)
            when attributed.nationality_key = {{ unknown_key() }}
                then coalesce(states.total_low, attributed.persons)
                - (coalesce(states.total, attributed.persons) - attributed.persons)
                - (states.descendants_high - states.descendants_total)
            else
                coalesce(rows.low, attributed.persons)
                - (coalesce(rows.best, attributed.persons) - attributed.persons)
                - (states.descendants_high - states.descendants_total)
        end as low,
        case
            when {{ is_country('attributed.nationality_key') }}
                then rows.high - coalesce(descendants.low, 0)
            when attributed.nationality_key = {{ unknown_key() }}
                then coalesce(states.total_high, attributed.persons)
                - (coalesce(states.total, attributed.persons) - attributed.persons)
                + (states.descendants_total - states.descendants_low)
            else
                coalesce(rows.high, attributed.persons)
                - (coalesce(rows.best, attributed.persons) - attributed.persons)
                + (states.descendants_total - states.descendants_low)
        end as high,
        case
            when attributed.nationality_key = {{ unknown_key() }} then states.total_is_open_ended
            else rows.is_open_ended
        end as is_open_ended,
        case
            when attributed.nationality_key = {{ unknown_key() }} then states.total_is_disputed
            else rows.is_disputed
        end as is_disputed
    from attributed
    inner join states
        on
            attributed.figure_key = states.figure_key
            and attributed.known_from = states.known_from
    left join own_rows as rows
        on
            attributed.figure_key = rows.figure_key
            and states.own_from = rows.known_from
            and attributed.nationality_key = rows.nationality_key
    left join descendants
        on
            attributed.figure_key = descendants.figure_key
            and attributed.known_from = descendants.known_from
            and attributed.nationality_key = descendants.nationality_key

),

final as (

    select
        bounded.figure_key,
        coalesce(bounded.event_key, {{ event_of('bounded.figure_key') }}) as event_key,
        {{ group_of('bounded.figure_key') }} as group_key,
        bounded.nationality_key,
        bounded.known_from,
        bounded.known_to,
        bounded.own_from,
        coalesce(bounded.is_by_day, false) as is_by_day,
        bounded.held_until,
        bounded.only_nationality_key,
        cast(bounded.persons as decimal(38, 4)) as persons,
        cast(greatest(least(bounded.low, bounded.persons), 0) as decimal(38, 4)) as low,
        cast(greatest(bounded.high, bounded.persons) as decimal(38, 4)) as high,
        coalesce(bounded.is_open_ended, false) as is_open_ended,
        coalesce(bounded.is_disputed, false) as is_disputed,
        cast(bounded.descendants_total as decimal(38, 4)) as descendants_total,
        bounded.has_descendants,
        bounded.own_total > 0 and bounded.descendants_total > bounded.own_total
            as has_descendants_above_total,
        coalesce(given_summed.is_allocation_capped, false) as is_allocation_capped
    from bounded
    left join given_summed
        on
            bounded.figure_key = given_summed.figure_key
            and bounded.known_from = given_summed.known_from

)

select * from final
{% endmacro %}
