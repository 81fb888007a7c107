{# Section disputed: one line per slice in which two standing figures have nothing in common, with
   the one that ends lowest and the one that begins highest. Who stands is told again here (section
   3, steps 1 and 2), since a record that speaks for two slices may stand in one of them only. #}
{% macro explained_disputes(figures, slices) %}
    select
        event_id,
        4 as section_order,
        'disputed' as section,
        family,
        row_number() over (
            partition by event_id, family
            order by
                case when slice_nationality = 'total' then 0 else 1 end,
                slice_nationality asc,
                sex asc,
                age_group asc
        ) as place,
        slice_nationality as nationality_code,
        sex,
        age_group,
        'The figures of '
        || {{ spelled_slice('slice_nationality', 'min(demonym)', 'sex', 'age_group') }}
        || ' have nothing in common: '
        || max(case when lowest = 1 then publisher || ' states ' || what_is_stated end)
        || ', '
        || max(case when highest = 1 then publisher || ' ' || what_is_stated end)
        || '.' as text,
        min(best) as value,
        min(slice_low) as low,
        max(slice_high) as high,
        {{ without_a_report() }},
        cast(null as string) as part_event_id
    from (
        select
            *,
            row_number() over (
                partition by event_id, family, slice_nationality, sex, age_group
                order by high asc nulls last, record_id asc
            ) as lowest,
            row_number() over (
                partition by event_id, family, slice_nationality, sex, age_group
                order by low desc, record_id asc
            ) as highest
        from (
            select
                *,
                row_number() over (
                    partition by event_id, family, slice_nationality, sex, age_group, publisher
                    order by
                        figure_day desc, precision_rank asc, published_on desc, value desc,
                        record_id asc
                ) as place_of_publisher
            from (
                select
                    spoken.*,
                    slices.best,
                    slices.low as slice_low,
                    slices.high as slice_high,
                    row_number() over (
                        partition by
                            spoken.event_id, spoken.family, spoken.slice_nationality, spoken.sex,
                            spoken.age_group, spoken.report_key
                        order by
                            spoken.value desc, spoken.precision_rank asc, spoken.figure_day desc,
                            spoken.published_on desc, spoken.record_id asc
                    ) as place_in_report
                from ({{ explained_speakers(figures) }}) as spoken
                inner join {{ slices }} as slices
                    on
                        spoken.event_id = slices.event_id
                        and spoken.family = slices.family
                        and spoken.slice_nationality = slices.nationality_code
                        and spoken.sex = slices.sex
                        and spoken.age_group = slices.age_group
                where slices.is_disputed and slices.made in ('reports', 'parts')
            ) as in_reports
            where place_in_report = 1
        ) as of_publishers
        where place_of_publisher = 1
    ) as standing
    group by event_id, family, slice_nationality, sex, age_group
{% endmacro %}
