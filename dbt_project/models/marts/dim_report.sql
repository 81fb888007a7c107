-- One address is one report. Where its records name it in several ways, the latest name counts.
with

records as (

    select
        source_url, archived_url, publisher, credited_to, published_on, language, record_id,
        row_number() over (
            partition by source_url order by published_on desc, record_id asc
        ) as place
    from {{ ref('stg_incident_records__records') }}
    where version_key in (
        select version_key from {{ ref('int_records_bounded') }} where known_to is null
    )

),

final as (

    select
        {{ md5_key(['source_url']) }} as report_key,
        source_url,
        archived_url,
        publisher,
        credited_to,
        published_on,
        language
    from records
    where place = 1

)

select * from final
