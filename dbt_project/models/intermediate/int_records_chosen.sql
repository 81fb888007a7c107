-- Section 7: what became of every record of today in the breakdowns that it speaks for, the total breakdown
-- judged first (its key is the smallest). Where none chose it, `because` says why the first didn't.
with

members as (

    select
        standing.version_key,
        standing.is_current,
        breakdowns.chosen_version_key = standing.version_key as is_chosen,
        case
            when not standing.is_largest_in_report then 'superseded_in_report'
            when not standing.is_current then 'superseded_by_publisher'
            when records.value < breakdowns.latest_low or records.value > breakdowns.latest_high
                then 'outside_latest'
            when records.precision_rank > chosen.precision_rank then 'less_precise'
            else 'later_tie'
        end as because,
        standing.breakdown_key
    from {{ ref('int_records_current') }} as standing
    inner join {{ ref('int_consensus_today') }} as breakdowns
        on standing.breakdown_key = breakdowns.breakdown_key
    inner join {{ ref('int_records_bounded') }} as records
        on standing.version_key = records.version_key
    inner join {{ ref('int_records_bounded') }} as chosen
        on breakdowns.chosen_version_key = chosen.version_key
    where standing.known_to is null

),

final as (

    select
        version_key,
        bool_or(is_current) as is_current,
        bool_or(is_chosen) as is_chosen,
        min_by(because, breakdown_key) as because
    from members
    group by version_key

)

select * from final
