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

{# The events and groups that count something and are spread over several months. #}
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
            max(case when place = 1 then month_start end) as largest_month,
            max(weight) as largest_weight
        from (
            -- of months with equal weights the first
            select
                *,
                row_number() over (
                    partition by event_id, measure_group order by weight desc, month_start asc
                ) as place
            from {{ ref('bridge_event_month') }}
            where is_spread
        ) as in_order
        group by event_id, measure_group
    ) as months
        on totals.event_id = months.event_id and totals.measure_group = months.measure_group
    where totals.net_total > 0
{% endmacro %}
