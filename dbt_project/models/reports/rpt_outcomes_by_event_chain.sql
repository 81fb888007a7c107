-- A chain is an event and all events that it led to. An event that follows another belongs to that
-- event's chain. An event that neither follows nor is followed belongs with the operation that it
-- is a part of. Every other event begins its own chain, so every event is in one chain and sums
-- hold. Chains are computed from their first events down. A cycle of links has no first event, so
-- each of its events is its own chain.
with recursive

{% set outcomes = {
    'custody': 'custody', 'charged': 'persons_charged', 'convicted': 'persons_convicted',
    'removal': 'removal', 'release': 'release',
} -%}
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
    -- only the parents of the tree: an ignored link leads to another root or depth
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

    select
        event_id, 'custody' as outcome, event_start, persons, persons_low, persons_high,
        is_open_ended
    from {{ ref('fct_arrests') }}
    where persons_high > 0
    union all
    select event_id, outcome, event_start, persons, persons_low, persons_high, is_open_ended
    from {{ ref('fct_outcomes') }}
    where persons_high > 0 and outcome in ('{{ outcomes.values() | join("', '") }}')

),

summed as (

    select
        coalesce(chains.chain_event_id, persons.event_id) as chain_event_id,
        count(distinct case when persons.persons > 0 then persons.event_id end) as event_count,
        {%- for name, outcome in outcomes.items() %}
        {%- for column in ['persons', 'persons_low', 'persons_high'] %}
        cast(sum(case persons.outcome when '{{ outcome }}' then persons.{{ column }} end) as bigint)
            as {{ name }}_{{ column }},
        {%- endfor %}
        min(case
            when persons.outcome = '{{ outcome }}' and persons.persons > 0 then persons.event_start
        end) as first_{{ name }}_start,
        {%- endfor %}
        bool_or(persons.is_open_ended) as is_open_ended
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
        {%- for name in outcomes %}
        summed.{{ name }}_persons,
        summed.{{ name }}_persons_low,
        summed.{{ name }}_persons_high,
        {%- endfor %}
        summed.is_open_ended,
        {%- for name in outcomes %}
        summed.first_{{ name }}_start,
        {%- endfor %}
        {%- for name in outcomes if name != 'custody' %}
        case
            when summed.first_{{ name }}_start >= summed.first_custody_start
                then cast({{ dbt.datediff(
                    'summed.first_custody_start', 'summed.first_' ~ name ~ '_start', 'day'
                ) }} as bigint)
        end as days_to_{{ name }},
        {%- endfor %}
        -- one of them is dated by month only, most of the time
        nullif(trim(
            {%- for name, word in {
                'charged': 'charge', 'convicted': 'conviction', 'removal': 'removal',
                'release': 'release',
            }.items() %}
            case
                when summed.first_{{ name }}_start < summed.first_custody_start
                    then ' The first {{ word }} is dated before the first arrest.'
                else ''
            end
            {{- ' ||' if not loop.last }}
            {%- endfor %}
        ), '') as days_note
    from summed
    inner join events on summed.chain_event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code

)

select * from final
