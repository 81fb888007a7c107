-- Warnings about what one event counts of one measure group: its descendants or its parts exceed
-- its total, or it counts in another country than its own.
with

counted as (

    select * from {{ ref('int_persons_counted') }}

),

countries as (

    select
        events.event_id,
        measure_groups.measure_group,
        figures.country_code as country_of_group,
        events.country_code as country_of_event
    from {{ ref('int_figure_countries') }} as figures
    inner join {{ ref('int_events_today') }} as events
        on {{ event_of('figures.figure_key') }} = events.event_key
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on {{ group_of('figures.figure_key') }} = measure_groups.group_key
    where figures.known_to is null and figures.country_code <> events.country_code

),

final as (

    select
        'descendants_above_total' as warning,
        event_id,
        measure_group,
        {{ whole_number('descendants_total - own_total') }} as persons_at_stake,
        'For ' || measure_group || ', the descendants of the event count '
        || {{ spelled_number('descendants_total') }} || ', but its own total is '
        || {{ spelled_number('own_total') }} || '.' as message
    from counted
    where
        own_total > 0
        and descendants_total * 10 > own_total * 11
        and descendants_total > own_total + 50
    union all
    select
        'parts_above_total' as warning,
        event_id,
        measure_group,
        {{ whole_number('nationality_sum - total') }} as persons_at_stake,
        'For ' || measure_group || ', the nationalities add up to '
        || {{ spelled_number('nationality_sum') }} || ', but the total is '
        || {{ spelled_number('total') }} || '.' as message
    from counted
    where has_parts_above_total
    union all
    select
        'counted_in_another_country' as warning,
        counted.event_id,
        counted.measure_group,
        {{ whole_number('counted.net_total') }} as persons_at_stake,
        'For ' || counted.measure_group || ', the event is counted in '
        || countries.country_of_group || ', but lies in '
        || countries.country_of_event || '.' as message
    from counted
    inner join countries
        on
            counted.event_id = countries.event_id
            and counted.measure_group = countries.measure_group

)

select * from final
