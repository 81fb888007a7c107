with

measure_groups as (

    select distinct group_key, measure_group
    from {{ ref('int_measure_groups') }}

),

attributed as (

    select
        cast(floor(figure_key / 1024) as bigint) as event_key,
        figure_key % 1024 as group_key,
        sum(persons) as persons
    from {{ ref('int_rows_attributed') }}
    where known_to is null
    group by figure_key

),

-- of the event itself, and of each descendant with its own start
below as (

    select event_key, group_key, persons, cast(null as date) as event_start
    from attributed
    union all
    select
        descendants.event_key,
        attributed.group_key,
        attributed.persons,
        events.event_start
    from {{ ref('int_descendants_today') }} as descendants
    inner join attributed on descendants.descendant_key = attributed.event_key
    inner join {{ ref('int_events_today') }} as events
        on descendants.descendant_key = events.event_key

),

-- where a running total serves, descendants that start after its day come on top
held as (

    select
        below.event_key,
        below.group_key,
        sum(below.persons) as persons,
        sum(case when below.event_start > own.running_total_as_of then below.persons else 0 end) as on_top
    from below
    left join {{ ref('int_event_totals') }} as own
        on
            below.event_key = own.event_key
            and below.group_key = own.group_key
            and own.known_to is null
    group by below.event_key, below.group_key

),

held_by_name as (

    select events.event_id, measure_groups.measure_group, held.persons, held.on_top
    from held
    inner join {{ ref('int_events_today') }} as events on held.event_key = events.event_key
    inner join measure_groups on held.group_key = measure_groups.group_key

)

select
    coalesce(totals.event_id, held.event_id) as event_id,
    coalesce(totals.measure_group, held.measure_group) as measure_group,
    totals.own_total,
    totals.descendants_total,
    held.on_top,
    held.persons as attributed_in_the_tree
from {{ ref('fct_event_totals') }} as totals
full outer join held_by_name as held
    on totals.event_id = held.event_id and totals.measure_group = held.measure_group
where
    coalesce(held.persons, 0)
    <> greatest(coalesce(totals.own_total, 0), coalesce(totals.descendants_total, 0))
    + coalesce(held.on_top, 0)
