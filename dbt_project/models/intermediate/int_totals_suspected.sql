-- Suspicions about the total of one measure in one report: that it has several, or less than its
-- nationalities. Texts are made of the suspected alone.
with

records as (

    select
        records.version_key,
        records.record_id,
        records.event_id,
        records.source_url,
        records.measure,
        coalesce(records.unit, '-') as unit,
        records.nationality,
        records.counts_as,
        bounded.value,
        bounded.low,
        bounded.high,
        bounded.takes_part and bounded.sex_key = 0 and bounded.age_key = 0 as is_of_all
    from {{ ref('stg_incident_records__records') }} as records
    inner join {{ ref('int_records_bounded') }} as bounded
        on records.version_key = bounded.version_key
    where bounded.known_to is null

),

totals as (

    select
        event_id,
        source_url,
        measure,
        unit,
        min_by(version_key, record_id) as version_key,
        count(*) as total_count,
        count(*) = count(high) as has_upper_end,
        max(high) as high,
        max(value) as value
    from records
    where is_of_all and counts_as = 'total'
    group by event_id, source_url, measure, unit

),

several_totals as (

    select
        totals.event_id,
        totals.version_key,
        totals.measure,
        {{ joined(
            "coalesce(records.nationality || ' ', '') || " ~ spelled_number('records.value'), ', ',
            'records.value desc, records.record_id'
        ) }} as values_text
    from totals
    inner join records
        on
            totals.event_id = records.event_id
            and totals.source_url = records.source_url
            and totals.measure = records.measure
            and totals.unit = records.unit
    where totals.total_count > 1 and records.is_of_all and records.counts_as = 'total'
    group by totals.event_id, totals.version_key, totals.measure

),

nationalities as (

    select
        totals.event_id,
        totals.version_key,
        totals.measure,
        totals.high,
        totals.value,
        records.nationality,
        max(records.low) as low
    from totals
    inner join records
        on
            totals.event_id = records.event_id
            and totals.source_url = records.source_url
            and totals.measure = records.measure
            and totals.unit = records.unit
    where
        totals.has_upper_end
        and records.is_of_all
        and records.counts_as in ('total', 'part')
        and records.nationality is not null
        and records.nationality <> 'foreign'
    group by
        totals.event_id, totals.version_key, totals.measure, totals.high, totals.value,
        records.nationality

),

above_total as (

    select version_key, sum(low) as low
    from nationalities
    group by version_key
    having count(*) > 1 and sum(low) > max(high)

),

final as (

    select
        'several_totals_in_report' as rule,
        event_id,
        version_key,
        'One report gives several totals of ' || measure || ': ' || values_text
        || '. The largest stands.' as sentence
    from several_totals
    union all
    select
        'nationalities_above_total' as rule,
        nationalities.event_id,
        nationalities.version_key,
        'The nationalities of ' || nationalities.measure || ' in one report add up to '
        || {{ spelled_number('above_total.low') }} || ' ('
        || {{ joined(
            "nationalities.nationality || ' ' || " ~ spelled_number('nationalities.low'), ', ',
            'nationalities.low desc, nationalities.nationality'
        ) }}
        || '), more than its total, ' || {{ spelled_number('nationalities.value') }} || '.'
            as sentence
    from nationalities
    inner join above_total on nationalities.version_key = above_total.version_key
    group by
        nationalities.event_id, nationalities.version_key, nationalities.measure,
        nationalities.value, above_total.low

)

select * from final
