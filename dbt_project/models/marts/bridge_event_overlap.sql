-- Section 6, counted elsewhere: how many each curation decision takes from an event, and why.
with

taken as (

    select
        {{ event_of('figure_key') }} as event_key,
        {{ group_of('figure_key') }} as group_key,
        counted_in_key,
        sum(persons) as persons
    from {{ ref('int_rows_elsewhere') }}
    where known_to is null
    group by figure_key, counted_in_key

),

final as (

    select
        events.event_id,
        measure_groups.measure_group,
        counting.event_id as counted_in_event_id,
        cast(taken.persons as decimal(38, 4)) as counted_elsewhere,
        decided.decided_on,
        decided.reason
    from taken
    inner join {{ ref('int_events_named') }} as events on taken.event_key = events.event_key
    inner join {{ ref('int_events_named') }} as counting
        on taken.counted_in_key = counting.event_key
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on taken.group_key = measure_groups.group_key
    inner join {{ ref('stg_curation__overlaps') }} as decided
        on
            events.event_id = decided.event_id
            and measure_groups.measure_group = decided.measure_group
            and counting.event_id = decided.counted_in_event_id

)

select * from final
