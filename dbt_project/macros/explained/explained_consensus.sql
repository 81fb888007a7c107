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
    {%- set reported %}
        case
            when breakdowns.report_count = 1 then ''
            else ' ' || {{ spelled_count('breakdowns.report_count', 'report') }}
                || ' by ' || {{ spelled_count('breakdowns.publisher_count', 'publisher') }} || '.'
        end
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
                'breakdowns.best', 'breakdowns.nationality_code', 'countries.demonym',
                'breakdowns.sex', 'breakdowns.age_group'
            )),
            spelled_bounds(
                'breakdowns.best', 'breakdowns.low', 'breakdowns.high', 'breakdowns.is_open_ended'
            ),
            "'.'",
            reported,
            spelled_choice('breakdowns.chosen_because', 'breakdowns.best_source_count'),
        ]) }} as text,
        breakdowns.best as value,
        breakdowns.low,
        breakdowns.high,
        chosen.publisher,
        chosen.published_on,
        chosen.record_id,
        chosen.source_url,
        cast(null as boolean) as is_current,
        cast(null as boolean) as is_candidate,
        cast(null as boolean) as is_chosen,
        cast(null as string) as other_event_id
    from {{ breakdowns }} as breakdowns
    inner join {{ ref('dim_country') }} as countries
        on breakdowns.nationality_code = countries.country_code
    inner join (
        select record_id, publisher, published_on, source_url
        from {{ ref('fct_reported_figures') }}
        where is_chosen
    ) as chosen on breakdowns.best_record_id = chosen.record_id
{% endmacro %}
