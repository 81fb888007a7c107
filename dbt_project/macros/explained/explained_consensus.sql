{# Section consensus: one line per breakdown that several reports state, the total first, with the
   chosen record. #}
{% macro explained_consensus() %}
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
    select
        breakdowns.event_id,
        breakdowns.measure_group,
        {{ line_number('consensus', place_of_breakdown('breakdowns')) }} as line_number,
        'consensus' as section,
        breakdowns.nationality_code,
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
            "'. '",
            spelled_count('breakdowns.report_count', 'report'),
            "' by '",
            spelled_count('breakdowns.publisher_count', 'publisher'),
            "'.'",
            spelled_choice('breakdowns.chosen_because', 'breakdowns.best_source_count'),
        ]) }} as text,
        breakdowns.best as value,
        breakdowns.low,
        breakdowns.high,
        {{ without_a_report(record_id='breakdowns.best_record_id') }}
    from {{ ref('fct_consensus') }} as breakdowns
    inner join {{ ref('dim_country') }} as countries
        on breakdowns.nationality_code = countries.country_code
    where breakdowns.report_count > 1
{% endmacro %}
