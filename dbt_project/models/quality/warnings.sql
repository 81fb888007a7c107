-- Warnings for a person to check, the largest first. A warning changes no figure and stops no
-- build, since records state what their reports state. Each warning names the first record to look
-- at.
{% set kinds = [
    ('record', 'int_record_warnings', ['version_key', 'measure_group']),
    ('report', 'int_total_warnings', ['version_key', 'measure_group']),
    ('report', 'int_report_warnings', ['version_key']),
    ('event', 'int_event_warnings', []),
    ('event', 'int_tree_warnings', []),
    ('event', 'int_count_warnings', ['measure_group']),
    ('event', 'int_allocation_warnings', ['measure_group']),
    ('event', 'int_source_warnings', ['version_key', 'measure_group']),
    ('event', 'int_label_warnings', ['version_key']),
    ('event', 'int_sibling_warnings', ['measure_group', 'other_event_id']),
    ('event', 'int_overlap_warnings', ['measure_group', 'other_event_id']),
] -%}
{% set types = {
    'version_key': 'bigint', 'measure_group': 'string', 'other_event_id': 'string'
} -%}
with

records as (

    select version_key, event_key, parent_key, record_id
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

-- a record of the event, or, if it is only named as a parent, one that names it: the first by
-- record_id, since version_key follows the order of delivery
records_of_events as (

    select events.event_id, min_by(named.version_key, named.is_parent) as version_key
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
    inner join {{ ref('int_events_named') }} as events on named.event_key = events.event_key
    group by events.event_id

),

found as (

    {%- for about, model, columns in kinds %}
    select
        '{{ about }}' as about,
        warning,
        event_id,
        {%- for column, type in types.items() %}
        {% if column in columns %}{{ column }}{% else %}cast(null as {{ type }}){% endif %}
            as {{ column }},
        {%- endfor %}
        persons_at_stake,
        message
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

located as (

    select
        found.*,
        coalesce(found.version_key, records_of_events.version_key) as record_key
    from found
    left join records_of_events on found.event_id = records_of_events.event_id

),

keyed as (

    select
        located.warning,
        {{ severity_of('located.persons_at_stake') }} as severity,
        located.about,
        located.event_id,
        located.measure_group,
        located.other_event_id,
        located.persons_at_stake,
        located.message,
        records.record_id,
        records.source_url,
        records.delivery_id,
        records.file_name,
        -- a warning about an event keeps its key, whatever record it has to begin with
        {{ md5_key([
            'located.warning', 'located.event_id', 'located.measure_group',
            'located.other_event_id',
            "case when located.about <> 'event' then records.record_id end"
        ]) }} as warning_key
    from located
    inner join {{ ref('stg_incident_records__records') }} as records
        on located.record_key = records.version_key

),

final as (

    select
        cast(
            row_number() over (
                order by persons_at_stake desc, warning asc, event_id asc, warning_key asc
            ) as bigint
        ) as doubt_rank,
        warning,
        severity,
        about,
        event_id,
        measure_group,
        other_event_id,
        record_id,
        persons_at_stake,
        message,
        source_url,
        delivery_id,
        file_name,
        warning_key
    from keyed

)

select * from final
