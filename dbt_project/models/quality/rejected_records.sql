with

rejected as (

    select * from {{ ref('stg_deliveries__rejected_records') }}

),

delivered_well as (

    select
        record_id,
        max(version_key) as version_key
    from {{ ref('stg_incident_records__records') }}
    where record_id in (select record_id from rejected)
    group by record_id

)

select
    rejected.delivery_id,
    rejected.file_name,
    rejected.row_number_in_file as row_number,
    rejected.place,
    rejected.record_id,
    rejected.reasons,
    rejected.record,
    delivered_well.record_id is not null as is_corrected
from rejected
left join delivered_well
    on
        rejected.record_id = delivered_well.record_id
        and rejected.version_key < delivered_well.version_key
