-- The total of an event and measure group as one report after another gave it, where they differ.
-- Of a report that states several totals one speaks (section 3, step 1). The order is taken on few
-- and narrow columns, and what else a row tells is joined to the rows that remain.
with

figures as (

    select
        members.event_id,
        members.measure_group,
        figures.report_key,
        members.record_id,
        figures.publisher,
        figures.published_on,
        members.figure_day,
        figures.value,
        members.is_current,
        members.is_chosen
    from {{ ref('fct_consensus_records') }} as members
    inner join {{ ref('fct_reported_figures') }} as figures
        on members.record_id = figures.record_id
    where
        members.nationality_code = 'total'
        and members.sex = 'all'
        and members.age_group = 'all'
        and members.is_largest_in_report

),

members as (

    select
        *,
        row_number() over (
            partition by event_id, measure_group, report_key
            order by
                value desc,
                case when is_chosen then 0 else 1 end,
                case when is_current then 0 else 1 end,
                record_id
        ) as place_in_report
    from figures

),

ordered as (

    select
        record_id,
        row_number() over reports_in_order as revision_number,
        lag(value) over reports_in_order as previous_value,
        lag(publisher) over reports_in_order as previous_publisher,
        min(value) over reports as smallest_value,
        max(value) over reports as largest_value
    from members
    where place_in_report = 1
    window
        reports as (partition by event_id, measure_group),
        reports_in_order as (
            partition by event_id, measure_group order by published_on, figure_day, record_id
        )

),

totals as (

    select
        breakdowns.event_id,
        breakdowns.measure_group,
        breakdowns.best,
        events.event_kind,
        events.country_code,
        countries.country_name
    from {{ ref('fct_consensus') }} as breakdowns
    inner join {{ ref('dim_event') }} as events on breakdowns.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code
    where
        breakdowns.nationality_code = 'total'
        and breakdowns.sex = 'all'
        and breakdowns.age_group = 'all'

),

final as (

    select
        figures.event_id,
        totals.event_kind,
        totals.country_code,
        totals.country_name,
        figures.measure_group,
        cast(ordered.revision_number as bigint) as revision_number,
        figures.published_on,
        figures.publisher,
        figures.claimed_by,
        figures.measure,
        figures.qualifier,
        figures.value,
        figures.low,
        figures.high,
        figures.phrase,
        figures.figure_as_of,
        ordered.previous_value,
        ordered.previous_publisher,
        cast(figures.value - ordered.previous_value as decimal(38, 4)) as value_change,
        totals.best,
        figures.is_current,
        figures.is_chosen,
        figures.not_chosen_because,
        figures.record_id,
        figures.source_url
    from ordered
    inner join {{ ref('fct_reported_figures') }} as figures
        on ordered.record_id = figures.record_id
    inner join totals
        on figures.event_id = totals.event_id and figures.measure_group = totals.measure_group
    -- only what reports give different values for was revised
    where ordered.smallest_value < ordered.largest_value

)

select * from final
