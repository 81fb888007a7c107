-- The candidates of each disputed breakdown, from fct_consensus_records.
with

breakdowns as (

    select * from {{ disputed_breakdowns() }} as breakdowns

),

-- one whole number to sort by: a list in the order of three columns takes twice as long
placed as (

    select
        *,
        row_number() over (
            partition by event_id, breakdown_number
            order by value desc, published_on asc, record_id asc
        ) as place
    from {{ candidates_of('breakdowns') }} as candidates

),

summed as (

    select
        event_id,
        breakdown_number,
        min(value) as smallest_value,
        max(value) as largest_value,
        {{ joined(
            spelled_figure('value', 'low', 'high', 'qualifier')
            ~ " || ' (' || publisher || ' ' || cast(published_on as string) || ')'",
            '; ', 'place'
        ) }} as candidate_values
    from placed
    group by event_id, breakdown_number

),

final as (

    select
        breakdowns.event_id,
        events.event_kind,
        events.event_start,
        events.country_code,
        countries.country_name,
        breakdowns.measure_group,
        breakdowns.nationality_code,
        breakdowns.sex,
        breakdowns.age_group,
        breakdowns.best,
        breakdowns.low,
        breakdowns.high,
        breakdowns.is_open_ended,
        breakdowns.chosen_because,
        summed.candidate_values,
        summed.smallest_value,
        summed.largest_value,
        cast(summed.largest_value - summed.smallest_value as decimal(38, 4)) as spread,
        cast(summed.largest_value - summed.smallest_value as double)
        / nullif(cast(summed.largest_value as double), 0) as spread_share,
        breakdowns.candidate_count,
        breakdowns.report_count,
        breakdowns.publisher_count,
        breakdowns.first_reported_on,
        breakdowns.last_reported_on
    from breakdowns
    inner join summed
        on
            breakdowns.event_id = summed.event_id
            and breakdowns.breakdown_number = summed.breakdown_number
    inner join {{ ref('dim_event') }} as events on breakdowns.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code

)

select * from final
