-- Events that count persons of a measure group, like the event that they follow: a raid, and
-- arrests that it led to. persons are those of the follower itself. other_persons are all that the
-- previous event counts with its descendants.
with

events as (

    select event_key, event_id, follows_event_id, event_start
    from {{ ref('int_events_today') }}

),

counted as (

    select * from {{ ref('int_persons_counted') }}

),

final as (

    select
        events.event_key,
        others.event_key as other_event_key,
        events.event_id,
        others.event_id as other_event_id,
        counted.measure_group,
        greatest(events.event_start, others.event_start) as last_start,
        counted.net_total as persons,
        before.persons_with_descendants - before.counted_elsewhere as other_persons
    from events
    inner join events as others on events.follows_event_id = others.event_id
    inner join counted on events.event_id = counted.event_id
    inner join counted as before
        on
            others.event_id = before.event_id
            and counted.measure_group = before.measure_group
    where counted.net_total > 0 and before.persons_with_descendants > before.counted_elsewhere

)

select * from final
