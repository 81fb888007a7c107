with

facts as (

    select event_id, 'custody' as measure_group, persons as amount from {{ ref('fct_arrests') }}
    union all
    select event_id, 'sites' as measure_group, sites as amount from {{ ref('fct_raids') }}
    union all
    select event_id, outcome as measure_group, persons as amount from {{ ref('fct_outcomes') }}
    union all
    select
        event_id,
        seized || '_seized' || case when seized = 'money' then '_' || unit else '' end
            as measure_group,
        amount
    from {{ ref('fct_seizures') }}

),

summed as (

    select event_id, measure_group, sum(amount) as amount
    from facts
    group by event_id, measure_group

),

totals as (

    select event_id, measure_group, net_total
    from {{ ref('fct_event_totals') }}
    where measure_group in (
        select measure_group from {{ ref('int_measure_groups') }} where fact <> '-'
    )

)

select
    coalesce(totals.event_id, summed.event_id) as event_id,
    coalesce(totals.measure_group, summed.measure_group) as measure_group,
    totals.net_total,
    summed.amount
from totals
full outer join summed
    on totals.event_id = summed.event_id and totals.measure_group = summed.measure_group
where coalesce(totals.net_total, 0) <> coalesce(summed.amount, 0)
