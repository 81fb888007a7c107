-- Warnings about the total of one measure in one report: there are several, or it is less than its
-- nationalities. Only suspected totals get a text.
with

records as (

    select
        version_key, record_id, event_key, source_url, measure_key, nationality_key, counts_as,
        value, low, high
    from {{ ref('int_records_bounded') }}
    where
        known_to is null
        and takes_part
        and sex_key = 0
        and age_key = 0
        and counts_as in ('total', 'part')

),

totals as (

    select
        event_key,
        source_url,
        measure_key,
        min_by(version_key, record_id) as version_key,
        count(*) as total_count,
        count(*) = count(high) as has_upper_end,
        max(high) as high,
        max(value) as value,
        min(value) as least_value
    from records
    where counts_as = 'total'
    group by event_key, source_url, measure_key

),

several_totals as (

    select
        totals.event_key,
        totals.version_key,
        totals.measure_key,
        max(totals.value - totals.least_value) as persons_at_stake,
        {{ joined(
            "case when records.nationality_key > " ~ total_key() ~ " then "
            ~ nationality_code('records.nationality_key') ~ " || ' ' else '' end || "
            ~ spelled_number('records.value'), ', ',
            'records.value desc, records.record_id'
        ) }} as values_text
    from totals
    inner join records
        on
            totals.event_key = records.event_key
            and totals.source_url = records.source_url
            and totals.measure_key = records.measure_key
    where totals.total_count > 1 and records.counts_as = 'total'
    group by totals.event_key, totals.version_key, totals.measure_key

),

nationalities as (

    select
        totals.event_key,
        totals.version_key,
        totals.measure_key,
        totals.high,
        totals.value,
        records.nationality_key,
        max(records.low) as low
    from totals
    inner join records
        on
            totals.event_key = records.event_key
            and totals.source_url = records.source_url
            and totals.measure_key = records.measure_key
    where totals.has_upper_end and records.nationality_key > {{ unknown_key() }}
    group by
        totals.event_key, totals.version_key, totals.measure_key, totals.high, totals.value,
        records.nationality_key

),

above_total as (

    select version_key, sum(low) as low
    from nationalities
    group by version_key
    having count(*) > 1 and sum(low) > max(high)

),

suspected as (

    select
        'several_totals_in_report' as warning,
        several_totals.event_key,
        several_totals.version_key,
        several_totals.measure_key,
        several_totals.persons_at_stake,
        'One report gives several totals of ' as begins,
        ': ' || several_totals.values_text || '. One of them counts for the report.' as ends
    from several_totals
    union all
    select
        'nationalities_above_total' as warning,
        nationalities.event_key,
        nationalities.version_key,
        nationalities.measure_key,
        above_total.low - nationalities.value as persons_at_stake,
        'The nationalities of ' as begins,
        ' in one report add up to ' || {{ spelled_number('above_total.low') }} || ' ('
        || {{ joined(
            nationality_code('nationalities.nationality_key') ~ " || ' ' || "
            ~ spelled_number('nationalities.low'), ', ',
            'nationalities.low desc, nationalities.nationality_key'
        ) }}
        || '), more than its total, ' || {{ spelled_number('nationalities.value') }} || '.' as ends
    from nationalities
    inner join above_total on nationalities.version_key = above_total.version_key
    group by
        nationalities.event_key, nationalities.version_key, nationalities.measure_key,
        nationalities.value, above_total.low

),

final as (

    select
        suspected.warning,
        events.event_id,
        suspected.version_key,
        measure_groups.measure_group,
        case
            when measure_groups.is_of_persons and measure_groups.fact <> '-'
                then {{ whole_number('suspected.persons_at_stake') }}
            else 0
        end as persons_at_stake,
        suspected.begins || measure_groups.measure || suspected.ends as message
    from suspected
    inner join {{ ref('int_events_named') }} as events on suspected.event_key = events.event_key
    inner join {{ ref('int_measure_groups') }} as measure_groups
        on suspected.measure_key = measure_groups.measure_key

)

select * from final
