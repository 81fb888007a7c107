-- Section 4, when: the months that an event spans in a group. A running total weights a month by
-- its growth in it, spread evenly over the days from one of its days to the next. All other figures
-- weight it by the days of the event.
with

events as (

    select * from {{ ref('int_events_today') }}

),

figures as (

    select distinct
        {{ figure_key('event_key', 'group_key') }} as figure_key, event_key, group_key
    from {{ ref('int_records_bounded') }}
    where known_to is null and takes_part
    union
    select figure_key, event_key, group_key
    from {{ ref('int_event_totals') }}
    where known_to is null and is_site_assumed

),

used as (

    select figure_key, running_total_as_of
    from {{ ref('int_event_totals') }}
    where known_to is null and uses_running_total

),

points as (

    select
        used.figure_key,
        by_day.figure_day,
        by_day.own_total,
        max(by_day.own_total) over (
            partition by used.figure_key
            order by by_day.figure_day
            rows between unbounded preceding and current row
        ) as so_far
    from used
    inner join {{ ref('int_running_totals_by_day') }} as by_day
        on used.figure_key = by_day.figure_key
    inner join events on {{ event_of('used.figure_key') }} = events.event_key
    where by_day.figure_day >= events.event_start

),

grown as (

    select
        points.figure_key,
        coalesce(
            cast({{ dbt.dateadd('day', 1, 'lag(points.figure_day) over running') }} as date),
            events.event_start
        ) as first_day,
        points.figure_day as last_day,
        points.so_far - coalesce(lag(points.so_far) over running, 0) as growth
    from points
    inner join events on {{ event_of('points.figure_key') }} = events.event_key
    window running as (partition by points.figure_key order by points.figure_day)

),

totals_grown as (

    select figure_key, sum(growth) as growth
    from grown
    group by figure_key
    having sum(growth) > 0

),

spans as (

    select
        grown.figure_key,
        grown.first_day,
        grown.last_day,
        cast(grown.growth as double) / cast(totals_grown.growth as double) as weight
    from grown
    inner join totals_grown on grown.figure_key = totals_grown.figure_key
    where grown.growth > 0
    union all
    -- without growth, the month of its day gets all of it
    select
        used.figure_key,
        used.running_total_as_of,
        used.running_total_as_of,
        cast(1 as double)
    from used
    left join totals_grown on used.figure_key = totals_grown.figure_key
    where totals_grown.figure_key is null
    union all
    select
        figures.figure_key,
        events.event_start,
        greatest(events.event_start, events.event_end),
        cast(1 as double)
    from figures
    inner join events on figures.event_key = events.event_key
    left join used on figures.figure_key = used.figure_key
    where used.figure_key is null

),

months as (

    select
        month_start,
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'month_start')) }} as date)
            as month_end
    from (select distinct month_start from {{ ref('dim_date') }}) as of_dates

),

-- most spans lie in one month, and need no calendar
weighed as (

    select
        figure_key,
        cast(date_trunc('month', first_day) as date) as month_start,
        weight
    from spans
    where date_trunc('month', first_day) = date_trunc('month', last_day)
    union all
    select
        spans.figure_key,
        months.month_start,
        spans.weight
        * cast({{ dbt.datediff(
            'greatest(spans.first_day, months.month_start)',
            'least(spans.last_day, months.month_end)',
            'day'
        ) }} + 1 as double)
        / cast({{ dbt.datediff('spans.first_day', 'spans.last_day', 'day') }} + 1 as double)
            as weight
    from spans
    inner join months
        on spans.first_day <= months.month_end and months.month_start <= spans.last_day
    where date_trunc('month', spans.first_day) <> date_trunc('month', spans.last_day)

),

summed as (

    -- rounded, since a sum of fractions depends on the order in which an engine adds them
    select figure_key, month_start, round(sum(weight), 12) as weight
    from weighed
    group by figure_key, month_start

),

final as (

    select
        events.event_id,
        measure_groups.measure_group,
        summed.month_start,
        summed.weight,
        count(*) over (partition by summed.figure_key) > 1 as is_spread
    from summed
    inner join events on {{ event_of('summed.figure_key') }} = events.event_key
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on {{ group_of('summed.figure_key') }} = measure_groups.group_key

)

select * from final
