-- The total of an event and measure group as each report stated it, if reports differ. For each
-- report, fct_consensus_records marks the record that is the report's figure. The rows are ordered
-- on few and narrow columns. The other columns are joined to the rows that remain.
with

members as (

    select
        members.event_id,
        members.measure_group,
        members.record_id,
        members.figure_day,
        members.is_current,
        members.is_chosen,
        members.not_chosen_because,
        figures.publisher,
        figures.published_on,
        figures.value
    from {{ ref('fct_consensus_records') }} as members
    inner join {{ ref('fct_reported_figures') }} as figures
        on members.record_id = figures.record_id
    where
        members.nationality_code = 'total'
        and members.sex = 'all'
        and members.age_group = 'all'
        and members.is_largest_in_report

),

-- only figures with different values were revised
revised as (

    select event_id, measure_group
    from members
    group by event_id, measure_group
    having min(value) < max(value)

),

ordered as (

    select
        members.record_id,
        members.is_current,
        members.is_chosen,
        members.not_chosen_because,
        row_number() over reports_in_order as revision_number,
        lag(members.value) over reports_in_order as previous_value,
        lag(members.publisher) over reports_in_order as previous_publisher
    from members
    inner join revised
        on members.event_id = revised.event_id and members.measure_group = revised.measure_group
    window reports_in_order as (
        partition by members.event_id, members.measure_group
        order by members.published_on, members.figure_day, members.record_id
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
        ordered.is_current,
        ordered.is_chosen,
        ordered.not_chosen_because,
        figures.record_id,
        figures.source_url
    from ordered
    inner join {{ ref('fct_reported_figures') }} as figures
        on ordered.record_id = figures.record_id
    inner join totals
        on figures.event_id = totals.event_id and figures.measure_group = totals.measure_group

)

select * from final
