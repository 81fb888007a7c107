{# Section reported: one line per record, in the order of publication. #}
{% macro explained_reported(figures, members) %}
    select
        figures.event_id,
        2 as section_order,
        'reported' as section,
        figures.family,
        row_number() over (
            partition by figures.event_id, figures.family
            order by
                figures.published_on asc,
                figures.publisher asc,
                figures.report_key asc,
                case figures.counts_as when 'total' then 1 when 'cumulative' then 2 else 3 end,
                figures.value desc,
                figures.record_id asc
        ) as place,
        figures.nationality_code,
        figures.sex,
        figures.age_group,
        figures.what_is_stated
        || case figures.counts_as
            when 'total' then ', a total'
            when 'part' then ', a part'
            when 'stock' then ', at one moment'
            else ', a running total'
                || coalesce(' since ' || cast(figures.cumulative_since as string), '')
        end
        || coalesce(', as of ' || cast(figures.figure_as_of as string), '')
        || coalesce(' (' || figures.scope || ')', '')
        || '. '
        || {{ spelled_reason(
            'figures.is_standing',
            'figures.not_chosen_because',
            'spoken.chosen_for',
            'spoken.agrees',
            'figures.status',
            'figures.totals_serve'
        ) }} as text,
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
    from {{ figures }} as figures
    left join (
        select
            record_id,
            {{ joined('case when is_chosen_here then slice_words end', ' and ', 'slice_order') }}
                as chosen_for,
            bool_or(is_first_slice and value = best) as agrees
        from (
            select
                *,
                case when slice_nationality = 'total' then 0 else 1 end as slice_order,
                slice_nationality = 'total' or not is_in_total as is_first_slice,
                case
                    when slice_nationality = 'total' and slice_sex = 'all' and slice_age = 'all'
                        then 'the total'
                    else {{ spelled_persons(
                        '2', 'slice_nationality', 'demonym', 'slice_sex', 'slice_age'
                    ) }}
                end
                || case
                    when reports = 1 then ': the only report'
                    when publishers = 1 then ': the latest of its only publisher'
                    else ': the most precise within the bounds of the latest'
                end as slice_words
            from {{ members }}
        ) as slices
        group by record_id
    ) as spoken on figures.record_id = spoken.record_id
{% endmacro %}
