-- Warnings about one record that its own report, its event or its dates contradict. Whole numbers
-- find the records, and only those get a text. The persons at stake are the excess of a part over
-- its total, and the persons of an unused running total beyond what the event counts.
with

records as (

    select
        version_key,
        event_key,
        source_url,
        measure_key,
        counts_as,
        cumulative_since,
        event_start,
        event_end,
        published_on,
        value,
        low,
        high,
        takes_part,
        sex_key = 0 and age_key = 0 as is_of_all
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

campaigns as (

    select events.event_key, named.named_day
    from {{ ref('int_events_today') }} as events
    inner join {{ ref('int_events_named') }} as named on events.event_key = named.event_key
    where events.event_kind = 'campaign'

),

landed as (

    select delivery_id, max(landed_on) as landed_on
    from {{ ref('stg_deliveries__deliveries') }}
    group by delivery_id

),

-- Only a report after this day can lie after its own delivery.
first_landed as (

    select min(landed_on) as landed_on from landed

),

-- the largest total of a report, if it has an upper bound
totals as (

    select event_key, source_url, measure_key, max(high) as high, max(value) as value
    from records
    where takes_part and counts_as = 'total' and is_of_all
    group by event_key, source_url, measure_key
    having count(*) = count(high)

),

suspected as (

    select
        'part_above_total' as warning,
        records.version_key,
        records.measure_key,
        records.value,
        records.low,
        records.high,
        totals.value as total,
        cast(null as date) as named_day
    from records
    inner join totals
        on
            records.event_key = totals.event_key
            and records.source_url = totals.source_url
            and records.measure_key = totals.measure_key
    where records.takes_part and records.counts_as = 'part' and records.low > totals.high
    union all
    select
        'total_since_another_day' as warning,
        records.version_key,
        records.measure_key,
        records.value,
        records.low,
        records.high,
        null as total,
        campaigns.named_day
    from records
    inner join campaigns on records.event_key = campaigns.event_key
    where
        records.takes_part
        and records.counts_as = 'cumulative'
        and records.cumulative_since <> campaigns.named_day
    union all
    select
        'event_ends_after_report' as warning, version_key, measure_key, value, low, high,
        null as total, null as named_day
    from records
    where
        event_end - interval '1' day > published_on
        and event_start - interval '1' day <= published_on
    union all
    select
        'published_before_event' as warning, version_key, measure_key, value, low, high,
        null as total, null as named_day
    from records
    where event_start - interval '1' day > published_on
    union all
    select
        'published_after_landing' as warning,
        records.version_key,
        records.measure_key,
        records.value,
        records.low,
        records.high,
        null as total,
        null as named_day
    from records
    cross join first_landed
    where records.published_on - interval '1' day > first_landed.landed_on

),

final as (

    select
        suspected.warning,
        records.event_id,
        records.record_id,
        records.version_key,
        measure_groups.measure_group,
        case
            when not measure_groups.is_of_persons or measure_groups.fact = '-' then 0
            when suspected.warning = 'part_above_total'
                then {{ whole_number('suspected.value - suspected.total') }}
            when suspected.warning = 'total_since_another_day'
                then {{ whole_number(
                    'greatest(suspected.value - coalesce(counted.persons_with_descendants, 0), 0)'
                ) }}
            else 0
        end as persons_at_stake,
        case suspected.warning
            when 'part_above_total'
                then 'For ' || records.measure || ', the part '
                || coalesce(records.nationality || ' ', '')
                || {{ spelled_figure(
                    'suspected.value', 'suspected.low', 'suspected.high', 'records.qualifier'
                ) }}
                || ' is larger than the total of the same report, '
                || {{ spelled_number('suspected.total') }} || '.'
            when 'total_since_another_day'
                then 'The running total ' || {{ spelled_number('suspected.value') }} || ' of '
                || records.measure || ' counts since ' || cast(records.cumulative_since as string)
                || ', but the campaign begins on ' || cast(suspected.named_day as string)
                || ' by its event_id, so it is not used as its total.'
            when 'published_before_event'
                then 'The report of ' || cast(records.published_on as string)
                || ' is older than the event, which begins on '
                || cast(records.event_start as string) || ' and is not planned.'
            when 'published_after_landing'
                then 'The report is of ' || cast(records.published_on as string)
                || ', but was delivered on ' || cast(landed.landed_on as string) || '.'
            else
                'The event ends on ' || cast(records.event_end as string)
                || ', after the report of ' || cast(records.published_on as string)
                || ', and is not planned.'
        end as message
    from suspected
    inner join {{ ref('stg_incident_records__records') }} as records
        on suspected.version_key = records.version_key
    inner join {{ ref('int_measure_groups') }} as measure_groups
        on suspected.measure_key = measure_groups.measure_key
    left join {{ ref('int_persons_counted') }} as counted
        on
            records.event_id = counted.event_id
            and measure_groups.measure_group = counted.measure_group
    left join landed on records.delivery_id = landed.delivery_id
    where
        case
            when suspected.warning in ('event_ends_after_report', 'published_before_event')
                then coalesce(records.status, '-') <> 'planned'
            when suspected.warning = 'published_after_landing'
                then records.published_on - interval '1' day > landed.landed_on
            else true
        end

)

select * from final
