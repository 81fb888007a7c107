{# Section reported: one line per record, in the order of publication. What few records need is
   joined by a key that is null for all others. #}
{% macro explained_reported(chosen, slices, totals) %}
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
        figures.family,
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
                'figures.is_standing',
                'figures.not_chosen_because',
                'chosen.chosen_for',
                'figures.value = slices.best',
                'figures.status',
                'totals.totals_serve'
            ),
        ]) }} as text,
        figures.value,
        figures.low,
        figures.high,
        figures.publisher,
        figures.published_on,
        figures.record_id,
        figures.source_url,
        figures.is_standing,
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
            case when figures.not_chosen_because = 'in_no_slice' then figures.event_id end
            = totals.event_id
            and figures.family = totals.family
    left join (select * from {{ slices }} as made where made.made = 'reports') as slices
        on
            case when figures.not_chosen_because = 'later_tie' then figures.event_id end
            = slices.event_id
            and figures.family = slices.family
            and figures.sex = slices.sex
            and figures.age_group = slices.age_group
            and case
                when
                    figures.counts_as = 'total'
                    and figures.sex = 'all'
                    and figures.age_group = 'all'
                    then 'total'
                else figures.nationality_code
            end = slices.nationality_code
{% endmacro %}
