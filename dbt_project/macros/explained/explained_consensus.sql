{# Section consensus: one line per slice, the total first, with the record that was chosen. #}
{% macro explained_consensus(slices) %}
    {%- set total %}
        case
            when
                slices.nationality_code = 'total'
                and slices.sex = 'all'
                and slices.age_group = 'all'
                then 'Total: '
            else ''
        end
    {%- endset %}
    {%- set made %}
        case slices.made
            when 'sexes' then '; the sum of women and men, since no report states it.'
            when 'assumed' then '; no report counts the sites, and a raid counts as one.'
            when 'parts' then '; a part stands for the total, since no report states one.'
            else '.'
        end
    {%- endset %}
    {%- set reported %}
        coalesce(
            ' ' || {{ spelled_count('slices.reports', 'report') }}
            || ' by ' || {{ spelled_count('slices.publishers', 'publisher') }} || '.',
            ''
        )
    {%- endset %}
    select
        slices.event_id,
        'consensus' as section,
        slices.family,
        slices.place,
        slices.nationality_code,
        slices.sex,
        slices.age_group,
        {{ text_of([
            total,
            spelled_number('slices.best'),
            "' '",
            spelled_what('slices.family', 'slices.best', spelled_persons(
                'slices.best', 'slices.nationality_code', 'countries.demonym', 'slices.sex',
                'slices.age_group'
            )),
            spelled_bounds('slices.best', 'slices.low', 'slices.high', 'slices.is_open_ended'),
            made,
            reported,
        ]) }} as text,
        slices.best as value,
        slices.low,
        slices.high,
        chosen.publisher,
        chosen.published_on,
        chosen.record_id,
        chosen.source_url,
        cast(null as boolean) as is_standing,
        cast(null as boolean) as is_chosen,
        cast(null as string) as part_event_id
    from {{ slices }} as slices
    inner join {{ ref('dim_country') }} as countries
        on slices.nationality_code = countries.country_code
    left join (
        select record_id, publisher, published_on, source_url
        from {{ ref('fct_reported_figures') }}
        where is_chosen
    ) as chosen on slices.best_record_id = chosen.record_id
{% endmacro %}
