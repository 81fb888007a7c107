{# Section reported: one line per record, in the order of publication. What few records need is
   joined by a key that is null for all others. #}
{% macro explained_reported(chosen, breakdowns, totals) %}
    {%- set counts_as %}
        case figures.counts_as
            when 'total' then ', a total'
            when 'part' then ', a part'
            when 'stock' then ', at one moment'
            else ', a running total'
                || coalesce(' since ' || cast(figures.cumulative_since as string), '')
        end
    {%- endset %}
    select
        figures.event_id,
        'reported' as section,
        figures.measure_group,
        figures.reading_order as place,
        figures.nationality_code,
        figures.sex,
        figures.age_group,
        {{ text_of([
            spelled_stated('figures', 'countries'),
            counts_as,
            "coalesce(', as of ' || cast(figures.figure_as_of as string), '')",
            "coalesce(' (' || figures.scope || ')', '')",
            "'. '",
            spelled_reason(
                'figures.is_current',
                'figures.not_chosen_because',
                'chosen.chosen_for',
                'figures.value = breakdowns.best',
                'figures.status',
                'totals.uses_running_total'
            ),
        ]) }} as text,
        figures.value,
        figures.low,
        figures.high,
        figures.publisher,
        figures.published_on,
        figures.record_id,
        figures.source_url,
        figures.is_current,
        figures.is_chosen,
        cast(null as string) as part_event_id
    from (
        select *, measure || coalesce('_' || unit, '') as what
        from {{ ref('fct_reported_figures') }}
    ) as figures
    inner join {{ ref('dim_country') }} as countries
        on figures.nationality_code = countries.country_code
    left join {{ chosen }} as chosen
        on case when figures.is_chosen then figures.record_id end = chosen.record_id
    left join {{ totals }} as totals
        on
            case when figures.not_chosen_because = 'in_no_breakdown' then figures.event_id end
            = totals.event_id
            and figures.measure_group = totals.measure_group
    left join (select * from {{ breakdowns }} as made where made.made = 'reports') as breakdowns
        on
            case when figures.not_chosen_because = 'later_tie' then figures.event_id end
            = breakdowns.event_id
            and figures.measure_group = breakdowns.measure_group
            and figures.sex = breakdowns.sex
            and figures.age_group = breakdowns.age_group
            and case
                when
                    figures.counts_as = 'total'
                    and figures.sex = 'all'
                    and figures.age_group = 'all'
                    then 'total'
                else figures.nationality_code
            end = breakdowns.nationality_code
{% endmacro %}
