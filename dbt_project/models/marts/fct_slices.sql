with

slices as (

    select * from {{ ref('int_slices_today') }} where is_published

),

-- one record of each report is its largest
counted as (

    select
        standing.slice_key,
        count(case when standing.is_largest_in_report then 1 end) as reports,
        count(distinct records.publisher) as publishers,
        min(records.published_on) as first_reported_on,
        max(records.published_on) as last_reported_on
    from {{ ref('int_records_standing') }} as standing
    inner join {{ ref('int_records_bounded') }} as records
        on standing.version_key = records.version_key
    where standing.known_to is null
    group by standing.slice_key

),

final as (

    select
        events.event_id,
        families.family,
        {{ nationality_code('slices.nationality_key') }} as nationality_code,
        case slices.sex_key when 1 then 'female' when 2 then 'male' else 'all' end as sex,
        case slices.age_key when 1 then 'minor' when 2 then 'adult' else 'all' end as age_group,
        slices.best,
        slices.low,
        slices.high,
        slices.is_open_ended,
        slices.is_disputed,
        chosen.record_id as best_record_id,
        counted.reports,
        counted.publishers,
        counted.first_reported_on,
        counted.last_reported_on
    from slices
    inner join {{ ref('int_records_bounded') }} as chosen
        on slices.chosen_version_key = chosen.version_key
    inner join counted on slices.slice_key = counted.slice_key
    inner join {{ ref('int_events_named') }} as events
        on cast(floor(slices.figure_key / 1024) as bigint) = events.event_key
    inner join (select distinct family_key, family from {{ ref('int_families') }}) as families
        on slices.figure_key % 1024 = families.family_key

)

select * from final
