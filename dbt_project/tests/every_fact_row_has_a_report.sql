with

facts as (

    select 'arrests' as fact, event_id, 'custody' as family, nationality_code
    from {{ ref('fct_arrests') }}
    union all
    select 'raids' as fact, event_id, 'sites' as family, 'unknown' as nationality_code
    from {{ ref('fct_raids') }}
    union all
    select 'outcomes' as fact, event_id, outcome as family, nationality_code
    from {{ ref('fct_outcomes') }}
    union all
    select
        'seizures' as fact,
        event_id,
        seized || '_seized' || case when seized = 'money' then '_' || unit else '' end as family,
        'unknown' as nationality_code
    from {{ ref('fct_seizures') }}

),

linked as (

    select distinct fact, event_id, family, nationality_code
    from {{ ref('bridge_fact_report') }}

)

select
    coalesce(facts.fact, linked.fact) as fact,
    coalesce(facts.event_id, linked.event_id) as event_id,
    coalesce(facts.family, linked.family) as family,
    coalesce(facts.nationality_code, linked.nationality_code) as nationality_code,
    case when facts.fact is null then 'a report, but no row' else 'a row, but no report' end as has
from facts
full outer join linked
    on
        facts.fact = linked.fact
        and facts.event_id = linked.event_id
        and facts.family = linked.family
        and facts.nationality_code = linked.nationality_code
where facts.fact is null or linked.fact is null
