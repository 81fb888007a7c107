-- The total of an event and family as one report after another gave it, where they differ. Of a
-- report that states several totals the largest speaks (section 3, step 1).
with

figures as (

    select *
    from {{ ref('fct_reported_figures') }}
    where
        sex = 'all'
        and age_group = 'all'
        and (counts_as = 'total' or (counts_as = 'cumulative' and nationality_code = 'total'))
        and coalesce(not_chosen_because, 'chosen')
        not in ('status', 'stock', 'running_total', 'in_no_slice')

),

-- totals of which reports give different values
revised as (

    select event_id, family
    from (
        select event_id, family, report_key, max(value) as value
        from figures
        group by event_id, family, report_key
    ) as reports
    group by event_id, family
    having min(value) < max(value)

),

members as (

    select
        figures.*,
        row_number() over (
            partition by figures.event_id, figures.family, figures.report_key
            order by
                figures.value desc,
                case when figures.is_chosen then 0 else 1 end,
                case when figures.is_standing then 0 else 1 end,
                figures.record_id
        ) as place_in_report
    from figures
    inner join revised on figures.event_id = revised.event_id and figures.family = revised.family

),

ordered as (

    select
        *,
        row_number() over reports_in_order as revision_number,
        lag(value) over reports_in_order as previous_value,
        lag(publisher) over reports_in_order as previous_publisher
    from members
    where place_in_report = 1
    window reports_in_order as (
        partition by event_id, family
        order by published_on, coalesce(figure_as_of, published_on), record_id
    )

),

final as (

    select
        ordered.event_id,
        events.event_kind,
        events.country_code,
        countries.country_name,
        ordered.family,
        cast(ordered.revision_number as bigint) as revision_number,
        ordered.published_on,
        ordered.publisher,
        ordered.claimed_by,
        ordered.measure,
        ordered.qualifier,
        ordered.value,
        ordered.low,
        ordered.high,
        ordered.phrase,
        ordered.figure_as_of,
        ordered.previous_value,
        ordered.previous_publisher,
        cast(ordered.value - ordered.previous_value as decimal(38, 4)) as value_change,
        slices.best,
        ordered.is_standing,
        ordered.is_chosen,
        ordered.not_chosen_because,
        ordered.record_id,
        reports.source_url
    from ordered
    inner join {{ ref('fct_slices') }} as slices
        on
            ordered.event_id = slices.event_id
            and ordered.family = slices.family
            and slices.nationality_code = 'total'
            and slices.sex = 'all'
            and slices.age_group = 'all'
    inner join {{ ref('dim_report') }} as reports on ordered.report_key = reports.report_key
    inner join {{ ref('dim_event') }} as events on ordered.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code

)

select * from final
