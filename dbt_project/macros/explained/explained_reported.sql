{# Section reported: one line per record, in the order of publication, and how it was used. Columns
   that few records need are joined by a key that is null for all others, and by the event: a query
   for one event then reads only that event's rows. #}
{% macro explained_reported() %}
    {%- set counts_as %}
        case figures.counts_as
            when 'total' then ', a total'
            when 'part' then ', a part'
            when 'stock' then ', at one moment'
            else ', a running total'
                || coalesce(' since ' || cast(figures.cumulative_since as string), '')
        end
    {%- endset %}
    {%- set breakdown = spelled_breakdown(
        'figures.nationality_code', 'countries.demonym', 'figures.sex', 'figures.age_group'
    ) %}
    select
        figures.event_id,
        figures.measure_group,
        {{ line_number('reported', 'figures.reading_order') }} as line_number,
        'reported' as section,
        figures.nationality_code,
        {{ text_of([
            spelled_stated('figures', 'countries'),
            counts_as,
            "coalesce(', as of ' || cast(figures.figure_as_of as string), '')",
            "coalesce(' (' || figures.scope || ')', '')",
            "'. '",
            "case
                when twice.record_id is null or twice.is_used_alike
                    then " ~ spelled_verdict(
                        'figures.not_chosen_because',
                        'coalesce(twice.has_best_total, ties.has_best_value)',
                        'alone.record_id is not null',
                        'figures.status',
                        'totals.uses_running_total'
                    ) ~ "
                else 'For the total: ' || " ~ spelled_clause(
                        'twice.because_for_total', 'twice.has_best_total'
                    ) ~ " || '; for ' || " ~ breakdown ~ " || ': ' || " ~ spelled_clause(
                        'twice.because_for_nationality', 'twice.has_best_of_nationality'
                    ) ~ " || '.'
            end",
        ]) }} as text,
        figures.value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        figures.publisher,
        figures.published_on,
        figures.record_id,
        figures.source_url,
        case
            when figures.is_chosen then 'chosen'
            when twice.is_candidate then 'candidate'
            else case figures.not_chosen_because
                when 'superseded_in_report' then 'superseded'
                when 'superseded_by_publisher' then 'superseded'
                when 'outgrown' then 'outgrown'
                when 'less_precise' then 'candidate'
                when 'lower_running_total' then 'candidate'
                when 'fewer_sources' then 'candidate'
                when 'later_tie' then 'candidate'
                else 'no_part'
            end
        end as verdict,
        cast(null as string) as other_event_id
    from (
        select *, measure || coalesce('_' || unit, '') as what
        from {{ ref('fct_reported_figures') }}
    ) as figures
    inner join {{ ref('dim_country') }} as countries
        on figures.nationality_code = countries.country_code
    left join ({{ explained_twice() }}) as twice
        on
            case
                when figures.counts_as = 'total' and figures.nationality_code <> 'total'
                    then figures.record_id
            end = twice.record_id
            and figures.event_id = twice.event_id
    left join (
        select event_id, record_id, has_best_value
        from {{ ref('fct_consensus_records') }}
        where not_chosen_because = 'later_tie' and has_best_value
    ) as ties
        on
            case
                when figures.not_chosen_because = 'later_tie' and twice.record_id is null
                    then figures.record_id
            end = ties.record_id
            and figures.event_id = ties.event_id
    left join (
        select distinct event_id, best_record_id as record_id
        from {{ ref('fct_consensus') }}
        where chosen_because = 'only_report'
    ) as alone
        on
            case when figures.is_chosen and twice.record_id is null then figures.record_id end
            = alone.record_id
            and figures.event_id = alone.event_id
    left join (
        select event_id, measure_group, uses_running_total
        from {{ ref('fct_event_totals') }}
        where uses_running_total
    ) as totals
        on
            figures.event_id = totals.event_id
            and case
                when figures.not_chosen_because = 'in_no_breakdown' then figures.measure_group
            end = totals.measure_group
{% endmacro %}

{# The records in two breakdowns: a total of one nationality is a member of the total and of that
   nationality. #}
{% macro explained_twice() %}
    select
        of_nationality.event_id,
        of_nationality.record_id,
        of_total.not_chosen_because as because_for_total,
        of_total.has_best_value as has_best_total,
        of_nationality.not_chosen_because as because_for_nationality,
        of_nationality.has_best_value as has_best_of_nationality,
        of_total.is_candidate or of_nationality.is_candidate as is_candidate,
        coalesce(of_total.not_chosen_because, '-')
        = coalesce(of_nationality.not_chosen_because, '-')
        and (
            coalesce(of_total.not_chosen_because, '-') <> 'later_tie'
            or of_total.has_best_value = of_nationality.has_best_value
        ) as is_used_alike
    from {{ ref('fct_consensus_records') }} as of_nationality
    inner join {{ ref('fct_consensus_records') }} as of_total
        on
            of_nationality.record_id = of_total.record_id
            and of_nationality.event_id = of_total.event_id
    where
        of_nationality.nationality_code <> 'total'
        and of_nationality.sex = 'all'
        and of_nationality.age_group = 'all'
        and of_total.nationality_code = 'total'
{% endmacro %}
