-- The running totals of a series have the same event, measure, measure group, nationality, sex, age
-- group, scope and first day. They also have the same claimant: who gave the figure or, if no
-- report says who, the publisher. By publisher alone, a series would end with each article. The
-- bounds decide whether a total has fallen, so "more than 4,000" after 4,039 is no fall.
with

totals as (

    select
        running_totals.*,
        figures.sex,
        figures.age_group,
        figures.qualifier,
        figures.phrase,
        reports.source_url,
        coalesce(running_totals.figure_as_of, running_totals.published_on) as figure_day,
        coalesce(running_totals.claimed_by, running_totals.publisher) as claimant,
        dense_rank() over (
            order by
                running_totals.event_id, running_totals.measure, running_totals.measure_group,
                running_totals.nationality_code, figures.sex, figures.age_group,
                running_totals.scope nulls first, running_totals.cumulative_since nulls first,
                coalesce(running_totals.claimed_by, running_totals.publisher)
        ) as series_number
    from {{ ref('fct_running_totals') }} as running_totals
    inner join {{ ref('fct_reported_figures') }} as figures
        on running_totals.record_id = figures.record_id
    inner join {{ ref('dim_report') }} as reports
        on running_totals.report_key = reports.report_key

),

days as (

    select
        series_number,
        figure_day,
        max(max(low)) over (
            partition by series_number order by figure_day
            rows between unbounded preceding and 1 preceding
        ) as reached_before
    from totals
    where status is null
    group by series_number, figure_day

),

final as (

    select
        totals.event_id,
        events.event_kind,
        events.country_code,
        countries.country_name,
        cast(totals.series_number as bigint) as series_number,
        totals.measure,
        totals.measure_group,
        totals.nationality_code,
        totals.sex,
        totals.age_group,
        totals.scope,
        totals.cumulative_since,
        totals.claimant,
        totals.publisher,
        totals.published_on,
        totals.figure_as_of,
        totals.qualifier,
        totals.value,
        totals.low,
        totals.high,
        totals.phrase,
        totals.status,
        totals.explained,
        totals.unexplained,
        case
            when totals.value > 0
                then least(cast(totals.explained as double) / cast(totals.value as double), 1)
        end as explained_share,
        coalesce(totals.status is null and totals.high < days.reached_before, false) as has_fallen,
        case
            when totals.status is null and totals.high < days.reached_before
                then cast(days.reached_before - totals.high as decimal(38, 4))
        end as fallen_by,
        totals.record_id,
        totals.source_url
    from totals
    inner join {{ ref('dim_event') }} as events on totals.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code
    left join days
        on totals.series_number = days.series_number and totals.figure_day = days.figure_day

)

select * from final
