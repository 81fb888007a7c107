-- What recorded events explain of a running total: what is attributed to the event's descendants
-- that start from its first day to the day of the figure.
with

totals as (

    select
        records.version_key,
        records.record_id,
        records.event_id,
        events.event_key,
        measure_groups.measure_group,
        measure_groups.group_key,
        records.measure,
        records.value,
        bounded.low,
        bounded.high,
        records.cumulative_since,
        records.figure_as_of,
        records.scope,
        records.status,
        records.nationality,
        bounded.nationality_key,
        records.source_url,
        records.publisher,
        records.published_on,
        records.claimed_by,
        coalesce(records.cumulative_since, events.event_start) as counted_from,
        coalesce(records.figure_as_of, records.published_on) as counted_to
    from {{ ref('stg_incident_records__records') }} as records
    inner join {{ ref('int_records_bounded') }} as bounded
        on records.version_key = bounded.version_key
    inner join {{ ref('int_events_today') }} as events on records.event_id = events.event_id
    inner join {{ ref('int_measure_groups') }} as measure_groups
        on
            records.measure = measure_groups.measure
            and coalesce(records.unit, '-') = measure_groups.unit
    where bounded.known_to is null and records.counts_as = 'cumulative'

),

attributed as (

    select
        descendants.event_key,
        {{ group_of('rows.figure_key') }} as group_key,
        rows.nationality_key,
        events.event_start,
        sum(rows.persons + rows.persons_counted_elsewhere) as persons
    from {{ ref('int_rows_counted') }} as rows
    inner join {{ ref('int_descendants_today') }} as descendants
        on {{ event_of('rows.figure_key') }} = descendants.descendant_key
    inner join {{ ref('int_events_today') }} as events
        on descendants.descendant_key = events.event_key
    where rows.known_to is null
    group by
        descendants.event_key, {{ group_of('rows.figure_key') }}, rows.nationality_key,
        events.event_start

),

explained as (

    select totals.version_key, sum(attributed.persons) as persons
    from totals
    inner join attributed
        on
            totals.event_key = attributed.event_key
            and totals.group_key = attributed.group_key
            and attributed.event_start between totals.counted_from and totals.counted_to
    where totals.nationality_key in ({{ total_key() }}, attributed.nationality_key)
    group by totals.version_key

),

final as (

    select
        totals.record_id,
        totals.event_id,
        totals.measure_group,
        totals.measure,
        totals.value,
        totals.low,
        totals.high,
        totals.cumulative_since,
        totals.figure_as_of,
        totals.scope,
        totals.status,
        coalesce(totals.nationality, 'total') as nationality_code,
        totals.publisher,
        totals.published_on,
        totals.claimed_by,
        {{ report_key('totals') }} as report_key,
        cast(coalesce(explained.persons, 0) as decimal(38, 4)) as explained,
        cast(greatest(totals.value - coalesce(explained.persons, 0), 0) as decimal(38, 4))
            as unexplained
    from totals
    left join explained on totals.version_key = explained.version_key

)

select * from final
