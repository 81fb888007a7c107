-- Section 7: how every record of today was used in each of its breakdowns, and why it was not
-- chosen: the first step of section 3 that distinguishes it from the chosen record.
with

judged as (

    select judged.*, consensus.figure_nationality_key
    from {{ ref('int_records_judged') }} as judged
    inner join {{ ref('int_consensus_today') }} as consensus
        on judged.breakdown_key = consensus.breakdown_key
    where judged.known_to is null

),

records as (

    select dated_key, version_key, value, precision_rank, counts_as
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

chosen as (

    select judged.breakdown_key, judged.source_count, records.value, records.precision_rank
    from judged
    inner join records on judged.dated_key = records.dated_key
    where judged.is_chosen

),

final as (

    select
        judged.breakdown_key,
        judged.dated_key,
        records.version_key,
        judged.figure_nationality_key,
        records.precision_rank,
        judged.is_largest_in_report,
        judged.is_current,
        judged.is_outgrown,
        judged.is_candidate,
        judged.is_chosen,
        judged.source_count,
        records.value = chosen.value as has_best_value,
        case
            when judged.is_chosen then null
            when not judged.is_largest_in_report then 'superseded_in_report'
            when not judged.is_current then 'superseded_by_publisher'
            when judged.is_outgrown then 'outgrown'
            when records.precision_rank > 2 and chosen.precision_rank <= 2 then 'less_precise'
            when records.counts_as = 'cumulative' and records.value < chosen.value
                then 'lower_running_total'
            when judged.source_count < chosen.source_count then 'fewer_sources'
            else 'later_tie'
        end as not_chosen_because
    from judged
    inner join records on judged.dated_key = records.dated_key
    inner join chosen on judged.breakdown_key = chosen.breakdown_key

)

select * from final
