-- What stands in a disputed slice is told by explained_standing: is_standing of a record may be
-- owed to another slice that it speaks for.
with

slices as (

    select
        *,
        'reports' as made,
        row_number() over (
            order by event_id, family, nationality_code, sex, age_group
        ) as slice_number
    from {{ ref('fct_slices') }}
    where is_disputed

),

speaking as (

    {{ explained_speaking('slices') }}

),

-- one whole number to sort by: a list in the order of three columns takes twice as long
placed as (

    select
        *,
        row_number() over (
            partition by slice_number order by value desc, published_on asc, record_id asc
        ) as place
    from ({{ explained_standing('slices', 'speaking') }}) as standing

),

summed as (

    select
        slice_number,
        min(value) as smallest_value,
        max(value) as largest_value,
        {{ joined(
            spelled_figure('value', 'low', 'high', 'qualifier')
            ~ " || ' (' || publisher || ' ' || cast(published_on as string) || ')'",
            '; ', 'place'
        ) }} as standing_values
    from placed
    group by slice_number

),

final as (

    select
        slices.event_id,
        events.event_kind,
        events.event_start,
        events.country_code,
        countries.country_name,
        slices.family,
        slices.nationality_code,
        slices.sex,
        slices.age_group,
        slices.best,
        slices.low,
        slices.high,
        slices.is_open_ended,
        summed.standing_values,
        summed.smallest_value,
        summed.largest_value,
        cast(summed.largest_value - summed.smallest_value as decimal(38, 4)) as spread,
        cast(summed.largest_value - summed.smallest_value as double)
        / nullif(cast(summed.largest_value as double), 0) as spread_share,
        slices.reports,
        slices.publishers,
        slices.first_reported_on,
        slices.last_reported_on
    from slices
    inner join summed on slices.slice_number = summed.slice_number
    inner join {{ ref('dim_event') }} as events on slices.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code

)

select * from final
