{# Section elsewhere: one line per other event that counts persons of this one, with the reason of
   the curation decision. #}
{% macro explained_elsewhere() %}
    select
        event_id,
        measure_group,
        {{ line_number('elsewhere', 'place') }} as line_number,
        'elsewhere' as section,
        'total' as nationality_code,
        {{ text_of([
            spelled_number('counted_elsewhere'),
            "' '",
            spelled_what('measure_group', 'counted_elsewhere', spelled_persons(
                'counted_elsewhere', "'total'", "''", "'all'", "'all'"
            )),
            "' counted in '",
            'counted_in_event_id',
            "' instead: '",
            'reason',
        ]) }} as text,
        counted_elsewhere as value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report('counted_in_event_id') }}
    from (
        select
            *,
            row_number() over (
                partition by event_id, measure_group
                order by counted_elsewhere desc, counted_in_event_id asc
            ) as place
        from {{ ref('bridge_event_overlap') }}
    ) as overlapping
{% endmacro %}

{# Section notes: how the numbers of an event come together, one line per note that holds, from
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

{# Each note is its condition on a row of fct_event_totals, its words, and its number. #}
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
            "'No report states a total: its parts without nationality stand for it.'",
            'total'
        ),
        (
            'is_sum_of_sexes',
            "'Where reports state women and men alone, the two are added up.'",
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
            "case when uses_running_total then 'No running total is of everybody'
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
            "'The event has no figure of its own; its descendants have '
            || " ~ spelled_number('descendants_total') ~ " || '.'",
            'descendants_total'
        ),
        (
            'descendants_total > 0 and own_total >= descendants_total',
            "'Of its own ' || " ~ spelled_number('own_total') ~ " || ', its descendants have '
            || " ~ spelled_number('descendants_total')
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

{# The events and groups of which something is counted, and that are spread over several months. #}
{% macro explained_spreads() %}
    select
        totals.event_id,
        totals.measure_group,
        totals.uses_running_total,
        months.month_count,
        months.first_month,
        months.last_month,
        months.largest_month,
        months.largest_weight
    from {{ ref('fct_event_totals') }} as totals
    inner join (
        select
            event_id,
            measure_group,
            count(*) as month_count,
            min(month_start) as first_month,
            max(month_start) as last_month,
            max_by(month_start, weight) as largest_month,
            max(weight) as largest_weight
        from {{ ref('bridge_event_month') }}
        where is_spread
        group by event_id, measure_group
    ) as months
        on totals.event_id = months.event_id and totals.measure_group = months.measure_group
    where totals.net_total > 0
{% endmacro %}

{# Section months: over which months the event's own figure is spread, and how. #}
{% macro explained_months() %}
    select
        event_id,
        measure_group,
        {{ line_number('months', '1') }} as line_number,
        'months' as section,
        'total' as nationality_code,
        {{ text_of([
            "'Spread over '",
            'cast(month_count as string)',
            "' months, '",
            spelled_month('first_month'),
            "' to '",
            spelled_month('last_month'),
            "case
                when uses_running_total then ', by what the running total grew in each; '
                else ', by the days of the event in each; '
            end",
            spelled_month('largest_month'),
            "' has most, '",
            'cast(cast(round(largest_weight * 100) as integer) as string)',
            "' %.'",
        ]) }} as text,
        cast(month_count as decimal(38, 4)) as value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report() }}
    from ({{ explained_spreads() }}) as spreads
{% endmacro %}
