{# Who stands in which disputed breakdown. A record may speak for two breakdowns, and is_current says that
   it stands in one of them, so a publisher's only such record in a breakdown is the one that stands
   there. Where a publisher has several the rules decide again (docs/rules.md, section 3,
   steps 1 and 2). `disputed` has a breakdown_number, the columns of its breakdown, and `made`;
   `speaking` are the rows of explained_speaking. #}
{% macro explained_standing(disputed, speaking) %}
    {%- set of_several %}
        (
            select breakdown_number, publisher
            from {{ speaking }}
            group by breakdown_number, publisher
            having count(*) > 1
        )
    {%- endset %}
    {%- set columns = [
        'breakdown_number', 'record_id', 'publisher', 'published_on', 'value', 'low', 'high',
        'qualifier', 'what', 'nationality_code', 'sex', 'age_group',
    ] %}
    select speaking.{{ columns | join(', speaking.') }}
    from {{ speaking }} as speaking
    left join {{ of_several }} as several
        on
            speaking.breakdown_number = several.breakdown_number
            and speaking.publisher = several.publisher
    where several.breakdown_number is null
    union all
    select placed.{{ columns | join(', placed.') }}
    from (
        select
            *,
            row_number() over (
                partition by breakdown_number, publisher
                order by
                    figure_day desc, precision_rank asc, published_on desc, value desc,
                    record_id asc
            ) as place_of_publisher
        from (
            select
                *,
                row_number() over (
                    partition by breakdown_number, report_key
                    order by
                        value desc, precision_rank asc, figure_day desc, published_on desc,
                        record_id asc
                ) as place_in_report
            from ({{ explained_speaking(disputed, of_several) }}) as members
        ) as in_reports
        where place_in_report = 1 and is_current
    ) as placed
    inner join {{ of_several }} as several
        on placed.breakdown_number = several.breakdown_number and placed.publisher = several.publisher
    where placed.place_of_publisher = 1
{% endmacro %}

{# The records that speak for the disputed breakdowns: those that stand somewhere, or, with
   `of_several`, all those of its breakdowns. A total that names a nationality speaks for the breakdown of
   the total too, a part without nationality only where the total is made of such parts. #}
{% macro explained_speaking(disputed, of_several=none) %}
    select
        breakdowns.breakdown_number,
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
        figures.is_current,
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
            end as breakdown_nationality
        from {{ ref('fct_reported_figures') }}
        union all
        select *, 'total' as breakdown_nationality
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
            case when made = 'parts' then 'parts' else nationality_code end as breakdown_nationality
        from {{ disputed }}
        {%- if of_several %}
        where breakdown_number in (select breakdown_number from {{ of_several }} as several)
        {%- endif %}
    ) as breakdowns
        on
            figures.event_id = breakdowns.event_id
            and figures.measure_group = breakdowns.measure_group
            and figures.sex = breakdowns.sex
            and figures.age_group = breakdowns.age_group
            and figures.breakdown_nationality = breakdowns.breakdown_nationality
    where
        {% if not of_several %}figures.is_current and {% endif -%}
        coalesce(figures.not_chosen_because, 'chosen')
        not in ('status', 'stock', 'running_total', 'in_no_breakdown')
{% endmacro %}

{# The place of a figure in the order of precision (section 1). #}
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
