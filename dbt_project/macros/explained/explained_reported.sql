{# Section reported: one line per record, in the order of publication. #}
{% macro explained_reported(figures, slices, chosen) %}
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
            spelled_choices('for_total', 'for_other'),
            'figures.value = slices.best',
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
    left join {{ chosen }} as for_total
        on figures.record_id = for_total.record_id and for_total.is_of_total
    left join {{ chosen }} as for_other
        on figures.record_id = for_other.record_id and not for_other.is_of_total
    left join {{ slices }} as slices
        on
            figures.event_id = slices.event_id
            and figures.family = slices.family
            and figures.sex = slices.sex
            and figures.age_group = slices.age_group
            and case
                when figures.not_chosen_because <> 'later_tie' then null
                when figures.is_in_total then 'total'
                else figures.nationality_code
            end = slices.nationality_code
{% endmacro %}

{# For which slices a record was chosen, and from what; null where it was for none. #}
{% macro spelled_choices(one, other) -%}
    coalesce(
        {{ spelled_choice(one) }} || ' and for ' || {{ spelled_choice(other) }},
        {{ spelled_choice(one) }},
        {{ spelled_choice(other) }}
    )
{%- endmacro %}

{% macro spelled_choice(chosen) -%}
    {{ spelled_slice(
        chosen ~ '.nationality_code', chosen ~ '.demonym', chosen ~ '.sex', chosen ~ '.age_group'
    ) }}
    || case
        when {{ chosen }}.reports is null then null
        when {{ chosen }}.reports = 1 then ' (the only report)'
        when {{ chosen }}.publishers = 1 then ' (the latest of its only publisher)'
        else ' (the most precise within the bounds of the latest)'
    end
{%- endmacro %}
