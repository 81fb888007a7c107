with

facts as (

    select 'arrests' as fact, event_id, 'custody' as measure_group, nationality_code
    from {{ ref('fct_arrests') }}
    union all
    select 'raids' as fact, event_id, 'sites' as measure_group, 'unknown' as nationality_code
    from {{ ref('fct_raids') }}
    union all
    select 'outcomes' as fact, event_id, outcome as measure_group, nationality_code
    from {{ ref('fct_outcomes') }}
    union all
    select
        'seizures' as fact,
        event_id,
        seized || '_seized' || case when seized = 'money' then '_' || unit else '' end
            as measure_group,
        'unknown' as nationality_code
    from {{ ref('fct_seizures') }}

),

linked as (

    select distinct fact, event_id, measure_group, nationality_code
    from {{ ref('bridge_fact_report') }}

)

select
    coalesce(facts.fact, linked.fact) as fact,
    coalesce(facts.event_id, linked.event_id) as event_id,
    coalesce(facts.measure_group, linked.measure_group) as measure_group,
    coalesce(facts.nationality_code, linked.nationality_code) as nationality_code,
    case when facts.fact is null then 'a report, but no row' else 'a row, but no report' end as has
from facts
full outer join linked
    on
        facts.fact = linked.fact
        and facts.event_id = linked.event_id
        and facts.measure_group = linked.measure_group
        and facts.nationality_code = linked.nationality_code
where facts.fact is null or linked.fact is null
