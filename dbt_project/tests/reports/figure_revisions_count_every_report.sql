-- as many rows as reports, within their days, exactly one of them chosen; all disputes are present
with

counted as (

    select
        event_id,
        measure_group,
        count(*) as reports,
        min(published_on) as first_reported_on,
        max(published_on) as last_reported_on,
        count(case when is_chosen then 1 end) as chosen_count
    from {{ ref('rpt_figure_revisions') }}
    group by event_id, measure_group

)

select
    breakdowns.event_id,
    breakdowns.measure_group,
    breakdowns.report_count,
    counted.reports as reports_counted,
    counted.first_reported_on,
    counted.last_reported_on,
    counted.chosen_count
from {{ ref('fct_consensus') }} as breakdowns
left join counted
    on breakdowns.event_id = counted.event_id and breakdowns.measure_group = counted.measure_group
where
    breakdowns.nationality_code = 'total'
    and breakdowns.sex = 'all'
    and breakdowns.age_group = 'all'
    and not coalesce(
        breakdowns.report_count = counted.reports
        and counted.first_reported_on >= breakdowns.first_reported_on
        and counted.last_reported_on <= breakdowns.last_reported_on
        and counted.chosen_count = 1,
        not breakdowns.is_disputed
    )
