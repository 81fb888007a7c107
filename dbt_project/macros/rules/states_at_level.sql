{# Section 6: each figure at one depth on every day, beside all that its descendants count together,
   and what remains of it. Events that state nothing about a measure group are there too if their
   descendants do. #}
{% macro states_at_level(depth) %}
with

{{ held_on_each_day(depth) }},

-- all descendants together, and whether there are any
descendants_summed as (

    select
        intervals.figure_key,
        intervals.known_from,
        intervals.known_to,
        sum(summed.persons) over running as persons,
        sum(summed.low) over running as low,
        sum(summed.high) over running as high,
        sum(summed.row_count) over running as row_count
    from intervals
    left join (
        select
            figure_key, day, sum(persons) as persons, sum(low) as low, sum(high) as high,
            sum(row_count) as row_count
        from changes
        group by figure_key, day
    ) as summed
        on intervals.figure_key = summed.figure_key and intervals.known_from = summed.day
    window running as (
        partition by intervals.figure_key
        order by intervals.known_from
        rows between unbounded preceding and current row
    )

),

final as (

    select
        intervals.figure_key,
        intervals.known_from,
        intervals.known_to,
        own.known_from as own_from,
        own.event_key,
        own.is_by_day,
        own.held_until,
        own.country_key,
        own.total,
        own.total_low,
        own.total_high,
        own.total_is_open_ended,
        own.total_is_disputed,
        coalesce(own.own_total, 0) as own_total,
        coalesce(own.foreign_rest, 0) as foreign_rest,
        coalesce(intervals.persons, 0) as descendants_total,
        coalesce(intervals.low, 0) as descendants_low,
        coalesce(intervals.high, 0) as descendants_high,
        coalesce(intervals.row_count, 0) > 0 as has_descendants,
        greatest(coalesce(own.own_total, 0) - coalesce(intervals.persons, 0), 0) as remaining,
        -- everybody is of this nationality
        case
            when coalesce(intervals.persons, 0) <= own.own_total then own.only_nationality_key
        end as only_nationality_key
    from descendants_summed as intervals
    left join own
        on
            intervals.figure_key = own.figure_key
            and own.depth_from <= intervals.known_from
            and intervals.known_from < coalesce(own.depth_to, {{ ending() }})
    where own.figure_key is not null or intervals.row_count > 0

)

select * from final
{% endmacro %}
