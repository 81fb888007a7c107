-- Warnings about labels that conflict: one report puts the same number of the same persons of one
-- event in custody, another in release, so both facts count them. The warning names the largest
-- such figure of an event.
with

labels as (

    select group_key, min(measure_group) as measure_group
    from {{ ref('int_measure_groups') }}
    where measure_group in ('custody', 'release')
    group by group_key

),

figures as (

    select
        records.event_key,
        records.nationality_key,
        records.sex_key,
        records.age_key,
        records.value,
        min(records.source_url) as first_report,
        max(records.source_url) as last_report,
        min_by(
            case when labels.measure_group = 'release' then records.version_key end,
            case when labels.measure_group = 'release' then records.record_id end
        ) as version_key
    from {{ ref('int_records_bounded') }} as records
    inner join labels on records.group_key = labels.group_key
    where records.known_to is null and records.takes_part and records.value >= 5
    group by
        records.event_key, records.nationality_key, records.sex_key, records.age_key, records.value
    having min(labels.measure_group) < max(labels.measure_group)

),

ranked as (

    select
        *,
        row_number() over (
            partition by event_key
            order by value desc, sex_key asc, age_key asc, nationality_key asc
        ) as place
    from figures
    where first_report < last_report

),

final as (

    select
        'labels_conflict' as warning,
        events.event_id,
        ranked.version_key,
        {{ whole_number('least(ranked.value, custody.net_total, release.net_total)') }}
            as persons_at_stake,
        'The same ' || {{ spelled_number('ranked.value') }}
        || case
            when ranked.nationality_key = {{ total_key() }} then ''
            else ' (' || {{ nationality_code('ranked.nationality_key') }} || ')'
        end
        || ' are arrested or detained in one report, released or rescued in another.' as message
    from ranked
    inner join {{ ref('int_events_named') }} as events on ranked.event_key = events.event_key
    inner join {{ ref('int_persons_counted') }} as custody
        on events.event_id = custody.event_id and custody.measure_group = 'custody'
    inner join {{ ref('int_persons_counted') }} as release
        on events.event_id = release.event_id and release.measure_group = 'release'
    where ranked.place = 1

)

select * from final
