{# For each record that was chosen, for which slices, and from what, in words. A total that names a
   nationality may be chosen for two slices: the total, and that of its nationality. #}
{% macro explained_chosen(slices) %}
    select
        record_id,
        coalesce(for_total || ' and for ' || for_other, for_total, for_other) as chosen_for
    from (
        select
            record_id,
            max(case when is_of_total then chosen_for end) as for_total,
            max(case when not is_of_total then chosen_for end) as for_other
        from (
            select
                slices.best_record_id as record_id,
                slices.nationality_code = 'total'
                and slices.sex = 'all'
                and slices.age_group = 'all' as is_of_total,
                {{ spelled_slice(
                    'slices.nationality_code', 'countries.demonym', 'slices.sex',
                    'slices.age_group'
                ) }}
                || case
                    when slices.reports = 1 then ' (the only report)'
                    when slices.publishers = 1 then ' (the latest of its only publisher)'
                    else ' (the most precise within the bounds of the latest)'
                end as chosen_for
            from {{ slices }} as slices
            inner join {{ ref('dim_country') }} as countries
                on slices.nationality_code = countries.country_code
            where slices.best_record_id is not null
        ) as choices
        group by record_id
    ) as chosen
{% endmacro %}
