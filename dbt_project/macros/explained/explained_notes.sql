{# Section notes: how the numbers of an event fit together, one line per note that holds, from
   fct_event_totals alone. #}
{% macro explained_notes() %}
    {%- for condition, words, number in explained_reasons() %}
    select
        event_id,
        measure_group,
        {{ line_number('notes', loop.index) }} as line_number,
        'notes' as section,
        'total' as nationality_code,
        {{ words }} as text,
        cast({{ number }} as decimal(38, 4)) as value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report() }}
    from {{ ref('fct_event_totals') }}
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{% endmacro %}

{# Each note has a condition on a row of fct_event_totals, a text, and a number. #}
{% macro explained_reasons() %}
    {%- set is_of_persons = "(measure_group in ('custody', 'removal', 'release')
            or measure_group like 'persons_%')" -%}
    {%- set reasons = [
        (
            'is_site_assumed',
            "'No report counts the sites: a raid counts as one.'",
            'total'
        ),
        (
            'is_total_from_parts',
            "'No report states a total: the parts without nationality are used instead.'",
            'total'
        ),
        (
            'is_sum_of_sexes',
            "'If reports state only women and men, the two are added up.'",
            'own_total'
        ),
        (
            'uses_running_total',
            "'No report states a total: the running totals of the campaign are used, as of '
            || cast(running_total_as_of as string) || '.'
            || case
                when descendants_on_top > 0
                    then ' What its descendants count beyond them comes on top: '
                        || " ~ spelled_number('descendants_on_top') ~ " || '.'
                else ''
            end",
            'own_total'
        ),
        (
            'has_parts_above_total',
            "'The nationalities add up to ' || " ~ spelled_number('nationality_sum')
            ~ " || ', more than the total of ' || " ~ spelled_number('total')
            ~ " || ': the sum counts.'",
            'nationality_sum'
        ),
        (
            'nationality_sum > total and not has_parts_above_total',
            "'The nationalities add up to ' || " ~ spelled_number('nationality_sum')
            ~ " || '; the total of ' || " ~ spelled_number('total')
            ~ " || ' is of one of them.'",
            'nationality_sum'
        ),
        (
            'nationality_sum > 0 and total = nationality_sum',
            "'Nationalities are stated for all ' || " ~ spelled_number('total') ~ " || '.'",
            'nationality_sum'
        ),
        (
            'nationality_sum > 0 and total is null',
            "case when uses_running_total then 'No running total counts everybody'
            else 'No report states a total' end || ': by nationality they add up to '
            || " ~ spelled_number('nationality_sum') ~ " || '.'",
            'nationality_sum'
        ),
        (
            'foreign_rest > 0',
            "'No report names the nationality of ' || " ~ spelled_number('foreign_rest')
            ~ " || ' of the foreign persons.'",
            'foreign_rest'
        ),
        (
            'own_total > nationality_sum and nationality_sum > 0',
            "'Nationalities are stated for ' || " ~ spelled_number('nationality_sum') ~ " || ' of '
            || " ~ spelled_number('own_total') ~ " || '; that of the other '
            || " ~ spelled_number('own_total - nationality_sum') ~ " || ' is unknown.'",
            'own_total - nationality_sum'
        ),
        (
            is_of_persons ~ ' and own_total > 0 and nationality_sum = 0',
            "'No report states a nationality: it is unknown for all ' || "
            ~ spelled_number('own_total') ~ " || '.'",
            'own_total'
        ),
        (
            'descendants_total > 0 and own_total = 0',
            "'The event itself has no figure; its descendants have '
            || " ~ spelled_number('descendants_total') ~ " || '.'",
            'descendants_total'
        ),
        (
            'descendants_total > 0 and own_total >= descendants_total',
            "'Its own total is ' || " ~ spelled_number('own_total')
            ~ " || ', of which its descendants have ' || " ~ spelled_number('descendants_total')
            ~ " || coalesce(' by ' || cast(running_total_as_of as string), '') || '; the rest, '
            || " ~ spelled_number('own_total - descendants_total')
            ~ " || ', is left to the event itself.'",
            'own_total - descendants_total'
        ),
        (
            'has_descendants_above_total',
            "'Its descendants add up to ' || " ~ spelled_number('descendants_total')
            ~ " || coalesce(' by ' || cast(running_total_as_of as string), '')
            || ', more than its own ' || " ~ spelled_number('own_total')
            ~ " || ': they count, and nothing is left to the event itself.'",
            'descendants_total'
        ),
        (
            'is_allocation_capped and own_total > descendants_total',
            "'Some nationality gets less than its reports state beyond the descendants, since only '
            || " ~ spelled_number('own_total - descendants_total') ~ " || ' is left.'",
            'own_total - descendants_total'
        ),
        (
            'is_allocation_capped and own_total <= descendants_total',
            "'Some nationality gets nothing, though its reports state more than the descendants '
            || 'have, since nothing is left.'",
            '0'
        ),
    ] -%}
    {{- return(reasons) -}}
{% endmacro %}
