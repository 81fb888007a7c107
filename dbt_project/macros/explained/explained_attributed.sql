{# Section attributed: what is counted in the event itself, one line per row of a fact; measure
   groups that are in no fact have one line, from fct_event_totals. #}
{% macro explained_attributed() %}
    {%- set place %}
        case when facts.nationality_code in ('foreign', 'unknown') then 100000 else 0 end
        + {{ place_of_nationality('facts.nationality_code') }}
    {%- endset %}
    {%- set elsewhere %}
        case
            when facts.counted_elsewhere > 0
                then ' Counted elsewhere: ' || {{ spelled_number('facts.counted_elsewhere') }}
                    || '.'
            else ''
        end
    {%- endset %}
    select
        facts.event_id,
        facts.measure_group,
        {{ line_number('attributed', place) }} as line_number,
        'attributed' as section,
        facts.nationality_code,
        {{ text_of([
            spelled_number('facts.value'),
            "' '",
            spelled_what('facts.measure_group', 'facts.value', spelled_persons(
                'facts.value', 'facts.nationality_code', 'countries.demonym', "'all'", "'all'"
            )),
            spelled_bounds('facts.value', 'facts.low', 'facts.high', 'facts.is_open_ended'),
            "case when facts.is_residual then ' (a remainder).' else '.' end",
            elsewhere,
            "coalesce(
                ' Everybody in ' || givers.nationality_from_event_id || ' is '
                || countries.demonym
                || ', and so are those here whose nationality no report names.',
                ''
            )",
        ]) }} as text,
        facts.value,
        facts.low,
        facts.high,
        {{ without_a_report('givers.nationality_from_event_id') }}
    from ({{ explained_facts() }}) as facts
    inner join {{ ref('dim_country') }} as countries
        on facts.nationality_code = countries.country_code
    left join (
        select event_id, measure_group, nationality_from_event_id
        from {{ ref('fct_event_totals') }}
        where nationality_from_event_id is not null
    ) as givers
        on
            facts.event_id = givers.event_id
            and case when facts.is_nationality_inherited then facts.measure_group end
            = givers.measure_group
{% endmacro %}

{# What is counted in the events themselves: the rows of the facts, and the measure groups that are
   in none. Of these, only a total that the event keeps whole has known bounds. The open rows of a
   history are those of its fact, and they are made earlier: the engine then has other models to
   make beside this long one. #}
{% macro explained_facts() %}
    {%- set is_kept_whole = '(net_total = total and descendants_total = 0)' %}
    select
        event_id, 'custody' as measure_group, nationality_code,
        cast(persons as decimal(38, 4)) as value,
        cast(persons_low as decimal(38, 4)) as low,
        cast(persons_high as decimal(38, 4)) as high,
        cast(persons_counted_elsewhere as decimal(38, 4)) as counted_elsewhere,
        is_open_ended, is_residual, is_nationality_inherited
    from {{ ref('fct_arrests_history') }}
    where known_to is null
    union all
    select
        event_id, outcome, nationality_code, cast(persons as decimal(38, 4)),
        cast(persons_low as decimal(38, 4)), cast(persons_high as decimal(38, 4)),
        cast(persons_counted_elsewhere as decimal(38, 4)),
        is_open_ended, is_residual, is_nationality_inherited
    from {{ ref('fct_outcomes_history') }}
    where known_to is null
    union all
    select
        event_id, 'sites', 'unknown', cast(sites as decimal(38, 4)),
        cast(sites_low as decimal(38, 4)), cast(sites_high as decimal(38, 4)),
        cast(0 as decimal(38, 4)), is_open_ended, is_residual, false
    from {{ ref('fct_raids_history') }}
    where known_to is null
    union all
    select
        event_id,
        case seized when 'money' then 'money_seized_' || unit else seized || '_seized' end,
        'unknown', amount, amount_low, amount_high, cast(0 as decimal(38, 4)), is_open_ended,
        is_residual, false
    from {{ ref('fct_seizures_history') }}
    where known_to is null
    union all
    select
        event_id, measure_group, 'total', net_total,
        case when {{ is_kept_whole }} then total_low else net_total end,
        case when {{ is_kept_whole }} then total_high else net_total end,
        counted_elsewhere, coalesce({{ is_kept_whole }} and is_open_ended, false),
        descendants_total > 0, false
    from {{ ref('fct_event_totals') }}
    where
        (net_total > 0 or counted_elsewhere > 0)
        and (
            measure_group in (
                'persons_present', 'persons_estimated', 'sites_closed', 'compounds_identified'
            )
            or measure_group like 'losses_%'
        )
{% endmacro %}
