{# Section left_over: what the numbers don't say by themselves, one line per reason that holds. #}
{% macro explained_left_over(totals) %}
    select
        event_id,
        'left_over' as section,
        measure_group,
        place,
        'total' as nationality_code,
        'all' as sex,
        'all' as age_group,
        text,
        value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report() }},
        cast(null as string) as part_event_id
    from (
        {%- for condition, words, number in explained_reasons() %}
        select
            event_id,
            measure_group,
            1
            {%- for before, _, _ in explained_reasons()[:loop.index0] %}
            + case when {{ before }} then 1 else 0 end
            {%- endfor %} as place,
            {{ words }} as text,
            cast({{ number }} as decimal(38, 4)) as value
        from {{ totals }}
        where {{ condition }}
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as reasons
{% endmacro %}

{# Each reason is its condition on a row of explained_totals, its words, and its number. #}
{% macro explained_reasons() %}
    {%- set reasons = [
        (
            'uses_running_total',
            "'No report gives a total, so the running totals of the campaign serve, the latest of '
            || cast(running_total_as_of as string) || '.'
            || case
                when on_top > 0 then ' Parts that start later come on top: '
                    || " ~ spelled_number('on_top') ~ " || '.'
                else ''
            end",
            'own_total'
        ),
        (
            'has_parts_above_total',
            "'The nationalities add up to ' || " ~ spelled_number('nationality_sum')
            ~ " || ', more than the total of ' || " ~ spelled_number('total')
            ~ " || ': they count.'",
            'nationality_sum'
        ),
        (
            'nationality_count > 1 and total = nationality_sum',
            "'The nationalities add up to the total of ' || " ~ spelled_number('total') ~ " || '.'",
            'nationality_sum'
        ),
        (
            'nationality_count > 1 and total is null',
            "'No total is stated: the nationalities add up to ' || "
            ~ spelled_number('nationality_sum') ~ " || '.'",
            'nationality_sum'
        ),
        (
            'foreign_rest > 0 and named_foreign > 0',
            "'Of ' || " ~ spelled_number('foreign_rest + named_foreign')
            ~ " || ' foreign persons ' || " ~ spelled_number('named_foreign')
            ~ " || ' have a nationality; the other ' || " ~ spelled_number('foreign_rest')
            ~ " || ' are foreign without more.'",
            'foreign_rest'
        ),
        (
            'is_of_persons and own_total > nationality_sum and nationality_sum > 0',
            "'Nationalities are stated for ' || " ~ spelled_number('nationality_sum') ~ " || ' of '
            || " ~ spelled_number('own_total') ~ " || '; that of the other '
            || " ~ spelled_number('own_total - nationality_sum') ~ " || ' is unknown.'",
            'own_total - nationality_sum'
        ),
        (
            'is_of_persons and own_total > 0 and nationality_sum = 0',
            "'No report states a nationality, so all ' || " ~ spelled_number('own_total')
            ~ " || ' are of unknown nationality.'",
            'own_total'
        ),
        (
            'descendants_total > 0 and own_total = 0',
            "'The event has no figure of its own: all ' || " ~ spelled_number('descendants_total')
            ~ " || ' are counted in its parts.'",
            'attributed'
        ),
        (
            'descendants_total > 0 and own_total >= descendants_total',
            "'Its parts hold ' || " ~ spelled_number('descendants_total') ~ " || ' of its '
            || " ~ spelled_number('own_total') ~ " || '; '
            || " ~ spelled_number('attributed') ~ " || ' are left to the event itself.'",
            'attributed'
        ),
        (
            'has_descendants_above_total',
            "'Its parts add up to ' || " ~ spelled_number('descendants_total')
            ~ " || ', more than its own ' || " ~ spelled_number('own_total')
            ~ " || ': the parts count, and nothing is left to the event itself.'",
            'attributed'
        ),
        (
            'is_allocation_capped and attributed > 0',
            "'Some nationality gets less than its reports state beyond the parts, since only '
            || " ~ spelled_number('attributed') ~ " || ' are left.'",
            'attributed'
        ),
        (
            'is_allocation_capped and attributed = 0',
            "'Some nationality gets nothing, though its reports state more than the parts, since '
            || 'nothing is left.'",
            'attributed'
        ),
    ] -%}
    {{- return(reasons) -}}
{% endmacro %}
