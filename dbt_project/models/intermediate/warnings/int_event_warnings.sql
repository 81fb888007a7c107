-- Warnings about one event, from all its records. If the country is in doubt, the persons at stake
-- are those whom records place in another country, as far as the event counts them.
with

events as (

    select * from {{ ref('int_events_today') }}

),

sizes as (

    select event_id, max(net_total) as persons
    from {{ ref('int_persons_counted') }}
    group by event_id

),

counted as (

    select
        event_key,
        country_code,
        count(*) as record_count,
        max(case when is_of_persons and takes_part then value else 0 end) as most_persons
    from {{ ref('int_records_bounded') }}
    where known_to is null and country_code <> 'ZZ'
    group by event_key, country_code

),

countries as (

    select
        counted.event_key,
        {{ joined(
            "counted.country_code || ' (' || " ~ spelled_count('counted.record_count', 'record')
            ~ " || ')'", ', ', 'counted.record_count desc, counted.country_code'
        ) }} as country_texts,
        max(
            case
                when counted.country_code <> events.country_code then counted.most_persons else 0
            end
        ) as persons_elsewhere
    from counted
    inner join events on counted.event_key = events.event_key
    where
        counted.event_key in (
            select event_key from counted group by event_key having count(*) > 1
        )
    group by counted.event_key

),

suspected as (

    select
        'several_countries' as warning,
        events.event_id,
        countries.persons_elsewhere,
        'The records of the event lie in several countries: '
        || countries.country_texts || '.' as message
    from events
    inner join countries on events.event_key = countries.event_key
    union all
    select
        'label_of_another_country' as warning,
        event_id,
        0 as persons_elsewhere,
        'The event_id begins with ' || substr(event_id, 1, 2)
        || ', but the country of the event is ' || country_code || '.' as message
    from events
    where report_count > 0 and upper(substr(event_id, 1, 2)) <> country_code
    union all
    select
        'no_record_takes_part' as warning,
        events.event_id,
        0 as persons_elsewhere,
        case
            when events.report_count = 0
                then 'No record is about this event: it is only named as a parent.'
            else 'No record of the event takes part: all are planned, denied, withdrawn or stocks.'
        end as message
    from events
    where not events.takes_part

),

final as (

    select
        suspected.warning,
        suspected.event_id,
        {{ whole_number('least(suspected.persons_elsewhere, coalesce(sizes.persons, 0))') }}
            as persons_at_stake,
        suspected.message
    from suspected
    left join sizes on suspected.event_id = sizes.event_id

)

select * from final
