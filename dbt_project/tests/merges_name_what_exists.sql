-- Merged events have no records of their own left in staging, so the records as delivered are read.
-- A chain may lead through an id that no record names any more. An event that no delivery contains
-- is no error if a delivery was removed: the event may have been in it.
{% set columns = ['event_id', 'parent_event_id', 'follows_event_id'] -%}
with

decided as (

    select event_id, merged_into_event_id from {{ ref('event_merge') }}

),

ids as (

    select event_id from decided
    union
    select merged_into_event_id from decided

),

named as (

    {%- for column in columns %}
    select {{ column }} as event_id
    from {{ source('raw', 'incident_records') }}
    where {{ column }} in (select event_id from ids)
    union
    {%- endfor %}
    select becomes
    from {{ ref('correction') }}
    where column_name in ('{{ columns | join("', '") }}') and becomes is not null

),

cells as (

    select event_id, merged_into_event_id, 'event_id' as cell, event_id as named_event_id
    from decided
    where event_id not in (select merged_into_event_id from decided)
    union all
    select event_id, merged_into_event_id, 'merged_into_event_id', merged_into_event_id
    from decided
    where merged_into_event_id not in (select event_id from decided)

)

select
    'event_merge' as seed,
    cells.event_id,
    cells.merged_into_event_id,
    cells.cell,
    'no record names this event' as what_is_wrong,
    'write the event_id of an event that is in the records, or delete the row' as what_to_do
from cells
left join named on cells.named_event_id = named.event_id
where
    named.event_id is null
    and not exists (select 1 from {{ ref('stg_deliveries__deliveries') }} where is_removed)
