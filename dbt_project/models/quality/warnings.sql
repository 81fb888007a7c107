-- What is odd in what reports say, for a person to look at. Records stay true to their reports: a
-- warning changes no figure and stops no build. Each brings a record to begin with.
with

records as (

    select version_key, event_key, parent_key, record_id
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

-- a record of the event, or, where it is only named as a parent, one that names it: the first by
-- record_id, since version_key follows the order of delivery
records_of_events as (

    select event_key, min_by(version_key, is_parent) as version_key
    from (
        select event_key, 0 as is_parent, min_by(version_key, record_id) as version_key
        from records
        group by event_key
        union all
        select parent_key, 1, min_by(version_key, record_id)
        from records
        where parent_key is not null
        group by parent_key
    ) as named
    group by event_key

),

suspected as (

    select 'record' as about, rule, event_id, version_key, sentence
    from {{ ref('int_record_warnings') }}
    union all
    select 'report' as about, rule, event_id, version_key, sentence
    from {{ ref('int_total_warnings') }}
    union all
    select 'report' as about, rule, event_id, version_key, sentence
    from {{ ref('int_report_warnings') }}
    union all
    select
        'event' as about, suspected.rule, suspected.event_id, records.version_key,
        suspected.sentence
    from {{ ref('int_event_warnings') }} as suspected
    inner join {{ ref('int_events_named') }} as events on suspected.event_id = events.event_id
    inner join records_of_events as records on events.event_key = records.event_key

),

final as (

    select
        suspected.rule,
        suspected.about,
        suspected.event_id,
        suspected.sentence,
        records.record_id,
        records.source_url,
        records.delivery_id,
        records.file_name,
        {{ md5_key(['suspected.rule', 'suspected.event_id', 'records.record_id']) }}
            as warning_key
    from suspected
    inner join {{ ref('stg_incident_records__records') }} as records
        on suspected.version_key = records.version_key

)

select * from final
