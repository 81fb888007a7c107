-- Suspicions about one report of one event: what it states several times, or in two ways.
with

records as (

    select
        records.version_key,
        records.event_id,
        records.source_url,
        records.publisher,
        records.published_on,
        records.measure,
        coalesce(records.unit, '-') as unit,
        records.nationality,
        records.counts_as,
        bounded.value,
        bounded.low,
        bounded.high,
        bounded.takes_part,
        bounded.sex_key = 0 and bounded.age_key = 0 as is_of_all
    from {{ ref('stg_incident_records__records') }} as records
    inner join {{ ref('int_records_bounded') }} as bounded
        on records.version_key = bounded.version_key
    where bounded.known_to is null

),

totals as (

    select
        event_id,
        source_url,
        measure,
        unit,
        min(version_key) as version_key,
        count(*) as total_count,
        count(*) = count(high) as has_upper_end,
        max(high) as high,
        max(value) as value,
        {{ joined(
            "coalesce(nationality || ' ', '') || " ~ spelled_number('value'), ', ',
            'value desc, version_key'
        ) }} as values_text
    from records
    where takes_part and counts_as = 'total' and is_of_all
    group by event_id, source_url, measure, unit

),

nationalities as (

    select event_id, source_url, measure, unit, nationality, max(low) as low
    from records
    where
        takes_part
        and is_of_all
        and counts_as in ('total', 'part')
        and nationality is not null
        and nationality <> 'foreign'
    group by event_id, source_url, measure, unit, nationality

),

nationalities_summed as (

    select
        event_id,
        source_url,
        measure,
        unit,
        count(*) as nationality_count,
        sum(low) as low,
        {{ joined("nationality || ' ' || " ~ spelled_number('low'), ', ', 'low desc, nationality') }}
            as values_text
    from nationalities
    group by event_id, source_url, measure, unit

),

reports as (

    select
        source_url,
        min(version_key) as version_key,
        count(distinct publisher) as publisher_count,
        count(distinct published_on) as day_count,
        min(publisher) as first_publisher,
        max(publisher) as last_publisher,
        min(published_on) as first_day,
        max(published_on) as last_day
    from records
    group by source_url

),

final as (

    select
        'several_totals_in_report' as rule,
        event_id,
        version_key,
        'One report gives ' || cast(total_count as string) || ' totals of ' || measure || ': '
        || values_text || '. The largest stands.' as sentence
    from totals
    where total_count > 1
    union all
    select
        'nationalities_above_total' as rule,
        totals.event_id,
        totals.version_key,
        'The nationalities of ' || totals.measure || ' in one report add up to '
        || {{ spelled_number('summed.low') }} || ' (' || summed.values_text
        || '), more than its total, ' || {{ spelled_number('totals.value') }} || '.' as sentence
    from totals
    inner join nationalities_summed as summed
        on
            totals.event_id = summed.event_id
            and totals.source_url = summed.source_url
            and totals.measure = summed.measure
            and totals.unit = summed.unit
    where totals.has_upper_end and summed.nationality_count > 1 and summed.low > totals.high
    union all
    select
        'report_of_several_publishers' as rule,
        records.event_id,
        reports.version_key,
        'One report stands under ' || cast(reports.publisher_count as string) || ' publishers: '
        || reports.first_publisher || ', ' || reports.last_publisher
        || case when reports.publisher_count > 2 then ' and others.' else '.' end as sentence
    from reports
    inner join records on reports.version_key = records.version_key
    where reports.publisher_count > 1
    union all
    select
        'report_of_several_days' as rule,
        records.event_id,
        reports.version_key,
        'One report was published on ' || cast(reports.day_count as string) || ' days: '
        || cast(reports.first_day as string) || ', ' || cast(reports.last_day as string)
        || case when reports.day_count > 2 then ' and others.' else '.' end as sentence
    from reports
    inner join records on reports.version_key = records.version_key
    where reports.day_count > 1

)

select * from final
