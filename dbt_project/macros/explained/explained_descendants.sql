{# One row per event and descendant, with the event's child that is, or contains, the descendant. A
   link to a parent is valid if the depth is above 0. #}
{% macro explained_tree() %}
    {%- set links %}
        (select event_id, parent_event_id from {{ ref('dim_event') }} where depth > 0)
    {%- endset %}
    {%- for steps in range(1, 5) %}
    select
        step_{{ steps }}.parent_event_id as event_id,
        step_{{ steps }}.event_id as child_event_id,
        step_1.event_id as descendant_event_id
    from {{ links }} as step_1
    {%- for step in range(2, steps + 1) %}
    inner join {{ links }} as step_{{ step }}
        on step_{{ step - 1 }}.parent_event_id = step_{{ step }}.event_id
    {%- endfor %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{% endmacro %}

{# What the descendants of each event count, and whether the event's running total holds it. The
   event's child above the descendant decides that. #}
{% macro explained_counts_below() %}
    select
        tree.event_id,
        tree.child_event_id,
        tree.descendant_event_id,
        tree.place,
        totals.measure_group,
        totals.net_total,
        totals.counted_elsewhere,
        used.running_total_as_of,
        case
            when used.event_id is null or not tree.has_figures then 'all'
            when {{ is_held_in_part('tree', 'used.running_total_as_of') }} then 'part'
            when tree.event_start > used.running_total_as_of then 'none'
            else 'all'
        end as held
    from (
        select
            tree.event_id,
            tree.child_event_id,
            tree.descendant_event_id,
            children.event_kind,
            children.event_start,
            children.event_end,
            children.has_figures,
            row_number() over (
                partition by tree.event_id
                order by events.event_start asc nulls last, tree.descendant_event_id asc
            ) as place
        from ({{ explained_tree() }}) as tree
        inner join {{ ref('dim_event') }} as events on tree.descendant_event_id = events.event_id
        inner join {{ ref('dim_event') }} as children on tree.child_event_id = children.event_id
    ) as tree
    inner join {{ ref('fct_event_totals') }} as totals
        on tree.descendant_event_id = totals.event_id
    left join (
        select event_id, measure_group, running_total_as_of
        from {{ ref('fct_event_totals') }}
        where uses_running_total
    ) as used
        on tree.event_id = used.event_id and totals.measure_group = used.measure_group
    where totals.net_total > 0 or totals.counted_elsewhere > 0
{% endmacro %}

{# Section descendants: one line per descendant to which something of the measure group is
   attributed. #}
{% macro explained_descendants() %}
    {%- set held %}
        case held
            when 'all' then ''
            else
                case held when 'none' then ', on top: ' else ', partly on top: ' end
                || case when child_event_id = descendant_event_id then 'it' else child_event_id end
                || case held when 'none' then ' starts after ' else ' goes on after ' end
                || cast(running_total_as_of as string)
        end
    {%- endset %}
    {%- set elsewhere %}
        case
            when counted_elsewhere > 0
                then ' (counted elsewhere: ' || {{ spelled_number('counted_elsewhere') }} || ')'
            else ''
        end
    {%- endset %}
    select
        event_id,
        measure_group,
        {{ line_number('descendants', 'place') }} as line_number,
        'descendants' as section,
        'total' as nationality_code,
        {{ text_of([
            spelled_number('net_total'),
            "' '",
            spelled_what('measure_group', 'net_total', spelled_persons(
                'net_total', "'total'", "''", "'all'", "'all'"
            )),
            "' in '",
            'descendant_event_id',
            elsewhere,
            held,
            "'.'",
        ]) }} as text,
        net_total as value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report('descendant_event_id') }}
    from ({{ explained_counts_below() }}) as counts_below
{% endmacro %}
