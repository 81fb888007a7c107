-- Section 6, counted elsewhere: the overlaps of an event and group laid end to end, in the order in
-- which they apply: those with a number first; an empty one takes all that is left.
with

decided as (

    select
        events.event_key,
        measure_groups.group_key,
        counting.event_key as counted_in_key,
        counting.event_id as counted_in_event_id,
        decided.persons is null as takes_the_rest,
        coalesce(decided.persons, cast('1e30' as decimal(38, 4))) as persons
    from {{ ref('stg_curation__overlaps') }} as decided
    inner join {{ ref('int_events_named') }} as events on decided.event_id = events.event_id
    inner join {{ ref('int_events_named') }} as counting
        on decided.counted_in_event_id = counting.event_id
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on decided.measure_group = measure_groups.measure_group

),

laid as (

    select
        *,
        sum(persons) over (
            partition by event_key, group_key
            order by takes_the_rest asc, counted_in_event_id asc
            rows between unbounded preceding and current row
        ) as laid_to
    from decided

),

final as (

    select
        event_key,
        group_key,
        counted_in_key,
        takes_the_rest,
        cast(laid_to - persons as decimal(38, 4)) as laid_from,
        cast(laid_to as decimal(38, 4)) as laid_to
    from laid

)

select * from final
