{# Time is an interval: a row holds on day D where known_from <= D and (known_to is null or
   D < known_to). These macros are the only places in which intervals are cut and joined. #}

{# A date before everything that can be recorded. #}
{% macro beginning() -%} cast('0001-01-01' as date) {%- endmacro %}

{# True where the row `a` holds on a day that is a column. Two plain comparisons: with an `or` the
   engine can't use them in a hash join, and a left join of a million rows takes minutes. #}
{% macro holds_on(a, day) -%}
    {{ a }}.known_from <= {{ day }}
    and {{ day }} < coalesce({{ a }}.known_to, cast('9999-12-31' as date))
{%- endmacro %}

{# True where two rows hold on some day together. #}
{% macro overlap(a, b) -%}
    {{ a }}.known_from < coalesce({{ b }}.known_to, cast('9999-12-31' as date))
    and {{ b }}.known_from < coalesce({{ a }}.known_to, cast('9999-12-31' as date))
{%- endmacro %}

{% macro overlap_from(a, b) -%} greatest({{ a }}.known_from, {{ b }}.known_from) {%- endmacro %}

{# `least` skips nulls on both engines, and null means "still": just what is wanted here. #}
{% macro overlap_to(a, b) -%} least({{ a }}.known_to, {{ b }}.known_to) {%- endmacro %}

{# The days on which something changes in `relation`, by `keys`, each with the day of the next
   change: columns keys, known_from, known_to. #}
{% macro days_of_change(relation, keys) %}
    select
        {{ keys }},
        known_from,
        lead(known_from) over (partition by {{ keys }} order by known_from) as known_to
    from (
        select {{ keys }}, known_from from {{ relation }}
        union
        select {{ keys }}, known_to from {{ relation }} where known_to is not null
    )
{% endmacro %}

{# `relation` with equal neighbours made one row: `keys`, `attributes` and `told` are lists of
   columns, `told` those that the keys decide. The intervals of one key must not overlap.
   Most rows are unlike the one before them and stay: only the few others are put together, and
   give their end to the row that they go on from. #}
{% macro collapsed(relation, keys, attributes, told=[]) %}
    {%- set neighbours %}partition by {{ keys | join(', ') }} order by known_from{% endset %}
    with marked as (
        select
            {{ (keys + told + attributes) | join(', ') }},
            known_from,
            known_to,
            case
                when
                    lag(known_to) over neighbours = known_from
                    {%- for attribute in attributes %}
                    and lag({{ attribute }}) over neighbours is not distinct from {{ attribute }}
                    {%- endfor %}
                    then 0
                else 1
            end as is_new
        from {{ relation }}
        window neighbours as ({{ neighbours }})
    ),

    later as (
        select
            {{ keys | join(', ') }},
            known_from,
            known_to,
            case
                when lag(known_to) over ({{ neighbours }}) = known_from then 0 else 1
            end as is_new
        from marked
        where is_new = 0
    ),

    islands as (
        select
            *,
            sum(is_new) over (
                {{ neighbours }} rows between unbounded preceding and current row
            ) as island
        from later
    ),

    going_on as (
        select
            {{ keys | join(', ') }},
            min(known_from) as known_from,
            case when count(*) = count(known_to) then max(known_to) end as known_to
        from islands
        group by {{ keys | join(', ') }}, island
    )

    select
        {%- for column in keys + told + attributes %}
        marked.{{ column }},
        {%- endfor %}
        marked.known_from,
        case when going_on.known_from is null then marked.known_to else going_on.known_to end
            as known_to
    from marked
    left join going_on
        on
            {%- for key in keys %}
            marked.{{ key }} = going_on.{{ key }} and
            {%- endfor %}
            marked.known_to = going_on.known_from
    where marked.is_new = 1
{% endmacro %}
