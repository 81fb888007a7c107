{# Section consensus: one line per breakdown, the total first, with the record that was chosen. #}
{% macro explained_consensus(breakdowns) %}
    {%- set total %}
        case
            when
                breakdowns.nationality_code = 'total'
                and breakdowns.sex = 'all'
                and breakdowns.age_group = 'all'
                then 'Total: '
            else ''
        end
    {%- endset %}
    {%- set made %}
        case breakdowns.made
            when 'sexes' then '; the sum of women and men, since no report states it.'
            when 'assumed' then '; no report counts the sites, and a raid counts as one.'
            when 'parts' then '; a part stands for the total, since no report states one.'
            else '.'
        end
    {%- endset %}
    {%- set reported %}
        coalesce(
            ' ' || {{ spelled_count('breakdowns.reports', 'report') }}
            || ' by ' || {{ spelled_count('breakdowns.publishers', 'publisher') }} || '.',
            ''
        )
    {%- endset %}
    select
        breakdowns.event_id,
        'consensus' as section,
        breakdowns.measure_group,
        breakdowns.place,
        breakdowns.nationality_code,
        breakdowns.sex,
        breakdowns.age_group,
        {{ text_of([
            total,
            spelled_number('breakdowns.best'),
            "' '",
            spelled_what('breakdowns.measure_group', 'breakdowns.best', spelled_persons(
                'breakdowns.best', 'breakdowns.nationality_code', 'countries.demonym', 'breakdowns.sex',
                'breakdowns.age_group'
            )),
            spelled_bounds('breakdowns.best', 'breakdowns.low', 'breakdowns.high', 'breakdowns.is_open_ended'),
            made,
            reported,
        ]) }} as text,
        breakdowns.best as value,
        breakdowns.low,
        breakdowns.high,
        chosen.publisher,
        chosen.published_on,
        chosen.record_id,
        chosen.source_url,
        cast(null as boolean) as is_current,
        cast(null as boolean) as is_chosen,
        cast(null as string) as part_event_id
    from {{ breakdowns }} as breakdowns
    inner join {{ ref('dim_country') }} as countries
        on breakdowns.nationality_code = countries.country_code
    left join (
        select record_id, publisher, published_on, source_url
        from {{ ref('fct_reported_figures') }}
        where is_chosen
    ) as chosen on breakdowns.best_record_id = chosen.record_id
{% endmacro %}
