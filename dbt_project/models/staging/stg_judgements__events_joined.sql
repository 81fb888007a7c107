{{ config(materialized='table') }}

-- Chains of judgements are followed to the end. A cycle has no end: none of its events comes out
-- here, and a test stops the build.
with recursive

judgements as (

    select event_id, same_as_event_id
    from {{ ref('event_same_as') }}

),

chains as (

    select event_id, same_as_event_id, 1 as steps
    from judgements
    union all
    select chains.event_id, judgements.same_as_event_id, chains.steps + 1 as steps
    from chains
    inner join judgements on chains.same_as_event_id = judgements.event_id
    where chains.steps < 100

),

final as (

    select chains.event_id, chains.same_as_event_id
    from chains
    left join judgements as further on chains.same_as_event_id = further.event_id
    where further.event_id is null

)

select * from final
