-- What stands in a disputed slice is found anew by the rules of section 3, since is_standing of a
-- record may be owed to another slice that it speaks for.
with

slices as (

    select * from {{ ref('fct_slices') }} where is_disputed

),

figures as (

    select
        *,
        coalesce(figure_as_of, published_on) as figure_day,
        case
            when qualifier = 'exact' then case when high > value then 2 else 1 end
            when low = value and high is not null then 2
            when qualifier in ('about', 'nearly') then 3
            when qualifier in ('at_least', 'more_than') then 4
            else 5
        end as precision_rank
    from {{ ref('fct_reported_figures') }}
    where
        coalesce(not_chosen_because, 'chosen')
        not in ('status', 'stock', 'running_total', 'in_no_slice')

),

members as (

    select
        slices.nationality_code as slice_nationality,
        figures.*,
        row_number() over (
            partition by
                slices.event_id, slices.family, slices.nationality_code, slices.sex,
                slices.age_group, figures.report_key
            order by
                figures.value desc, figures.precision_rank asc, figures.figure_day desc,
                figures.published_on desc, figures.record_id asc
        ) as place_in_report
    from slices
    inner join figures
        on
            slices.event_id = figures.event_id
            and slices.family = figures.family
            and slices.sex = figures.sex
            and slices.age_group = figures.age_group
    where
        slices.nationality_code = figures.nationality_code and (
            slices.nationality_code <> 'total'
            or slices.sex <> 'all'
            or slices.age_group <> 'all'
            or figures.counts_as <> 'part'
        )
        or slices.nationality_code = 'total'
        and slices.sex = 'all'
        and slices.age_group = 'all'
        and figures.counts_as = 'total'

),

standing as (

    select *
    from (
        select
            *,
            row_number() over (
                partition by event_id, family, slice_nationality, sex, age_group, publisher
                order by
                    figure_day desc, precision_rank asc, published_on desc, value desc,
                    record_id asc
            ) as place_of_publisher
        from members
        where place_in_report = 1
    ) as placed
    where place_of_publisher = 1

),

summed as (

    select
        event_id,
        family,
        slice_nationality,
        sex,
        age_group,
        min(value) as smallest_value,
        max(value) as largest_value,
        {{ joined(
            spelled_figure('value', 'low', 'high', 'qualifier')
            ~ " || ' (' || publisher || ' ' || cast(published_on as string) || ')'",
            '; ', 'value desc, published_on, record_id'
        ) }} as standing_values
    from standing
    group by event_id, family, slice_nationality, sex, age_group

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
    inner join summed
        on
            slices.event_id = summed.event_id
            and slices.family = summed.family
            and slices.nationality_code = summed.slice_nationality
            and slices.sex = summed.sex
            and slices.age_group = summed.age_group
    inner join {{ ref('dim_event') }} as events on slices.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code

)

select * from final
