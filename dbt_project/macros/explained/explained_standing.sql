{# Who stands in which disputed slice. A record may speak for two slices, and is_standing says that
   it stands in one of them, so a publisher's only such record in a slice is the one that stands
   there. Where a publisher has several the rules decide again (reconciliation rules, section 3,
   steps 1 and 2). `disputed` has a slice_number, the columns of its slice, and `made`;
   `speaking` are the rows of explained_speaking. #}
{% macro explained_standing(disputed, speaking) %}
    {%- set of_several %}
        (
            select slice_number, publisher
            from {{ speaking }}
            group by slice_number, publisher
            having count(*) > 1
        )
    {%- endset %}
    {%- set columns = [
        'slice_number', 'record_id', 'publisher', 'published_on', 'value', 'low', 'high',
        'qualifier', 'what', 'nationality_code', 'sex', 'age_group',
    ] %}
    select speaking.{{ columns | join(', speaking.') }}
    from {{ speaking }} as speaking
    left join {{ of_several }} as several
        on
            speaking.slice_number = several.slice_number
            and speaking.publisher = several.publisher
    where several.slice_number is null
    union all
    select placed.{{ columns | join(', placed.') }}
    from (
        select
            *,
            row_number() over (
                partition by slice_number, publisher
                order by
                    figure_day desc, precision_rank asc, published_on desc, value desc,
                    record_id asc
            ) as place_of_publisher
        from (
            select
                *,
                row_number() over (
                    partition by slice_number, report_key
                    order by
                        value desc, precision_rank asc, figure_day desc, published_on desc,
                        record_id asc
                ) as place_in_report
            from ({{ explained_speaking(disputed, of_several) }}) as members
        ) as in_reports
        where place_in_report = 1 and is_standing
    ) as placed
    inner join {{ of_several }} as several
        on placed.slice_number = several.slice_number and placed.publisher = several.publisher
    where placed.place_of_publisher = 1
{% endmacro %}

{# The records that speak for the disputed slices: those that stand somewhere, or, with
   `of_several`, all those of its slices. A total that names a nationality speaks for the slice of
   the total too, a part without nationality only where the total is made of such parts. #}
{% macro explained_speaking(disputed, of_several=none) %}
    select
        slices.slice_number,
        figures.record_id,
        figures.report_key,
        figures.publisher,
        figures.published_on,
        figures.value,
        figures.low,
        figures.high,
        figures.qualifier,
        figures.measure || coalesce('_' || figures.unit, '') as what,
        figures.nationality_code,
        figures.sex,
        figures.age_group,
        figures.is_standing,
        coalesce(figures.figure_as_of, figures.published_on) as figure_day,
        {{ precision_rank('figures') }} as precision_rank
    from (
        select
            *,
            case
                when
                    counts_as = 'part'
                    and nationality_code = 'total'
                    and sex = 'all'
                    and age_group = 'all'
                    then 'parts'
                else nationality_code
            end as slice_nationality
        from {{ ref('fct_reported_figures') }}
        union all
        select *, 'total' as slice_nationality
        from {{ ref('fct_reported_figures') }}
        where
            counts_as = 'total'
            and nationality_code <> 'total'
            and sex = 'all'
            and age_group = 'all'
    ) as figures
    inner join (
        select
            *,
            case when made = 'parts' then 'parts' else nationality_code end as slice_nationality
        from {{ disputed }}
        {%- if of_several %}
        where slice_number in (select slice_number from {{ of_several }} as several)
        {%- endif %}
    ) as slices
        on
            figures.event_id = slices.event_id
            and figures.family = slices.family
            and figures.sex = slices.sex
            and figures.age_group = slices.age_group
            and figures.slice_nationality = slices.slice_nationality
    where
        {% if not of_several %}figures.is_standing and {% endif -%}
        coalesce(figures.not_chosen_because, 'chosen')
        not in ('status', 'stock', 'running_total', 'in_no_slice')
{% endmacro %}

{# The place of a figure in the order of precision (section 2). #}
{% macro precision_rank(figures) -%}
    case
        when {{ figures }}.qualifier = 'exact'
            then case when {{ figures }}.high > {{ figures }}.value then 2 else 1 end
        when {{ figures }}.low = {{ figures }}.value and {{ figures }}.high is not null then 2
        when {{ figures }}.qualifier in ('about', 'nearly') then 3
        when {{ figures }}.qualifier in ('at_least', 'more_than') then 4
        else 5
    end
{%- endmacro %}
