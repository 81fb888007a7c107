with

facts as (

    select event_id, 'custody' as family, persons as amount from {{ ref('fct_arrests') }}
    union all
    select event_id, 'sites' as family, sites as amount from {{ ref('fct_raids') }}
    union all
    select event_id, outcome as family, persons as amount from {{ ref('fct_outcomes') }}
    union all
    select
        event_id,
        seized || '_seized' || case when seized = 'money' then '_' || unit else '' end as family,
        amount
    from {{ ref('fct_seizures') }}

),

summed as (

    select event_id, family, sum(amount) as amount
    from facts
    group by event_id, family

),

totals as (

    select event_id, family, attributed
    from {{ ref('fct_event_totals') }}
    where family in (select family from {{ ref('int_families') }} where fact <> '-')

)

select
    coalesce(totals.event_id, summed.event_id) as event_id,
    coalesce(totals.family, summed.family) as family,
    totals.attributed,
    summed.amount
from totals
full outer join summed on totals.event_id = summed.event_id and totals.family = summed.family
where coalesce(totals.attributed, 0) <> coalesce(summed.amount, 0)
