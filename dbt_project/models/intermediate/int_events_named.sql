-- An event exists when a record is about it, or when a record names it as a parent.
with

named as (

    select event_id from {{ ref('stg_incident_records__records') }}
    union
    select parent_event_id
    from {{ ref('stg_incident_records__records') }}
    where parent_event_id is not null

),

final as (

    select
        event_id,
        cast(row_number() over (order by event_id) as bigint) as event_key,
        cast(substr(event_id, 4, 10) as date) as named_day
    from named

)

select * from final
