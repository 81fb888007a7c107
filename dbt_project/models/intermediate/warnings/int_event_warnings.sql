-- Warnings about one event, from all its records. The persons at stake are those whom records place
-- in another country, or whom a report counts before the first day of the event, as far as the
-- event counts them. If places lie abroad, they are their share of the persons in custody.
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

-- the largest count of the first report, if that is older than the event
early as (

    select
        records.event_key,
        records.publisher,
        records.published_on,
        records.value as persons,
        events.event_start,
        row_number() over (
            partition by records.event_key
            order by records.published_on asc, records.value desc, records.version_key asc
        ) as place
    from {{ ref('int_records_bounded') }} as records
    inner join events on records.event_key = events.event_key
    where
        records.known_to is null
        and records.takes_part
        and records.is_of_persons
        and records.published_on < events.event_start

),

abroad as (

    select
        places.event_id,
        sum(places.weight) as weight,
        {{ joined(
            "cities.city_name || ' (' || cities.country_code || ')'", ', ',
            'places.weight desc, cities.city_key'
        ) }} as place_texts
    from {{ ref('bridge_event_city') }} as places
    inner join {{ ref('dim_city') }} as cities on places.city_key = cities.city_key
    inner join events on places.event_id = events.event_id
    where
        cities.country_code <> events.country_code
        and cities.country_code <> 'ZZ'
        and events.country_code <> 'ZZ'
    group by places.event_id

),

suspected as (

    select
        'several_countries' as warning,
        events.event_id,
        countries.persons_elsewhere as persons,
        'The records of the event lie in several countries: '
        || countries.country_texts || '.' as message
    from events
    inner join countries on events.event_key = countries.event_key
    union all
    select
        'reported_before_it_starts' as warning,
        events.event_id,
        early.persons,
        early.publisher || ' counted '
        || {{ spelled_count('cast(early.persons as bigint)', 'person') }} || ' on '
        || cast(early.published_on as string) || ', but the event begins on '
        || cast(early.event_start as string) || '.' as message
    from events
    inner join early on events.event_key = early.event_key and early.place = 1
    union all
    select
        'place_abroad' as warning,
        events.event_id,
        round(coalesce(custody.net_total, 0) * abroad.weight) as persons,
        'It lies in ' || events.country_code || ', but the hot spots count '
        || cast(cast(round(100 * abroad.weight) as bigint) as string) || '% of it abroad: '
        || abroad.place_texts || '.' as message
    from events
    inner join abroad on events.event_id = abroad.event_id
    left join {{ ref('int_persons_counted') }} as custody
        on events.event_id = custody.event_id and custody.measure_group = 'custody'
    union all
    select
        'label_of_another_country' as warning,
        event_id,
        0 as persons,
        'The event_id begins with ' || substr(event_id, 1, 2)
        || ', but the country of the event is ' || country_code || '.' as message
    from events
    where report_count > 0 and upper(substr(event_id, 1, 2)) <> country_code
    union all
    select
        'no_record_takes_part' as warning,
        events.event_id,
        0 as persons,
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
        {{ whole_number('least(suspected.persons, coalesce(sizes.persons, 0))') }}
            as persons_at_stake,
        suspected.message
    from suspected
    left join sizes on suspected.event_id = sizes.event_id

)

select * from final
