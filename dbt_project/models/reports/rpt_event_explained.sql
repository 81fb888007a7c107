-- Every section is a macro of macros/explained, with the same columns and `place` in its own order.
with

figures as (

    {{ explained_figures() }}

),

slices as (

    {{ explained_slices() }}

),

chosen as (

    {{ explained_chosen('figures', 'slices') }}

),

-- section 6: the day of the latest record of T, or, without T, of the nationalities
serving as (

    select
        event_id,
        family,
        coalesce(
            max(case when nationality_code = 'total' then latest_day end), max(latest_day)
        ) as serving_day
    from (
        select
            event_id,
            family,
            nationality_code,
            coalesce(max(case when sex = 'all' then figure_day end), max(figure_day))
                as latest_day
        from figures
        where totals_serve and is_standing and age_group = 'all'
        group by event_id, family, nationality_code
    ) as days
    group by event_id, family

),

parts as (

    select
        descendants.event_id,
        descendants.part_event_id,
        totals.family,
        totals.attributed,
        events.event_start,
        serving.serving_day,
        coalesce(events.event_start > serving.serving_day, false) as is_on_top
    from ({{ explained_descendants() }}) as descendants
    inner join {{ ref('fct_event_totals') }} as totals
        on descendants.part_event_id = totals.event_id
    inner join {{ ref('dim_event') }} as events on descendants.part_event_id = events.event_id
    left join serving
        on descendants.event_id = serving.event_id and totals.family = serving.family
    where totals.attributed > 0

),

totals as (

    {{ explained_totals('slices', 'parts', 'serving') }}

),

lines as (

    {{ explained_events() }}
    union all
    {{ explained_reported('figures', 'slices', 'chosen') }}
    union all
    {{ explained_consensus('slices', 'chosen') }}
    union all
    {{ explained_disputes('figures', 'slices') }}
    union all
    {{ explained_parts('parts') }}
    union all
    {{ explained_attributed() }}
    union all
    {{ explained_left_over('totals') }}

),

-- a section begins after the lines of those before it: counting is cheaper than sorting long texts
sections as (

    select
        event_id,
        family,
        section_order,
        coalesce(sum(line_count) over (
            partition by event_id
            order by
                case
                    when section_order = 1 then 0
                    when family = 'custody' then 1
                    when family = 'sites' then 2
                    when family = 'removal' then 3
                    when family = 'release' then 4
                    else 5
                end,
                family asc,
                section_order asc
            rows between unbounded preceding and 1 preceding
        ), 0) as lines_before
    from (
        select event_id, family, section_order, count(*) as line_count
        from lines
        group by event_id, family, section_order
    ) as counted

),

final as (

    select
        lines.event_id,
        cast(sections.lines_before + lines.place as bigint) as line_number,
        lines.section,
        case when lines.section <> 'event' then lines.family end as family,
        lines.nationality_code,
        lines.sex,
        lines.age_group,
        lines.text,
        lines.value,
        lines.low,
        lines.high,
        lines.publisher,
        lines.published_on,
        lines.record_id,
        lines.source_url,
        lines.is_standing,
        lines.is_chosen,
        lines.part_event_id
    from lines
    inner join sections
        on
            lines.event_id = sections.event_id
            and lines.family = sections.family
            and lines.section_order = sections.section_order

)

select * from final
