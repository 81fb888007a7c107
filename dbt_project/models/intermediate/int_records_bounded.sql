-- Sections 0 to 3: which records take part, the bounds of each figure, its measure group, its day,
-- and the order of ties. A version whose day changes has a row for each of its days.
with

records as (

    select * from {{ ref('stg_incident_records__records') }}

),

repeated as (

    select * from {{ ref('int_versions_known') }}

),

stated as (

    select
        records.version_key,
        records.record_id,
        events.event_key,
        measure_groups.measure_key,
        measure_groups.group_key,
        measure_groups.is_of_persons,
        parents.event_key as parent_key,
        records.follows_event_id,
        records.event_kind,
        records.country as country_code,
        records.event_start,
        records.event_end,
        records.date_precision,
        records.admin1,
        records.city,
        records.site,
        records.value,
        case
            when records.qualifier = 'exact' and records.value_high is null then records.value
            when records.value_high is not null then records.value
            when records.qualifier in ('about', 'nearly')
                then cast(floor(records.value * cast(0.9 as decimal(2, 1))) as decimal(38, 4))
            when records.qualifier in ('at_least', 'more_than') then records.value
            else cast(0 as decimal(38, 4))
        end as low,
        case
            when records.value_high is not null then records.value_high
            when records.qualifier in ('exact', 'nearly', 'up_to', 'less_than') then records.value
            when records.qualifier = 'about'
                then cast(ceil(records.value * cast(1.1 as decimal(2, 1))) as decimal(38, 4))
        end as high,
        case
            when records.value_high is not null then 2
            when records.qualifier = 'exact' then 1
            when records.qualifier in ('about', 'nearly') then 3
            when records.qualifier in ('at_least', 'more_than') then 4
            else 5
        end as precision_rank,
        {{ nationality_key('records.nationality') }} as nationality_key,
        {{ sex_key('records.sex') }} as sex_key,
        {{ age_key('records.age_group') }} as age_key,
        records.counts_as,
        records.cumulative_since,
        records.figure_as_of is not null as has_as_of,
        coalesce(days.figure_day, records.figure_as_of, records.published_on) as figure_day,
        records.published_on,
        records.source_url,
        records.publisher,
        publishers.publisher_key,
        coalesce(sources.publisher_key, publishers.publisher_key) as source_key,
        records.status is null and records.counts_as <> 'stock' as takes_part,
        coalesce(
            days.known_from,
            repeated.known_from,
            case
                when records.status = 'withdrawn'
                    then coalesce(records.figure_as_of, records.published_on)
                else records.published_on
            end
        ) as known_from,
        case when days.version_key is null then repeated.known_to else days.known_to end as known_to
    from records
    inner join {{ ref('int_events_named') }} as events on records.event_id = events.event_id
    -- every record has its measure group; for an inner join DuckDB would expect a handful of rows,
    -- and keep the million wide ones instead
    left join {{ ref('int_measure_groups') }} as measure_groups
        on
            records.measure = measure_groups.measure
            and coalesce(records.unit, '-') = measure_groups.unit
    left join {{ ref('int_events_named') }} as parents
        on records.parent_event_id = parents.event_id
    left join {{ ref('int_publishers') }} as publishers
        on records.publisher = publishers.publisher
    left join {{ ref('int_publishers') }} as sources
        on records.credited_to = sources.publisher
    left join repeated on records.version_key = repeated.version_key
    left join {{ ref('int_record_days') }} as days on records.version_key = days.version_key

),

ranked as (

    select
        *,
        -- section 3: every choice breaks its ties in this order
        row_number() over (
            partition by event_key
            order by
                precision_rank asc, figure_day desc, published_on desc, value desc, record_id asc,
                version_key asc, known_from asc
        ) as tie_rank
    from stated
    where known_to is null or known_from < known_to

),

final as (

    select
        *,
        {{ order_of('event_key', 'tie_rank') }} as dated_key,
        {{ report_key('ranked') }} as report_key,
        -- the latest day first, then the order of ties: the smallest is the latest
        {{ order_of(
            '(100000 - ' ~ dbt.datediff("cast('1900-01-01' as date)", 'figure_day', 'day') ~ ')',
            'tie_rank'
        ) }} as day_order
    from ranked

)

select * from final
