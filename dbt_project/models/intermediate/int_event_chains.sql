-- Section 6: the ancestors of every event that has a parent or is one, on every day, worked down
-- from the roots. A link that would reach depth 5 is cut: there its event is a root again.
with recursive

links as (

    select event_key, parent_key, known_from, known_to
    from {{ ref('int_event_links') }}
    where not is_on_cycle

),

ends as (

    -- the times without a link: before, between and after the links of an event
    select
        event_key,
        coalesce(
            lag(known_to) over (partition by event_key order by known_from), {{ beginning() }}
        ) as known_from,
        known_from as known_to
    from links
    union all
    select event_key, max(known_to) as known_from, cast(null as date) as known_to
    from links
    group by event_key
    having count(*) = count(known_to)
    union all
    -- a parent that never has one itself
    select parent_key as event_key, {{ beginning() }} as known_from, cast(null as date) as known_to
    from (
        select parent_key from {{ ref('int_event_links') }}
        except
        select event_key from links
    ) as topmost

),

roots as (

    select *
    from ends
    where known_to is null or known_from < known_to

),

chains as (

    select
        event_key,
        known_from,
        known_to,
        0 as depth,
        event_key as root_key,
        cast(null as bigint) as ancestor_1,
        cast(null as bigint) as ancestor_2,
        cast(null as bigint) as ancestor_3,
        cast(null as bigint) as ancestor_4,
        cast(null as bigint) as cut_parent_key
    from roots
    union all
    select
        links.event_key,
        {{ overlap_from('chains', 'links') }} as known_from,
        {{ overlap_to('chains', 'links') }} as known_to,
        case when chains.depth = 4 then 0 else chains.depth + 1 end as depth,
        case when chains.depth = 4 then links.event_key else chains.root_key end as root_key,
        case when chains.depth < 4 then chains.event_key end as ancestor_1,
        case when chains.depth < 4 then chains.ancestor_1 end as ancestor_2,
        case when chains.depth < 4 then chains.ancestor_2 end as ancestor_3,
        case when chains.depth < 4 then chains.ancestor_3 end as ancestor_4,
        case when chains.depth = 4 then chains.event_key end as cut_parent_key
    from chains
    inner join links on chains.event_key = links.parent_key and {{ overlap('chains', 'links') }}

)

select * from chains
