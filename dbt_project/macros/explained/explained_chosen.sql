{# For each record that was chosen, for which breakdowns, and from what, in words. A total that names a
   nationality may be chosen for two breakdowns: the total, and that of its nationality. #}
{% macro explained_chosen(breakdowns) %}
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
                breakdowns.best_record_id as record_id,
                breakdowns.nationality_code = 'total'
                and breakdowns.sex = 'all'
                and breakdowns.age_group = 'all' as is_of_total,
                {{ spelled_slice(
                    'breakdowns.nationality_code', 'countries.demonym', 'breakdowns.sex',
                    'breakdowns.age_group'
                ) }}
                || case
                    when breakdowns.reports = 1 then ' (the only report)'
                    when breakdowns.publishers = 1 then ' (the latest of its only publisher)'
                    else ' (the most precise within the bounds of the latest)'
                end as chosen_for
            from {{ breakdowns }} as breakdowns
            inner join {{ ref('dim_country') }} as countries
                on breakdowns.nationality_code = countries.country_code
            where breakdowns.best_record_id is not null
        ) as choices
        group by record_id
    ) as chosen
{% endmacro %}
