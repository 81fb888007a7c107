-- A record that no delivery contains is also an error, unless a delivery was removed: the record
-- may have been in it.
with

corrections as (

    select record_id, column_name, was from {{ ref('correction') }}

),

records as (

    select
        records.*,
        row_number() over (
            partition by records.record_id
            order by records._delivery_number desc, records._row_number desc
        ) as place
    from {{ source('raw', 'incident_records') }} as records
    where records.record_id in (select record_id from corrections)

),

found as (

    select
        corrections.record_id,
        corrections.column_name,
        corrections.was,
        records.record_id is not null as has_record,
        case corrections.column_name
            {%- for column in record_columns() if column != 'record_id' %}
            when '{{ column }}' then coalesce(records.{{ column }}, '')
            {%- endfor %}
        end as stands_there
    from corrections
    left join records on corrections.record_id = records.record_id and records.place = 1

),

retracted as (

    select count(*) as deliveries
    from {{ ref('stg_deliveries__deliveries') }}
    where is_removed

)

select
    found.record_id,
    found.column_name,
    found.was,
    found.stands_there,
    case
        when not found.has_record then 'no delivery brought this record'
        when found.stands_there is null then 'a record has no such column'
        else 'the newest version holds something else'
    end as why
from found
cross join retracted
where
    case
        when found.has_record then coalesce(found.stands_there <> coalesce(found.was, ''), true)
        else retracted.deliveries = 0
    end
