{{ config(materialized='table') }}

-- Chains of curation_decisions are followed to the end. A cycle has no end: none of its events
-- comes out here, and a test stops the build.
with recursive

curation_decisions as (

    select event_id, merged_into_event_id
    from {{ ref('event_merge') }}

),

chains as (

    select event_id, merged_into_event_id, 1 as steps
    from curation_decisions
    union all
    select chains.event_id, curation_decisions.merged_into_event_id, chains.steps + 1 as steps
    from chains
    inner join curation_decisions on chains.merged_into_event_id = curation_decisions.event_id
    where chains.steps < 100

),

final as (

    select chains.event_id, chains.merged_into_event_id
    from chains
    left join curation_decisions as further on chains.merged_into_event_id = further.event_id
    where further.event_id is null

)

select * from final
