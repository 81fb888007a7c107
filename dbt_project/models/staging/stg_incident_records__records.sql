-- Records with their types, corrected and merged. A correction applies to a cell that still holds
-- `was`. The few corrected rows are made separately, so that the many others cost almost nothing.
with

corrected as (

    select
        records._delivery_number,
        records._row_number,
        {%- for column in record_columns() %}
        case
            when
                corrections.has_{{ column }} = 1
                and coalesce(records.{{ column }}, '') = coalesce(corrections.was_{{ column }}, '')
                then corrections.becomes_{{ column }}
            else records.{{ column }}
        end as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ source('raw', 'incident_records') }} as records
    inner join {{ ref('stg_curation__corrections') }} as corrections
        on records.record_id = corrections.record_id

),

versions as (

    select
        {%- for column in record_columns() %}
        case
            when corrected._row_number is null then records.{{ column }} else corrected.{{ column }}
        end as {{ column }},
        {%- endfor %}
        records._delivery_number,
        records._row_number,
        records._delivery_id,
        records._file_name
    from {{ source('raw', 'incident_records') }} as records
    left join corrected
        on
            records._delivery_number = corrected._delivery_number
            and records._row_number = corrected._row_number

),

final as (

    select
        -- delivered later is larger; a delivery has fewer than ten thousand million rows
        versions._delivery_number * 10000000000 + versions._row_number as version_key,
        {%- for column in record_columns() %}
        {%- if column == 'event_id' %}
        coalesce(joined_event.merged_into_event_id, versions.event_id) as event_id,
        {%- elif column in ['parent_event_id', 'follows_event_id'] %}
        nullif(
            coalesce(joined_{{ column }}.merged_into_event_id, versions.{{ column }}),
            coalesce(joined_event.merged_into_event_id, versions.event_id)
        ) as {{ column }},
        {%- elif column == 'publisher' %}
        coalesce(publisher_alias.publisher, versions.publisher) as publisher,
        {%- elif column == 'credited_to' %}
        coalesce(credited_alias.publisher, versions.credited_to) as credited_to,
        {%- else %}
        {{ record_cast(column, 'versions.' ~ column) }},
        {%- endif %}
        {%- endfor %}
        versions.event_id as coded_event_id,
        versions._delivery_id as delivery_id,
        versions._file_name as file_name,
        versions._row_number as row_number_in_file
    from versions
    left join {{ ref('stg_curation__events_merged') }} as joined_event
        on versions.event_id = joined_event.event_id
    left join {{ ref('stg_curation__events_merged') }} as joined_parent_event_id
        on versions.parent_event_id = joined_parent_event_id.event_id
    left join {{ ref('stg_curation__events_merged') }} as joined_follows_event_id
        on versions.follows_event_id = joined_follows_event_id.event_id
    left join {{ ref('publisher_alias') }} as publisher_alias
        on versions.publisher = publisher_alias.alias
    left join {{ ref('publisher_alias') }} as credited_alias
        on versions.credited_to = credited_alias.alias

)

select * from final
