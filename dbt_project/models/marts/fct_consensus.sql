with

breakdowns as (

    select * from {{ ref('int_consensus_today') }} where is_published

),

-- one record of each report is its largest
counted as (

    select
        standing.breakdown_key,
        count(case when standing.is_largest_in_report then 1 end) as reports,
        count(distinct records.publisher) as publishers,
        min(records.published_on) as first_reported_on,
        max(records.published_on) as last_reported_on
    from {{ ref('int_records_current') }} as standing
    inner join {{ ref('int_records_bounded') }} as records
        on standing.version_key = records.version_key
    where standing.known_to is null
    group by standing.breakdown_key

),

final as (

    select
        events.event_id,
        measure_groups.measure_group,
        {{ nationality_code('breakdowns.nationality_key') }} as nationality_code,
        case breakdowns.sex_key when 1 then 'female' when 2 then 'male' else 'all' end as sex,
        case breakdowns.age_key when 1 then 'minor' when 2 then 'adult' else 'all' end as age_group,
        breakdowns.best,
        breakdowns.low,
        breakdowns.high,
        breakdowns.is_open_ended,
        breakdowns.is_disputed,
        chosen.record_id as best_record_id,
        counted.reports,
        counted.publishers,
        counted.first_reported_on,
        counted.last_reported_on
    from breakdowns
    inner join {{ ref('int_records_bounded') }} as chosen
        on breakdowns.chosen_version_key = chosen.version_key
    inner join counted on breakdowns.breakdown_key = counted.breakdown_key
    inner join {{ ref('int_events_named') }} as events
        on cast(floor(breakdowns.figure_key / 1024) as bigint) = events.event_key
    inner join (select distinct group_key, measure_group from {{ ref('int_measure_groups') }}) as measure_groups
        on breakdowns.figure_key % 1024 = measure_groups.group_key

)

select * from final
