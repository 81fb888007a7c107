-- Section 6: which event is a part of which, and when. The links of a cycle are left out (every
-- link), but kept and marked for quality.
with recursive

stated as (

    select event_key, parent_key, known_from, known_to
    from {{ ref('int_event_states') }}
    where takes_part and parent_key is not null

),

links as (

    {{ collapsed('stated', ['event_key'], ['parent_key']) }}

),

-- only an event that is somebody's parent and has one itself can lie on a cycle
inner_links as (

    select links.*
    from links
    inner join (select distinct parent_key from links) as parents
        on links.event_key = parents.parent_key

),

walks as (

    select
        event_key as start_key,
        parent_key as at_key,
        '|' || cast(event_key as string) || '|' as path,
        known_from,
        known_to
    from inner_links
    union all
    select
        walks.start_key,
        links.parent_key as at_key,
        walks.path || cast(links.event_key as string) || '|' as path,
        {{ overlap_from('walks', 'links') }} as known_from,
        {{ overlap_to('walks', 'links') }} as known_to
    from walks
    inner join inner_links as links
        on walks.at_key = links.event_key and {{ overlap('walks', 'links') }}
    where
        walks.at_key <> walks.start_key
        and position('|' || cast(links.event_key as string) || '|' in walks.path) = 0

),

circles as (

    select start_key as event_key, known_from, known_to
    from walks
    where at_key = start_key

),

pieces as (

    select event_key, known_from, known_to, 'link' as what
    from links
    where event_key in (select event_key from circles)
    union all
    select event_key, known_from, known_to, 'circle' as what
    from circles

),

days as (

    {{ days_of_change('pieces', 'event_key') }}

),

cut as (

    select
        links.event_key,
        links.parent_key,
        days.known_from,
        days.known_to,
        max(case when circles.event_key is null then 0 else 1 end) = 1 as is_on_cycle
    from days
    inner join links
        on days.event_key = links.event_key and {{ holds_on('links', 'days.known_from') }}
    left join circles
        on days.event_key = circles.event_key and {{ holds_on('circles', 'days.known_from') }}
    group by links.event_key, links.parent_key, days.known_from, days.known_to

),

final as (

    select event_key, parent_key, known_from, known_to, false as is_on_cycle
    from links
    where event_key not in (select event_key from circles)
    union all
    select event_key, parent_key, known_from, known_to, is_on_cycle
    from cut

)

select * from final
