{# Section consensus: one line per slice, the total first, with the record that was chosen. #}
{% macro explained_consensus(slices, members) %}
    select
        slices.event_id,
        3 as section_order,
        'consensus' as section,
        slices.family,
        row_number() over (
            partition by slices.event_id, slices.family
            order by
                case
                    when slices.sex <> 'all' or slices.age_group <> 'all' then 4
                    when slices.nationality_code = 'total' then 1
                    when slices.nationality_code = 'foreign' then 2
                    else 3
                end,
                slices.best desc,
                slices.nationality_code asc,
                slices.sex asc,
                slices.age_group asc
        ) as place,
        slices.nationality_code,
        slices.sex,
        slices.age_group,
        case
            when
                slices.nationality_code = 'total'
                and slices.sex = 'all'
                and slices.age_group = 'all'
                then 'Total: '
            else ''
        end
        || {{ spelled_number('slices.best') }} || ' '
        || {{ spelled_what('slices.family', 'slices.best', spelled_persons(
            'slices.best', 'slices.nationality_code', 'countries.demonym', 'slices.sex',
            'slices.age_group'
        )) }}
        || {{ spelled_bounds('slices.best', 'slices.low', 'slices.high', 'slices.is_open_ended') }}
        || case slices.made
            when 'sexes' then '; the sum of women and men, since no report states it. '
            when 'assumed' then '; no report counts the sites, and a raid counts as one. '
            when 'parts' then '; a part stands for the total, since no report states one. '
            else '. '
        end
        || coalesce(
            {{ spelled_count('slices.reports', 'report') }}
            || ' by ' || {{ spelled_count('slices.publishers', 'publisher') }} || '.',
            ''
        ) as text,
        slices.best as value,
        slices.low,
        slices.high,
        chosen.publisher,
        chosen.published_on,
        chosen.record_id,
        chosen.source_url,
        cast(null as boolean) as is_standing,
        cast(null as boolean) as is_chosen,
        cast(null as string) as part_event_id
    from {{ slices }} as slices
    inner join {{ ref('dim_country') }} as countries
        on slices.nationality_code = countries.country_code
    left join (select * from {{ members }} where is_chosen_here) as chosen
        on
            slices.event_id = chosen.event_id
            and slices.family = chosen.family
            and slices.nationality_code = chosen.slice_nationality
            and slices.sex = chosen.slice_sex
            and slices.age_group = chosen.slice_age
{% endmacro %}

{# Section disputed: one line per slice in which two standing figures have nothing in common, with
   the one that ends lowest and the one that begins highest. #}
{% macro explained_disputes(members) %}
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
                slice_sex asc,
                slice_age asc
        ) as place,
        slice_nationality as nationality_code,
        slice_sex as sex,
        slice_age as age_group,
        'The figures of '
        || case
            when slice_nationality = 'total' and slice_sex = 'all' and slice_age = 'all'
                then 'the total'
            else {{ spelled_persons(
                '2', 'slice_nationality', 'min(demonym)', 'slice_sex', 'slice_age'
            ) }}
        end
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
                partition by event_id, family, slice_nationality, slice_sex, slice_age
                order by high asc nulls last, record_id asc
            ) as lowest,
            row_number() over (
                partition by event_id, family, slice_nationality, slice_sex, slice_age
                order by low desc, record_id asc
            ) as highest
        from {{ members }}
        where is_disputed and is_standing_here
    ) as standing
    group by event_id, family, slice_nationality, slice_sex, slice_age
{% endmacro %}
