{# Section event: one line per event, with its attributes and who reported it. #}
{% macro explained_events() %}
    select
        events.event_id,
        '-' as measure_group,
        {{ line_number('event', '1') }} as line_number,
        'event' as section,
        'total' as nationality_code,
        case
            when events.event_kind is null
                then 'No record is about this event: it is only named as the parent of others.'
            else
                upper(substr(events.event_kind, 1, 1)) || substr(events.event_kind, 2)
                || coalesce(' in ' || places.place_names || ',', ' in')
                || ' ' || case events.country_code
                    when 'ZZ' then 'several or unknown countries' else countries.country_name
                end
                || ', ' || cast(events.event_start as string)
                || case
                    when events.event_end > events.event_start
                        then ' to ' || cast(events.event_end as string)
                    else ''
                end
                || case
                    when events.date_precision in ('month', 'year')
                        then ' (known to the ' || events.date_precision || ')'
                    else ''
                end
                || '.'
        end
        || coalesce(' Part of ' || events.parent_event_id || case
            when events.depth = 0 and events.has_figures
                then ', a link that the tree leaves out'
            else ''
        end || '.', '')
        || coalesce(' Follows ' || events.follows_event_id || '.', '')
        || coalesce(
            ' ' || {{ spelled_count('events.report_count', 'report') }} || ' by '
            || {{ spelled_count('events.publisher_count', 'publisher') }} || ', '
            || cast(events.first_reported_on as string) || case
                when events.last_reported_on > events.first_reported_on
                    then ' to ' || cast(events.last_reported_on as string)
                else ''
            end || '.',
            ''
        )
        || case
            when not events.has_figures and events.event_kind is not null
                then ' None of its figures takes part in a fact.'
            else ''
        end as text,
        cast(null as decimal(38, 4)) as value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report() }}
    from {{ ref('dim_event') }} as events
    inner join {{ ref('dim_country') }} as countries
        on events.country_code = countries.country_code
    left join ({{ explained_places() }}) as places on events.event_id = places.event_id
{% endmacro %}

{# The places of an event, those with most weight first, and how many more there are. #}
{% macro explained_places(shown=5) %}
    select
        event_id,
        {{ joined('city_name', ', ', 'place') }}
        || case
            when max(place_count) > {{ shown }}
                then ' and ' || cast(max(place_count) - {{ shown }} as string) || ' more places'
            else ''
        end as place_names
    from (
        select
            bridge.event_id,
            cities.city_name,
            row_number() over (
                partition by bridge.event_id
                order by bridge.weight desc, cities.city_name asc, cities.city_key asc
            ) as place,
            count(*) over (partition by bridge.event_id) as place_count
        from {{ ref('bridge_event_city') }} as bridge
        inner join {{ ref('dim_city') }} as cities on bridge.city_key = cities.city_key
        where cities.place_type <> 'unknown'
    ) as placed
    where place <= {{ shown }}
    group by event_id
{% endmacro %}
