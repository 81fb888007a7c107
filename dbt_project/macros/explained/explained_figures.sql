{# Every record with what it states in words, its place in the order of precision, and whether it
   speaks for a slice at all, and for the total. #}
{% macro explained_figures() %}
    select
        figures.*,
        reports.source_url,
        countries.demonym,
        totals.totals_serve,
        coalesce(figures.figure_as_of, figures.published_on) as figure_day,
        case
            when figures.low = figures.value and figures.high > figures.value then 2
            when figures.qualifier = 'exact' then 1
            when figures.qualifier in ('about', 'nearly') then 3
            when figures.qualifier in ('at_least', 'more_than') then 4
            else 5
        end as precision_rank,
        coalesce(figures.not_chosen_because, 'chosen') not in (
            'status', 'stock', 'running_total', 'in_no_slice'
        ) as is_in_slice,
        figures.counts_as = 'total' and figures.sex = 'all' and figures.age_group = 'all'
            as is_in_total,
        {{ spelled_figure('figures.value', 'figures.low', 'figures.high', 'figures.qualifier') }}
        || ' '
        || {{ spelled_what(
            "figures.measure || coalesce('_' || figures.unit, '')",
            'figures.value',
            spelled_persons(
                'figures.value', 'figures.nationality_code', 'countries.demonym', 'figures.sex',
                'figures.age_group'
            )
        ) }} as what_is_stated
    from {{ ref('fct_reported_figures') }} as figures
    inner join {{ ref('dim_report') }} as reports on figures.report_key = reports.report_key
    inner join {{ ref('dim_country') }} as countries
        on figures.nationality_code = countries.country_code
    left join {{ ref('fct_event_totals') }} as totals
        on figures.event_id = totals.event_id and figures.family = totals.family
{% endmacro %}
