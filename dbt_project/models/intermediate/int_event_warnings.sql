-- Warnings about one event as its records have it together, and about its place in the tree.
with

events as (

    select * from {{ ref('int_events_today') }}

),

counted as (

    select event_key, country_code, count(*) as record_count
    from {{ ref('int_records_bounded') }}
    where known_to is null and country_code <> 'ZZ'
    group by event_key, country_code

),

countries as (

    select
        event_key,
        {{ joined(
            "country_code || ' (' || " ~ spelled_count('record_count', 'record') ~ " || ')'", ', ',
            'record_count desc, country_code'
        ) }} as country_texts
    from counted
    where event_key in (select event_key from counted group by event_key having count(*) > 1)
    group by event_key

),

final as (

    select
        'several_countries' as rule,
        events.event_id,
        'Its records lie in several countries: ' || countries.country_texts || '.' as sentence
    from events
    inner join countries on events.event_key = countries.event_key
    union all
    select
        'label_of_another_country' as rule,
        event_id,
        'Its event_id begins with ' || substr(event_id, 1, 2) || ', but its country is '
        || country_code || '.' as sentence
    from events
    where report_count > 0 and upper(substr(event_id, 1, 2)) <> country_code
    union all
    select
        'no_record_takes_part' as rule,
        events.event_id,
        case
            when events.report_count = 0 then 'No record is about it: it is only named as a parent.'
            else 'No record of it takes part: all are planned, denied, withdrawn or stocks.'
        end as sentence
    from events
    where not events.takes_part
    union all
    select
        'parent_on_cycle' as rule,
        events.event_id,
        'Its parent ' || parents.event_id
        || ' is in the end a part of it: the links of this cycle are ignored.' as sentence
    from {{ ref('int_event_links') }} as links
    inner join events on links.event_key = events.event_key
    inner join events as parents on links.parent_key = parents.event_key
    where links.known_to is null and links.is_on_cycle
    union all
    select
        'parent_link_cut' as rule,
        events.event_id,
        'It would stand at depth 5 under ' || parents.event_id
        || ': the link is ignored, and it is a root.' as sentence
    from {{ ref('int_event_chains') }} as chains
    inner join events on chains.event_key = events.event_key
    inner join events as parents on chains.cut_parent_key = parents.event_key
    where chains.known_to is null
    union all
    select
        'follows_its_ancestor' as rule,
        events.event_id,
        'It follows ' || ancestors.event_id || ', which it is also a part of.' as sentence
    from {{ ref('int_descendants_today') }} as descendants
    inner join events on descendants.descendant_key = events.event_key
    inner join events as ancestors on descendants.event_key = ancestors.event_key
    where events.follows_event_id = ancestors.event_id
    union all
    select
        'outside_its_parent' as rule,
        events.event_id,
        'It lasts from ' || cast(events.event_start as string) || ' to '
        || cast(events.event_end as string) || ', its parent ' || parents.event_id || ' from '
        || cast(parents.event_start as string) || ' to ' || cast(parents.event_end as string)
        || '.' as sentence
    from {{ ref('int_descendants_today') }} as descendants
    inner join events on descendants.descendant_key = events.event_key
    inner join events as parents on descendants.event_key = parents.event_key
    where
        descendants.steps = 1
        and (events.event_start < parents.event_start or events.event_end > parents.event_end)

)

select * from final
