with

-- one record of each report is its largest
counted as (

    select
        members.breakdown_key,
        count(case when members.is_largest_in_report then 1 end) as report_count,
        count(distinct records.publisher) as publisher_count,
        min(records.published_on) as first_reported_on,
        max(records.published_on) as last_reported_on,
        count(case when members.is_candidate then 1 end) as candidate_count,
        max(case when members.is_chosen then members.source_count end) as best_source_count,
        bool_and(members.has_best_value or not members.is_candidate) as is_agreed,
        bool_or(members.not_chosen_because = 'lower_running_total') as has_lower_running_total,
        bool_or(members.not_chosen_because = 'fewer_sources') as has_fewer_sources,
        -- the last day of another value that as many sources state
        max(
            case
                when members.not_chosen_because = 'later_tie' and not members.has_best_value
                    then records.figure_day
            end
        ) as day_of_tie
    from {{ ref('int_consensus_records') }} as members
    inner join {{ ref('int_records_bounded') }} as records
        on members.dated_key = records.dated_key
    group by members.breakdown_key

),

final as (

    select
        events.event_id,
        measure_groups.measure_group,
        {{ nationality_code('breakdowns.nationality_key') }} as nationality_code,
        {{ sex_name('breakdowns.sex_key') }} as sex,
        {{ age_name('breakdowns.age_key') }} as age_group,
        breakdowns.best,
        breakdowns.low,
        breakdowns.high,
        breakdowns.is_open_ended,
        breakdowns.is_disputed,
        breakdowns.figure_day as consensus_as_of,
        chosen.record_id as best_record_id,
        -- the last step of section 3 that was needed to distinguish it from the others
        case
            when counted.report_count = 1 then 'only_report'
            when counted.publisher_count = 1 then 'only_publisher'
            when counted.candidate_count = 1 then 'only_candidate'
            when counted.is_agreed then 'agreed'
            when counted.day_of_tie = breakdowns.figure_day then 'order_of_ties'
            when counted.day_of_tie is not null then 'later_day'
            when counted.has_fewer_sources then 'more_sources'
            when counted.has_lower_running_total then 'higher_running_total'
            else 'more_precise'
        end as chosen_because,
        cast(counted.best_source_count as bigint) as best_source_count,
        counted.candidate_count,
        counted.report_count,
        counted.publisher_count,
        counted.first_reported_on,
        counted.last_reported_on
    from {{ ref('int_consensus_today') }} as breakdowns
    inner join {{ ref('int_records_bounded') }} as chosen
        on breakdowns.chosen_key = chosen.dated_key
    inner join counted on breakdowns.breakdown_key = counted.breakdown_key
    inner join {{ ref('int_events_named') }} as events
        on {{ event_of('breakdowns.figure_key') }} = events.event_key
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on {{ group_of('breakdowns.figure_key') }} = measure_groups.group_key

)

select * from final
