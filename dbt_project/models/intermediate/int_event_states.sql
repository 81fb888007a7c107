-- Section 4: the attributes of an event on every day on which they change, by the records that take
-- part, and separately (takes_part false) by those that don't. Equal records of one event are
-- counted once with their number, since a report repeats the attributes of its event in every
-- figure.
with

cells as (

    select
        cell_key,
        min(case when kind = 'city' then place_number end) as first_city,
        max(case when kind = 'city' then place_number end) as last_city,
        min(case when kind = 'admin1' then place_number end) as first_admin1,
        max(case when kind = 'admin1' then place_number end) as last_admin1
    from {{ ref('int_places_named') }}
    group by cell_key

),

stated as (

    select
        records.event_key,
        records.takes_part,
        records.known_from,
        records.known_to,
        records.event_kind,
        records.country_code,
        records.event_start,
        records.event_end,
        records.date_precision,
        records.parent_key,
        records.follows_event_id,
        place_cells.cell_key,
        measure_groups.measure_group = 'sites' as is_about_sites,
        count(*) as record_count,
        min(records.tie_rank) as tie_rank,
        min(records.day_order) as day_order
    from {{ ref('int_records_bounded') }} as records
    left join {{ ref('int_place_cells') }} as place_cells
        on
            records.country_code = place_cells.country_code
            and coalesce(records.admin1, '-') = place_cells.admin1
            and coalesce(records.city, '-') = place_cells.city
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on records.group_key = measure_groups.group_key
    group by all

),

days as (

    {{ days_of_change('stated', 'event_key, takes_part') }}

),

known as (

    select
        days.known_from as day,
        days.known_to as next_day,
        stated.*
    from days
    inner join stated
        on
            days.event_key = stated.event_key
            and days.takes_part = stated.takes_part
            and {{ holds_on('stated', 'days.known_from') }}

),

kinds as (

    select event_key, takes_part, day, max_by(event_kind, weight) as event_kind
    from (
        select
            event_key, takes_part, day, event_kind,
            {{ order_of('sum(record_count)', '-min(tie_rank)') }} as weight
        from known
        group by event_key, takes_part, day, event_kind
    ) as counted
    group by event_key, takes_part, day

),

countries as (

    select event_key, takes_part, day, max_by(country_code, weight) as country_code
    from (
        select
            event_key, takes_part, day, country_code,
            {{ order_of('sum(record_count)', '-min(tie_rank)') }} as weight
        from known
        group by event_key, takes_part, day, country_code
    ) as counted
    group by event_key, takes_part, day

),

dated as (

    select
        known.event_key,
        known.takes_part,
        known.day as known_from,
        min(known.next_day) as known_to,
        min_by(known.event_start, {{ order_of('fineness', 'known.tie_rank') }})
            as event_start,
        min_by(known.event_end, {{ order_of('fineness', 'known.tie_rank') }}) as event_end,
        min_by(known.date_precision, {{ order_of('fineness', 'known.tie_rank') }})
            as date_precision,
        max(known.event_end) as last_end,
        min_by(
            known.parent_key,
            case when known.parent_key is not null then known.day_order end
        ) as parent_key,
        min_by(
            known.follows_event_id,
            case when known.follows_event_id is not null then known.day_order end
        ) as follows_event_id,
        min(cells.first_city) as first_city,
        max(cells.last_city) as last_city,
        min(cells.first_admin1) as first_admin1,
        max(cells.last_admin1) as last_admin1,
        max(case when known.is_about_sites then 1 else 0 end) as has_site_records
    from (
        select
            *,
            case date_precision
                when 'day' then 1 when 'range' then 2 when 'month' then 3 else 4
            end as fineness
        from known
    ) as known
    left join cells on known.cell_key = cells.cell_key
    group by known.event_key, known.takes_part, known.day

),

-- a campaign has its own place only if every report of it names just that place
campaign_reports as (

    select
        records.event_key,
        records.takes_part,
        records.report_key,
        cells.first_city,
        cells.first_admin1,
        records.known_from,
        records.known_to
    from {{ ref('int_records_bounded') }} as records
    inner join (select distinct event_key from kinds where event_kind = 'campaign') as campaigns
        on records.event_key = campaigns.event_key
    left join {{ ref('int_place_cells') }} as place_cells
        on
            records.country_code = place_cells.country_code
            and coalesce(records.admin1, '-') = place_cells.admin1
            and coalesce(records.city, '-') = place_cells.city
    left join cells on place_cells.cell_key = cells.cell_key

),

campaigns_placed as (

    select
        days.event_key,
        days.takes_part,
        days.known_from,
        count(distinct reports.report_key) as report_count,
        count(distinct case when reports.first_city is not null then reports.report_key end)
            as with_city,
        count(distinct case when reports.first_admin1 is not null then reports.report_key end)
            as with_admin1
    from days
    inner join campaign_reports as reports
        on
            days.event_key = reports.event_key
            and days.takes_part = reports.takes_part
            and {{ holds_on('reports', 'days.known_from') }}
    group by days.event_key, days.takes_part, days.known_from

),

states as (

    select
        dated.event_key,
        dated.takes_part,
        dated.known_from,
        dated.known_to,
        kinds.event_kind,
        countries.country_code,
        case when kinds.event_kind = 'campaign' then events.named_day else dated.event_start end
            as event_start,
        case when kinds.event_kind = 'campaign' then dated.last_end else dated.event_end end
            as event_end,
        dated.date_precision,
        dated.parent_key,
        dated.follows_event_id,
        -- a single city is the event's place; so is a single province if no record names a city
        coalesce(dated.first_city is not null, false) as has_city,
        case
            when
                kinds.event_kind = 'campaign'
                and placed.report_count > case
                    when dated.first_city is null then placed.with_admin1 else placed.with_city
                end
                then null
            when dated.first_city = dated.last_city then dated.first_city
            when dated.first_city is null and dated.first_admin1 = dated.last_admin1
                then dated.first_admin1
        end as place_number,
        dated.has_site_records = 1 as has_site_records
    from dated
    inner join kinds
        on
            dated.event_key = kinds.event_key
            and dated.takes_part = kinds.takes_part
            and dated.known_from = kinds.day
    inner join countries
        on
            dated.event_key = countries.event_key
            and dated.takes_part = countries.takes_part
            and dated.known_from = countries.day
    inner join {{ ref('int_events_named') }} as events on dated.event_key = events.event_key
    left join campaigns_placed as placed
        on
            dated.event_key = placed.event_key
            and dated.takes_part = placed.takes_part
            and dated.known_from = placed.known_from

),

final as (

    {{ collapsed('states', ['event_key', 'takes_part'], [
        'event_kind', 'country_code', 'event_start', 'event_end', 'date_precision', 'parent_key',
        'follows_event_id', 'has_city', 'place_number', 'has_site_records',
    ]) }}

)

select * from final
