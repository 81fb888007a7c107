{# Section consensus: one line per slice, the total first, with the record that was chosen. #}
{% macro explained_consensus(slices, chosen) %}
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
            when 'sexes' then '; the sum of women and men, since no report states it.'
            when 'assumed' then '; no report counts the sites, and a raid counts as one.'
            when 'parts' then '; a part stands for the total, since no report states one.'
            else '.'
        end
        || coalesce(
            ' ' || {{ spelled_count('slices.reports', 'report') }}
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
    left join {{ chosen }} as chosen
        on
            slices.event_id = chosen.event_id
            and slices.family = chosen.family
            and slices.nationality_code = chosen.nationality_code
            and slices.sex = chosen.sex
            and slices.age_group = chosen.age_group
{% endmacro %}
