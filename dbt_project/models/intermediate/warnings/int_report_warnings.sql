-- Warnings about one report that records name in two ways.
with

reports as (

    select
        source_url,
        min(publisher) as first_publisher,
        max(publisher) as last_publisher,
        min(published_on) as first_day,
        max(published_on) as last_day
    from {{ ref('int_records_bounded') }}
    where known_to is null
    group by source_url
    having min(publisher) < max(publisher) or min(published_on) < max(published_on)

),

records as (

    select
        records.source_url,
        events.event_id,
        versions.record_id,
        versions.version_key
    from reports
    inner join {{ ref('int_records_bounded') }} as records
        on reports.source_url = records.source_url
    inner join {{ ref('stg_incident_records__records') }} as versions
        on records.version_key = versions.version_key
    inner join {{ ref('int_events_named') }} as events on records.event_key = events.event_key
    where records.known_to is null

),

first_records as (

    select
        source_url,
        min_by(event_id, record_id) as event_id,
        min_by(version_key, record_id) as version_key
    from records
    group by source_url

),

final as (

    select
        'report_of_several_publishers' as warning,
        records.event_id,
        records.version_key,
        cast(0 as bigint) as persons_at_stake,
        'One report has several publishers, including ' || reports.first_publisher || ' and '
        || reports.last_publisher || '.' as message
    from reports
    inner join first_records as records on reports.source_url = records.source_url
    where reports.first_publisher < reports.last_publisher
    union all
    select
        'report_of_several_days' as warning,
        records.event_id,
        records.version_key,
        cast(0 as bigint) as persons_at_stake,
        'One report is dated ' || cast(reports.first_day as string) || ' and '
        || cast(reports.last_day as string) || '.' as message
    from reports
    inner join first_records as records on reports.source_url = records.source_url
    where reports.first_day < reports.last_day

)

select * from final
