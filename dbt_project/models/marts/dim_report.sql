-- One address on one day is one report (section 3). If its records name it in several ways, the
-- record that comes first decides.
with

first_records as (

    select min_by(version_key, record_id) as version_key
    from {{ ref('int_records_bounded') }}
    where known_to is null
    group by source_url, published_on

),

final as (

    select
        {{ report_key('records') }} as report_key,
        records.source_url,
        records.archived_url,
        records.publisher,
        records.credited_to,
        records.published_on,
        records.language
    from {{ ref('stg_incident_records__records') }} as records
    inner join first_records on records.version_key = first_records.version_key

)

select * from final
