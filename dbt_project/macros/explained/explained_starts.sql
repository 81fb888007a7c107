{# How many lines of the event stand before each section of each measure group, counted from the rows that
   the sections are made of: to count or sort the lines with their texts takes longer. #}
{% macro explained_starts(breakdowns, disputed, parts, facts, totals) %}
    {%- set sections = ['reported', 'consensus', 'disputed', 'parts', 'attributed', 'left_over'] %}
    {%- set counted = [
        ref('fct_reported_figures'), breakdowns, disputed, parts, facts,
    ] %}
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
                {%- for rows in counted %}
                select
                    event_id,
                    measure_group,
                    '{{ sections[loop.index0] }}' as section,
                    count(*) as line_count
                from {{ rows }} as counted
                group by event_id, measure_group
                union all
                {%- endfor %}
                select
                    event_id,
                    measure_group,
                    'left_over',
                    {%- for condition, words, number in explained_reasons() %}
                    case when {{ condition }} then 1 else 0 end{{ ' +' if not loop.last }}
                    {%- endfor %}
                from {{ totals }}
            ) as counts
            group by event_id, measure_group
        ) as summed
    ) as placed
{% endmacro %}
