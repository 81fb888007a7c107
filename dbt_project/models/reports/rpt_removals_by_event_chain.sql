-- A chain is an event and all that came out of it. An event that follows another belongs to that
-- one's chain. One that neither follows nor is followed goes with the operation that it was a part
-- of. All others begin a chain of their own, so every event is in one chain and sums hold. Chains
-- are worked down from their first events: a cycle of links hangs on none, and each of its events
-- stands alone.
with recursive

events as (

    select * from {{ ref('dim_event') }}

),

followed as (

    select distinct follows_event_id as event_id
    from events
    where follows_event_id is not null

),

links as (

    select events.event_id, earlier.event_id as earlier_event_id
    from events
    inner join events as earlier on events.follows_event_id = earlier.event_id
    where events.event_id <> earlier.event_id
    union all
    select events.event_id, parents.event_id as earlier_event_id
    from events
    -- the parents of the tree alone: a link that is ignored leads to another root or depth
    inner join events as parents
        on
            events.parent_event_id = parents.event_id
            and events.root_event_id = parents.root_event_id
            and events.depth = parents.depth + 1
    left join events as earlier on events.follows_event_id = earlier.event_id
    left join followed on events.event_id = followed.event_id
    where earlier.event_id is null and followed.event_id is null

),

first_events as (

    select distinct links.earlier_event_id as event_id
    from links
    left join links as further on links.earlier_event_id = further.event_id
    where further.event_id is null

),

chains as (

    select event_id, event_id as chain_event_id, 0 as steps
    from first_events
    union all
    select links.event_id, chains.chain_event_id, chains.steps + 1 as steps
    from chains
    inner join links on chains.event_id = links.earlier_event_id
    where chains.steps < 50

),

persons as (

    select event_id, measure_group, event_start, sum(persons) as persons
    from (
        select event_id, 'custody' as measure_group, event_start, persons
        from {{ ref('fct_arrests') }}
        where persons > 0
        union all
        select event_id, outcome as measure_group, event_start, persons
        from {{ ref('fct_outcomes') }}
        where outcome in ('removal', 'release') and persons > 0
    ) as facts
    group by event_id, measure_group, event_start

),

summed as (

    select
        coalesce(chains.chain_event_id, persons.event_id) as chain_event_id,
        count(distinct persons.event_id) as event_count,
        {%- for measure_group in ['custody', 'removal', 'release'] %}
        cast(sum(case when persons.measure_group = '{{ measure_group }}' then persons.persons end) as bigint)
            as {{ measure_group }}_persons,
        min(case when persons.measure_group = '{{ measure_group }}' then persons.event_start end)
            as first_{{ measure_group }}_start
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from persons
    left join chains on persons.event_id = chains.event_id
    group by coalesce(chains.chain_event_id, persons.event_id)

),

final as (

    select
        summed.chain_event_id,
        events.root_event_id,
        events.event_kind,
        events.event_start,
        events.country_code,
        countries.country_name,
        summed.event_count,
        summed.custody_persons,
        summed.removal_persons,
        summed.release_persons,
        summed.first_custody_start,
        summed.first_removal_start,
        summed.first_release_start,
        {%- for measure_group in ['removal', 'release'] %}
        cast(
            {{ dbt.datediff('first_custody_start', 'first_' ~ measure_group ~ '_start', 'day') }} as bigint
        ) as days_to_{{ measure_group }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from summed
    inner join events on summed.chain_event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code

)

select * from final
