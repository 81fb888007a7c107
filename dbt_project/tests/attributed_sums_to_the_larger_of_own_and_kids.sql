with

families as (

    select distinct family_key, family
    from {{ ref('int_families') }}

),

attributed as (

    select
        cast(floor(figure_key / 1024) as bigint) as event_key,
        figure_key % 1024 as family_key,
        sum(persons) as persons
    from {{ ref('int_rows_attributed') }}
    where known_to is null
    group by figure_key

),

-- of the event itself, and of each descendant with its own start
below as (

    select event_key, family_key, persons, cast(null as date) as event_start
    from attributed
    union all
    select
        descendants.event_key,
        attributed.family_key,
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
        below.family_key,
        sum(below.persons) as persons,
        sum(case when below.event_start > own.serving_day then below.persons else 0 end) as on_top
    from below
    left join {{ ref('int_event_totals') }} as own
        on
            below.event_key = own.event_key
            and below.family_key = own.family_key
            and own.known_to is null
    group by below.event_key, below.family_key

),

held_by_name as (

    select events.event_id, families.family, held.persons, held.on_top
    from held
    inner join {{ ref('int_events_today') }} as events on held.event_key = events.event_key
    inner join families on held.family_key = families.family_key

)

select
    coalesce(totals.event_id, held.event_id) as event_id,
    coalesce(totals.family, held.family) as family,
    totals.own_total,
    totals.kids_total,
    held.on_top,
    held.persons as attributed_in_the_tree
from {{ ref('fct_event_totals') }} as totals
full outer join held_by_name as held
    on totals.event_id = held.event_id and totals.family = held.family
where
    coalesce(held.persons, 0)
    <> greatest(coalesce(totals.own_total, 0), coalesce(totals.kids_total, 0))
    + coalesce(held.on_top, 0)
