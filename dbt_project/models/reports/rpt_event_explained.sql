-- Every section is a macro of macros/explained, with the same columns and `place` in its own order.
-- What became of each record is read from fct_consensus_records; nothing is decided here.
with

-- numbered before the joins: DuckDB sets memory aside for each window under way, and a join that
-- gets too little works in parts
breakdowns as (

    select
        *,
        row_number() over (
            partition by event_id, measure_group
            order by
                case
                    when sex <> 'all' or age_group <> 'all' then 4
                    when nationality_code = 'total' then 1
                    when nationality_code = 'foreign' then 2
                    else 3
                end,
                best desc,
                nationality_code asc,
                sex asc,
                age_group asc
        ) as place
    from {{ ref('fct_consensus') }}

),

disputed as (

    select
        *,
        row_number() over (order by event_id, measure_group, place) as breakdown_number,
        row_number() over (partition by event_id, measure_group order by place) as place_in_dispute
    from breakdowns
    where is_disputed

),

counts_below as (

    {{ explained_counts_below() }}

),

facts as (

    {{ explained_facts() }}

),

counted_in_others as (

    select
        *,
        row_number() over (
            partition by event_id, measure_group
            order by counted_elsewhere desc, counted_in_event_id asc
        ) as place
    from {{ ref('bridge_event_overlap') }}

),

notes as (

    {{ explained_notes_held() }}

),

spreads as (

    {{ explained_spreads() }}

),

lines as (

    {{ explained_events() }}
    union all
    {{ explained_reported() }}
    union all
    {{ explained_consensus('breakdowns') }}
    union all
    {{ explained_disputes('disputed') }}
    union all
    {{ explained_descendants('counts_below') }}
    union all
    {{ explained_attributed('facts') }}
    union all
    {{ explained_elsewhere('counted_in_others') }}
    union all
    {{ explained_notes('notes') }}
    union all
    {{ explained_months('spreads') }}

),

starts as (

    {{ explained_starts({
        'reported': ref('fct_reported_figures'), 'consensus': 'breakdowns', 'disputed': 'disputed',
        'descendants': 'counts_below', 'attributed': 'facts', 'elsewhere': 'counted_in_others',
        'notes': 'notes', 'months': 'spreads',
    }) }}

),

final as (

    select
        lines.event_id,
        cast(
            lines.place + case lines.section
                when 'event' then 0
                {%- for section in explained_sections() %}
                when '{{ section }}' then starts.{{ section }}_start
                {%- endfor %}
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
        lines.is_candidate,
        lines.is_chosen,
        lines.other_event_id
    from lines
    left join starts on lines.event_id = starts.event_id and lines.measure_group = starts.measure_group

)

select * from final
