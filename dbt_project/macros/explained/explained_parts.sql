{# One row per event and event below it. A link to a parent holds where the depth is above 0. #}
{% macro explained_descendants() %}
    {%- set links %}
        (select event_id, parent_event_id from {{ ref('dim_event') }} where depth > 0)
    {%- endset %}
    {%- for steps in range(1, 5) %}
    select
        step_{{ steps }}.parent_event_id as event_id,
        step_1.event_id as part_event_id
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

{# Section parts: one line per event below to which something of the measure group is attributed. #}
{% macro explained_parts(parts) %}
    {%- set on_top %}
        case
            when is_on_top
                then ', which starts after ' || cast(running_total_as_of as string)
                    || ' and comes on top of the running total'
            else ''
        end
    {%- endset %}
    select
        event_id,
        'parts' as section,
        measure_group,
        place,
        'total' as nationality_code,
        'all' as sex,
        'all' as age_group,
        {{ text_of([
            spelled_number('attributed'),
            "' '",
            spelled_what('measure_group', 'attributed', spelled_persons(
                'attributed', "'total'", "''", "'all'", "'all'"
            )),
            "' in the part '",
            'part_event_id',
            on_top,
            "'.'",
        ]) }} as text,
        attributed as value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report() }},
        part_event_id
    from {{ parts }}
{% endmacro %}
