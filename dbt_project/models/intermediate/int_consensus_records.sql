-- Section 7: how every record of today was used in each of its breakdowns, and why it was not
-- chosen: the first step of section 3 that distinguishes it from the chosen record.
with

classified as (

    select classified.*, consensus.figure_nationality_key
    from {{ ref('int_records_classified') }} as classified
    inner join {{ ref('int_consensus_today') }} as consensus
        on classified.breakdown_key = consensus.breakdown_key
    where classified.known_to is null

),

records as (

    select dated_key, version_key, value, precision_rank, counts_as
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

chosen as (

    select classified.breakdown_key, classified.source_count, records.value, records.precision_rank
    from classified
    inner join records on classified.dated_key = records.dated_key
    where classified.is_chosen

),

final as (

    select
        classified.breakdown_key,
        classified.dated_key,
        records.version_key,
        classified.figure_nationality_key,
        records.precision_rank,
        classified.is_largest_in_report,
        classified.is_current,
        classified.is_outgrown,
        classified.is_candidate,
        classified.is_chosen,
        classified.source_count,
        records.value = chosen.value as has_best_value,
        case
            when classified.is_chosen then null
            when not classified.is_largest_in_report then 'superseded_in_report'
            when not classified.is_current then 'superseded_by_publisher'
            when classified.is_outgrown then 'outgrown'
            when records.precision_rank > 2 and chosen.precision_rank <= 2 then 'less_precise'
            when records.counts_as = 'cumulative' and records.value < chosen.value
                then 'lower_running_total'
            when classified.source_count < chosen.source_count then 'fewer_sources'
            else 'later_tie'
        end as not_chosen_because
    from classified
    inner join records on classified.dated_key = records.dated_key
    inner join chosen on classified.breakdown_key = chosen.breakdown_key

)

select * from final
