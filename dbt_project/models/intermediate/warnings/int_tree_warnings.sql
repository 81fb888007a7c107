-- Warnings about the place of one event in the tree. The persons at stake are its persons, as far
-- as the total of the event above holds so many (or would, if its link were not ignored), in the
-- measure group with most of them. The link decides whether they are added.
with

events as (

    select * from {{ ref('int_events_today') }}

),

counted as (

    select
        event_id,
        measure_group,
        persons_with_descendants - counted_elsewhere as persons,
        own_total,
        least(own_total, descendants_total) as persons_held
    from {{ ref('int_persons_counted') }}

),

suspected as (

    select
        'parent_on_cycle' as warning,
        events.event_id,
        parents.event_id as ancestor_id,
        'The parent ' || parents.event_id
        || ' is also a descendant of the event: the links of this cycle are ignored.' as message
    from {{ ref('int_event_links') }} as links
    inner join events on links.event_key = events.event_key
    inner join events as parents on links.parent_key = parents.event_key
    where links.known_to is null and links.is_on_cycle
    union all
    select
        'parent_link_cut' as warning,
        events.event_id,
        parents.event_id as ancestor_id,
        'The event would be at depth 5 under ' || parents.event_id
        || ': the link is ignored, and the event is a root.' as message
    from {{ ref('int_event_chains') }} as chains
    inner join events on chains.event_key = events.event_key
    inner join events as parents on chains.cut_parent_key = parents.event_key
    where chains.known_to is null
    union all
    select
        'follows_its_ancestor' as warning,
        events.event_id,
        ancestors.event_id as ancestor_id,
        'The event follows ' || ancestors.event_id || ', but is also a part of it.' as message
    from {{ ref('int_descendants_today') }} as descendants
    inner join events on descendants.descendant_key = events.event_key
    inner join events as ancestors on descendants.event_key = ancestors.event_key
    where events.follows_event_id = ancestors.event_id
    union all
    select
        'outside_its_parent' as warning,
        events.event_id,
        parents.event_id as ancestor_id,
        'The event lasts from ' || cast(events.event_start as string) || ' to '
        || cast(events.event_end as string) || ', but its parent ' || parents.event_id || ' from '
        || cast(parents.event_start as string) || ' to ' || cast(parents.event_end as string)
        || '.' as message
    from {{ ref('int_descendants_today') }} as descendants
    inner join events on descendants.descendant_key = events.event_key
    inner join events as parents on descendants.event_key = parents.event_key
    where
        descendants.steps = 1
        and (events.event_start < parents.event_start or events.event_end > parents.event_end)

),

final as (

    select
        suspected.warning,
        suspected.event_id,
        {{ whole_number(
            "coalesce(max(case when above.event_id is null then 0 "
            ~ "when suspected.warning in ('parent_on_cycle', 'parent_link_cut') "
            ~ "then least(counted.persons, above.own_total) "
            ~ "else least(counted.persons, above.persons_held) end), 0)"
        ) }} as persons_at_stake,
        suspected.message
    from suspected
    left join counted on suspected.event_id = counted.event_id
    left join counted as above
        on
            suspected.ancestor_id = above.event_id
            and counted.measure_group = above.measure_group
    group by suspected.warning, suspected.event_id, suspected.ancestor_id, suspected.message

)

select * from final
