-- One address is one report. Where its records name it in several ways, the latest name counts.
with

-- the record that comes first of those of each day, and of these days the latest
of_days as (

    select source_url, published_on, min_by(version_key, record_id) as version_key
    from {{ ref('int_records_bounded') }}
    where known_to is null
    group by source_url, published_on

),

latest as (

    select max_by(version_key, published_on) as version_key
    from of_days
    group by source_url

),

final as (

    select
        {{ md5_key(['records.source_url']) }} as report_key,
        records.source_url,
        records.archived_url,
        records.publisher,
        records.credited_to,
        records.published_on,
        records.language
    from {{ ref('stg_incident_records__records') }} as records
    inner join latest on records.version_key = latest.version_key

)

select * from final
