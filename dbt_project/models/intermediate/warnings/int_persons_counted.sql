-- What a warning may put at stake: the persons that a fact counts. persons_with_descendants are
-- those of the event and of all below it, wherever they are counted.
with

measure_groups as (

    select distinct measure_group
    from {{ ref('dim_measure') }}
    where is_of_persons and fact <> 'none'

),

final as (

    select
        totals.event_id,
        totals.measure_group,
        totals.total,
        totals.nationality_sum,
        totals.own_total,
        totals.running_total_as_of,
        totals.descendants_total,
        totals.net_total,
        totals.counted_elsewhere,
        greatest(totals.own_total, totals.descendants_total) as persons_with_descendants,
        totals.has_parts_above_total,
        totals.is_allocation_capped
    from {{ ref('fct_event_totals') }} as totals
    inner join measure_groups on totals.measure_group = measure_groups.measure_group

)

select * from final
