-- One address on one day is one report (section 3). If its records name it in several ways, the
-- record that comes first decides; a stored copy is that of the first record that has one.
with

first_records as (

    select min_by(version_key, record_id) as version_key
    from {{ ref('int_records_bounded') }}
    where known_to is null
    group by source_url, published_on

),

copies as (

    select
        records.source_url,
        records.published_on,
        min_by(records.archived_url, records.record_id) as archived_url
    from {{ ref('stg_incident_records__records') }} as records
    inner join {{ ref('int_records_bounded') }} as bounded
        on records.version_key = bounded.version_key
    where records.archived_url is not null and bounded.known_to is null
    group by records.source_url, records.published_on

),

final as (

    select
        {{ report_key('records') }} as report_key,
        records.source_url,
        copies.archived_url,
        records.publisher,
        records.credited_to,
        records.published_on,
        records.language
    from {{ ref('stg_incident_records__records') }} as records
    inner join first_records on records.version_key = first_records.version_key
    left join copies
        on
            records.source_url = copies.source_url
            and records.published_on = copies.published_on

)

select * from final
