{# The record that was chosen for each slice, with what it was chosen from. Marts say of a record
   that it was chosen, not for which slice, and a total that names a nationality speaks for two: for
   each slice, of the chosen records with its best value, one that speaks for it alone comes first,
   then the order of ties (reconciliation rules, section 3). #}
{% macro explained_chosen(figures, slices) %}
    select *
    from (
        select
            spoken.record_id,
            spoken.publisher,
            spoken.published_on,
            spoken.source_url,
            spoken.demonym,
            slices.event_id,
            slices.family,
            slices.nationality_code,
            slices.sex,
            slices.age_group,
            slices.nationality_code = 'total' and slices.sex = 'all' and slices.age_group = 'all'
                as is_of_total,
            slices.reports,
            slices.publishers,
            row_number() over (
                partition by
                    slices.event_id, slices.family, slices.nationality_code, slices.sex,
                    slices.age_group
                order by
                    spoken.slice_count asc,
                    spoken.precision_rank asc,
                    spoken.figure_day desc,
                    spoken.published_on desc,
                    spoken.record_id asc
            ) as place
        from ({{ explained_speakers(figures) }}) as spoken
        inner join {{ slices }} as slices
            on
                spoken.event_id = slices.event_id
                and spoken.family = slices.family
                and spoken.slice_nationality = slices.nationality_code
                and spoken.sex = slices.sex
                and spoken.age_group = slices.age_group
                and spoken.value = slices.best
        where spoken.is_chosen and slices.made in ('reports', 'parts')
    ) as candidates
    where place = 1
{% endmacro %}

{# Every record once for each slice that it speaks for: its own, and the total's. #}
{% macro explained_speakers(figures) %}
    select
        *,
        nationality_code as slice_nationality,
        case when is_in_total and nationality_code <> 'total' then 2 else 1 end as slice_count
    from {{ figures }}
    where is_in_slice
    union all
    select *, 'total' as slice_nationality, 2 as slice_count
    from {{ figures }}
    where is_in_slice and is_in_total and nationality_code <> 'total'
{% endmacro %}
