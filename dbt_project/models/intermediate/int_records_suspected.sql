-- Suspicions about one record: what its own report, its event or its dates contradict.
with

records as (

    select
        records.version_key,
        records.record_id,
        records.event_id,
        records.source_url,
        records.measure,
        coalesce(records.unit, '-') as unit,
        records.qualifier,
        coalesce(records.nationality || ' ', '') as nationality_text,
        records.counts_as,
        records.cumulative_since,
        records.event_end,
        records.published_on,
        records.status,
        bounded.event_key,
        bounded.value,
        bounded.low,
        bounded.high,
        bounded.takes_part,
        bounded.sex_key = 0 and bounded.age_key = 0 as is_of_all
    from {{ ref('stg_incident_records__records') }} as records
    inner join {{ ref('int_records_bounded') }} as bounded
        on records.version_key = bounded.version_key
    where bounded.known_to is null

),

campaigns as (

    select events.event_key, named.named_day
    from {{ ref('int_events_today') }} as events
    inner join {{ ref('int_events_named') }} as named on events.event_key = named.event_key
    where events.event_kind = 'campaign'

),

-- the largest total of a report, where it has an upper end
totals as (

    select event_id, source_url, measure, unit, max(high) as high, max(value) as value
    from records
    where takes_part and counts_as = 'total' and is_of_all
    group by event_id, source_url, measure, unit
    having count(*) = count(high)

),

final as (

    select
        'part_above_total' as rule,
        records.event_id,
        records.record_id,
        records.version_key,
        'Of ' || records.measure || ' the part ' || records.nationality_text
        || {{ spelled_figure('records.value', 'records.low', 'records.high', 'records.qualifier') }}
        || ' is larger than the total of the same report, ' || {{ spelled_number('totals.value') }}
        || '.' as sentence
    from records
    inner join totals
        on
            records.event_id = totals.event_id
            and records.source_url = totals.source_url
            and records.measure = totals.measure
            and records.unit = totals.unit
    where records.takes_part and records.counts_as = 'part' and records.low > totals.high
    union all
    select
        'total_since_another_day' as rule,
        records.event_id,
        records.record_id,
        records.version_key,
        'The running total ' || {{ spelled_number('records.value') }} || ' of ' || records.measure
        || ' counts since ' || cast(records.cumulative_since as string)
        || ', but the campaign begins on ' || cast(campaigns.named_day as string)
        || ' by its event_id, so it cannot serve as its total.' as sentence
    from records
    inner join campaigns on records.event_key = campaigns.event_key
    where
        records.takes_part
        and records.counts_as = 'cumulative'
        and records.cumulative_since <> campaigns.named_day
    union all
    select
        'event_ends_after_report' as rule,
        event_id,
        record_id,
        version_key,
        'The event ends on ' || cast(event_end as string) || ', after the report of '
        || cast(published_on as string) || ', and is not planned.' as sentence
    from records
    where event_end > published_on and coalesce(status, '-') <> 'planned'

)

select * from final
