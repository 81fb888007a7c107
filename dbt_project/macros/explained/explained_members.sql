{# The records that speak for each slice, with the slice, and which of them was chosen for it. A
   total that names a nationality speaks for two: the total's and the nationality's. Its is_standing
   is true if it stands in either, and its reason is of the total's, which is judged first. #}
{% macro explained_members(figures, slices) %}
    select
        *,
        is_chosen and best = value and row_number() over (
            partition by event_id, family, slice_nationality, slice_sex, slice_age
            order by
                case when is_chosen and best = value then 0 else 1 end,
                precision_rank,
                figure_day desc,
                published_on desc,
                record_id asc
        ) = 1 as is_chosen_here,
        is_standing and (
            slice_nationality <> 'total'
            or nationality_code = 'total'
            or coalesce(not_chosen_because, '-') not like 'superseded_%'
        ) as is_standing_here
    from (
        select
            figures.*,
            slices.nationality_code as slice_nationality,
            slices.sex as slice_sex,
            slices.age_group as slice_age,
            slices.best,
            slices.low as slice_low,
            slices.high as slice_high,
            slices.is_disputed,
            slices.reports,
            slices.publishers
        from {{ figures }} as figures
        inner join {{ slices }} as slices
            on
                figures.event_id = slices.event_id
                and figures.family = slices.family
                and figures.sex = slices.sex
                and figures.age_group = slices.age_group
                and (
                    figures.nationality_code = slices.nationality_code
                    or (figures.is_in_total and slices.nationality_code = 'total')
                )
        where figures.is_in_slice and slices.made in ('reports', 'parts')
    ) as members
{% endmacro %}
