-- Every section is a macro of macros/explained, with the same columns and `place` in its own order.
with

breakdowns as (

    {{ explained_breakdowns() }}

),

chosen as (

    {{ explained_chosen('breakdowns') }}

),

disputed as (

    select
        *,
        row_number() over (
            order by event_id, measure_group, nationality_code, sex, age_group
        ) as breakdown_number,
        row_number() over (
            partition by event_id, measure_group
            order by
                case when nationality_code = 'total' then 0 else 1 end,
                nationality_code asc,
                sex asc,
                age_group asc
        ) as place_in_dispute
    from breakdowns
    where is_disputed and made in ('reports', 'parts')

),

speaking as (

    {{ explained_speaking('disputed') }}

),

standing as (

    {{ explained_standing('disputed', 'speaking') }}

),

serving as (

    {{ explained_serving() }}

),

parts as (

    select
        descendants.event_id,
        descendants.part_event_id,
        totals.measure_group,
        totals.net_total as attributed,
        events.event_start,
        serving.running_total_as_of,
        coalesce(events.event_start > serving.running_total_as_of, false) as is_on_top,
        row_number() over (
            partition by descendants.event_id, totals.measure_group
            order by events.event_start asc nulls last, descendants.part_event_id asc
        ) as place
    from ({{ explained_descendants() }}) as descendants
    inner join {{ ref('fct_event_totals') }} as totals
        on descendants.part_event_id = totals.event_id
    inner join {{ ref('dim_event') }} as events on descendants.part_event_id = events.event_id
    left join serving
        on descendants.event_id = serving.event_id and totals.measure_group = serving.measure_group
    where totals.net_total > 0

),

facts as (

    {{ explained_facts() }}

),

totals as (

    {{ explained_totals('breakdowns', 'parts', 'serving') }}

),

lines as (

    {{ explained_events() }}
    union all
    {{ explained_reported('chosen', 'breakdowns', 'totals') }}
    union all
    {{ explained_consensus('breakdowns') }}
    union all
    {{ explained_disputes('disputed', 'standing') }}
    union all
    {{ explained_parts('parts') }}
    union all
    {{ explained_attributed('facts') }}
    union all
    {{ explained_left_over('totals') }}

),

starts as (

    {{ explained_starts('breakdowns', 'disputed', 'parts', 'facts', 'totals') }}

),

final as (

    select
        lines.event_id,
        cast(
            lines.place + case lines.section
                when 'event' then 0
                when 'reported' then starts.reported_start
                when 'consensus' then starts.consensus_start
                when 'disputed' then starts.disputed_start
                when 'parts' then starts.parts_start
                when 'attributed' then starts.attributed_start
                when 'left_over' then starts.left_over_start
            end as bigint
        ) as line_number,
        lines.section,
        case when lines.section <> 'event' then lines.measure_group end as measure_group,
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
        lines.is_current,
        lines.is_chosen,
        lines.part_event_id
    from lines
    left join starts on lines.event_id = starts.event_id and lines.measure_group = starts.measure_group

)

select * from final
