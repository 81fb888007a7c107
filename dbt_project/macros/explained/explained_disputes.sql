{# Section disputed: one line per breakdown in which two candidates have nothing in common, with the
   one that ends lowest and the one that begins highest. #}
{% macro explained_disputes() %}
    {%- set disputed = disputed_breakdowns() %}
    select
        breakdowns.event_id,
        breakdowns.measure_group,
        {{ line_number('disputed', place_of_breakdown('breakdowns')) }} as line_number,
        'disputed' as section,
        breakdowns.nationality_code,
        {{ text_of([
            "'The candidates for '",
            spelled_breakdown(
                'breakdowns.nationality_code', 'countries.demonym', 'breakdowns.sex',
                'breakdowns.age_group'
            ),
            "' have nothing in common: '",
            'ends.lowest',
            "', '",
            'ends.highest',
            "'.'",
        ]) }} as text,
        breakdowns.best as value,
        breakdowns.low,
        breakdowns.high,
        {{ without_a_report() }}
    from {{ disputed }} as breakdowns
    inner join ({{ explained_ends(candidates_of(disputed)) }}) as ends
        on
            breakdowns.event_id = ends.event_id
            and breakdowns.breakdown_number = ends.breakdown_number
    inner join {{ ref('dim_country') }} as countries
        on breakdowns.nationality_code = countries.country_code
{% endmacro %}

{# The disputed breakdowns, numbered within their event. #}
{% macro disputed_breakdowns() %}
    (
        select
            *,
            row_number() over (
                partition by event_id
                order by measure_group, nationality_code, sex, age_group
            ) as breakdown_number
        from {{ ref('fct_consensus') }}
        where is_disputed
    )
{% endmacro %}

{# The candidates of some breakdowns, with what they state. `breakdowns` has a breakdown_number,
   unique in its event, and the columns of its breakdown. #}
{% macro candidates_of(breakdowns) %}
    (
        select
            members.event_id,
            members.breakdown_number,
            figures.record_id,
            figures.publisher,
            figures.published_on,
            figures.value,
            figures.low,
            figures.high,
            figures.qualifier,
            figures.measure || coalesce('_' || figures.unit, '') as what,
            figures.nationality_code,
            figures.sex,
            figures.age_group
        from (
            select breakdowns.event_id, breakdowns.breakdown_number, records.record_id
            from {{ ref('fct_consensus_records') }} as records
            inner join {{ breakdowns }} as breakdowns
                on
                    records.event_id = breakdowns.event_id
                    and records.measure_group = breakdowns.measure_group
                    and records.nationality_code = breakdowns.nationality_code
                    and records.sex = breakdowns.sex
                    and records.age_group = breakdowns.age_group
            where records.is_candidate
        ) as members
        inner join {{ ref('fct_reported_figures') }} as figures
            on members.record_id = figures.record_id and members.event_id = figures.event_id
    )
{% endmacro %}

{# What the figure that ends lowest states, and the one that begins highest, in words. #}
{% macro explained_ends(candidates) %}
    select
        event_id,
        breakdown_number,
        min_by(publisher || ' states ' || what_is_stated, of_lowest) as lowest,
        min_by(publisher || ' ' || what_is_stated, of_highest) as highest
    from (
        select
            figures.event_id,
            figures.breakdown_number,
            figures.publisher,
            case when figures.high = figures.lowest_high then figures.record_id end as of_lowest,
            case when figures.low = figures.highest_low then figures.record_id end as of_highest,
            {{ spelled_stated('figures', 'countries') }} as what_is_stated
        from (
            select
                *,
                min(high) over (partition by event_id, breakdown_number) as lowest_high,
                max(low) over (partition by event_id, breakdown_number) as highest_low
            from {{ candidates }} as candidates
        ) as figures
        inner join {{ ref('dim_country') }} as countries
            on figures.nationality_code = countries.country_code
        where figures.high = figures.lowest_high or figures.low = figures.highest_low
    ) as stated
    group by event_id, breakdown_number
{% endmacro %}
