{# The sections of an explanation in the order in which they are read; the event itself comes first. #}
{% macro explained_sections() %}
    {{- return([
        'reported', 'consensus', 'disputed', 'descendants', 'attributed', 'elsewhere', 'notes', 'months',
    ]) -}}
{% endmacro %}

{# The last columns of a line that no single report stands behind. #}
{% macro without_a_report(other_event_id='cast(null as string)') -%}
    cast(null as string) as publisher,
        cast(null as date) as published_on,
        cast(null as string) as record_id,
        cast(null as string) as source_url,
        cast(null as boolean) as is_current,
        cast(null as boolean) as is_candidate,
        cast(null as boolean) as is_chosen,
        {{ other_event_id }} as other_event_id
{%- endmacro %}

{# How many lines of the event stand before each section of each measure group: `rows` has for each
   section the relation that its lines are made of, one row a line. To count or to sort the lines with
   their texts takes longer. #}
{% macro explained_starts(rows) %}
    {%- set sections = explained_sections() %}
    select
        event_id,
        measure_group,
        {%- for section in sections %}
        lines_before
        {%- for before in sections[:loop.index0] %} + {{ before }}_count{% endfor %}
            as {{ section }}_start{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            *,
            1 + coalesce(sum({{ sections | join('_count + ') }}_count) over (
                partition by event_id
                order by
                    case measure_group
                        when 'custody' then 1
                        when 'sites' then 2
                        when 'removal' then 3
                        when 'release' then 4
                        else 5
                    end,
                    measure_group asc
                rows between unbounded preceding and 1 preceding
            ), 0) as lines_before
        from (
            select
                event_id,
                measure_group
                {%- for section in sections %},
                cast(sum(case when section = '{{ section }}' then line_count else 0 end) as bigint)
                    as {{ section }}_count
                {%- endfor %}
            from (
                {%- for section in sections %}
                select event_id, measure_group, '{{ section }}' as section, count(*) as line_count
                from {{ rows[section] }} as counted
                group by event_id, measure_group
                {%- if not loop.last %}
                union all
                {%- endif %}
                {%- endfor %}
            ) as counts
            group by event_id, measure_group
        ) as summed
    ) as placed
{% endmacro %}
