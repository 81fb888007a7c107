-- as many rows as reports, within their days, the best value among them; disputes are all there
with

told as (

    select
        event_id,
        family,
        count(*) as reports,
        min(published_on) as first_reported_on,
        max(published_on) as last_reported_on,
        max(case when value = best then 1 else 0 end) as has_best
    from {{ ref('rpt_figure_revisions') }}
    group by event_id, family

)

select
    slices.event_id,
    slices.family,
    slices.reports,
    told.reports as reports_told,
    told.first_reported_on,
    told.last_reported_on,
    told.has_best
from {{ ref('fct_slices') }} as slices
left join told on slices.event_id = told.event_id and slices.family = told.family
where
    slices.nationality_code = 'total'
    and slices.sex = 'all'
    and slices.age_group = 'all'
    and not coalesce(
        slices.reports = told.reports
        and told.first_reported_on >= slices.first_reported_on
        and told.last_reported_on <= slices.last_reported_on
        and told.has_best = 1,
        not slices.is_disputed
    )
