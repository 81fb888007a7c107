-- A raid of a site is an event that raided sites and names it. A campaign lasts for months: it has
-- a row, but the days are not counted from it. The figures are those of the whole event, including
-- its descendants, since they are what the raid took.
with

events as (

    select * from {{ ref('dim_event') }}

),

named as (

    select
        bridge.site_key,
        bridge.event_id,
        count(*) over (partition by bridge.event_id) as site_count
    from {{ ref('bridge_event_site') }} as bridge
    inner join {{ ref('dim_site') }} as sites on bridge.site_key = sites.site_key
    where sites.site_type <> 'unknown'

),

totals as (

    select
        event_id,
        {%- for measure_group, column in [
            ('sites', 'sites_total'), ('custody', 'custody_total'), ('sites_closed', 'closed_total')
        ] %}
        {{ whole_number(
            "max(case when measure_group = '" ~ measure_group
            ~ "' then greatest(own_total, descendants_total) end)"
        ) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_event_totals') }}
    where measure_group in ('sites', 'custody', 'sites_closed')
    group by event_id

),

raids as (

    select
        named.site_key,
        named.event_id,
        named.site_count,
        events.event_kind,
        events.event_start,
        events.event_end,
        events.date_precision,
        totals.sites_total,
        totals.custody_total,
        totals.closed_total,
        case when events.event_kind <> 'campaign' then 1 end as raids,
        case when events.event_kind <> 'campaign' then events.event_end end as raid_end
    from named
    inner join events on named.event_id = events.event_id
    inner join totals on named.event_id = totals.event_id
    where totals.sites_total > 0

),

ordered as (

    select
        *,
        case when raids = 1 then sum(raids) over so_far end as raid_number,
        max(raid_end) over (
            partition by site_key
            order by event_start, event_id
            rows between unbounded preceding and 1 preceding
        ) as previous_end
    from raids
    window so_far as (
        partition by site_key
        order by event_start, event_id
        rows between unbounded preceding and current row
    )

),

closed as (

    select named.site_key, min(events.event_start) as first_closed_on
    from named
    inner join events on named.event_id = events.event_id
    inner join totals on named.event_id = totals.event_id
    where totals.closed_total > 0
    group by named.site_key

),

final as (

    select
        sites.site_name,
        sites.site_type,
        sites.is_curated,
        cities.city_name,
        sites.country_code,
        countries.country_name,
        ordered.event_id,
        ordered.event_kind,
        ordered.event_start,
        ordered.event_end,
        ordered.date_precision,
        cast(ordered.raid_number as bigint) as raid_number,
        case
            when ordered.raids = 1 and ordered.previous_end is not null
                then cast(greatest(
                    {{ dbt.datediff('ordered.previous_end', 'ordered.event_start', 'day') }}, 0
                ) as bigint)
        end as days_since_previous,
        coalesce(closed.first_closed_on < ordered.event_start, false) as has_earlier_closing,
        case when closed.first_closed_on < ordered.event_start then closed.first_closed_on end
            as first_closed_on,
        ordered.sites_total,
        ordered.custody_total,
        ordered.closed_total,
        ordered.site_count,
        ordered.site_key
    from ordered
    inner join {{ ref('dim_site') }} as sites on ordered.site_key = sites.site_key
    inner join {{ ref('dim_city') }} as cities on sites.city_key = cities.city_key
    inner join {{ ref('dim_country') }} as countries
        on sites.country_code = countries.country_code
    left join closed on ordered.site_key = closed.site_key

)

select * from final
