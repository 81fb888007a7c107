{# Section 3, steps 3 to 7: the consensus of the classified records of each breakdown. #}
{% macro consensus_of(classified, records) %}
    select
        classified.breakdown_key,
        {{ figure_of('classified.breakdown_key') }} as figure_key,
        {{ nationality_of('classified.breakdown_key') }} as nationality_key,
        {{ sex_of('classified.breakdown_key') }} as sex_key,
        {{ age_of('classified.breakdown_key') }} as age_key,
        classified.known_from,
        min(classified.known_to) as known_to,
        max(case when classified.is_chosen then records.value end) as best,
        case
            when max(case when classified.is_chosen then records.precision_rank end) = 5
                then min(records.low)
            else min(case when records.precision_rank < 5 then records.low end)
        end as low,
        max(coalesce(records.high, records.value)) as high,
        bool_or(classified.is_chosen and records.high is null) as is_open_ended,
        -- the two bounds farthest apart have nothing in common, or no two bounds have
        coalesce(max(records.low) > min(records.high), false) as is_disputed,
        max(case when classified.is_chosen then records.figure_day end) as figure_day,
        max(case when classified.is_chosen then classified.dated_key end) as chosen_key,
        bool_or(classified.is_chosen and records.counts_as = 'part') as is_of_a_part,
        bool_or(classified.is_chosen and records.nationality_key > {{ total_key() }})
            as is_of_a_nationality
    from {{ classified }} as classified
    inner join {{ records }} as records on classified.dated_key = records.dated_key
    where classified.is_candidate
    group by classified.breakdown_key, classified.known_from
{%- endmacro %}
