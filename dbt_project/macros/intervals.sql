{# Time is an interval: a row holds on day D if known_from <= D and (known_to is null or D <
   known_to). Only these macros cut and join intervals. #}

{# A date before everything that can be recorded, and one after it. #}
{% macro beginning() -%} cast('0001-01-01' as date) {%- endmacro %}
{% macro ending() -%} cast('9999-12-31' as date) {%- endmacro %}

{# True if the row `a` holds on a day in a column. It needs two plain comparisons: with an `or`, the
   engine can't use a hash join, and a left join of a million rows takes minutes. #}
{% macro holds_on(a, day) -%}
    {{ a }}.known_from <= {{ day }}
    and {{ day }} < coalesce({{ a }}.known_to, {{ ending() }})
{%- endmacro %}

{# True if there is a day on which both rows hold. #}
{% macro overlap(a, b) -%}
    {{ a }}.known_from < coalesce({{ b }}.known_to, {{ ending() }})
    and {{ b }}.known_from < coalesce({{ a }}.known_to, {{ ending() }})
{%- endmacro %}

{% macro overlap_from(a, b) -%} greatest({{ a }}.known_from, {{ b }}.known_from) {%- endmacro %}

{# `least` skips nulls on both engines. Null means "still", so this is correct here. #}
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

{# `relation` with equal adjacent intervals joined into one row. `keys`, `attributes` and
   `carried` are lists of columns. The columns in `carried` depend on the keys. The intervals of
   one key must not overlap. Most rows differ from the previous row and stay unchanged. A join
   finds the few rows that continue an equal row. Their end becomes the end of the row that they
   continue. #}
{% macro collapsed(relation, keys, attributes, carried=[]) %}
    {%- set neighbours %}partition by {{ keys | join(', ') }} order by known_from{% endset %}
    with going_on as (
        select
            {%- for key in keys %}
            rows.{{ key }},
            {%- endfor %}
            rows.known_from,
            rows.known_to
        from {{ relation }} as rows
        inner join {{ relation }} as before
            on
                {%- for key in keys %}
                rows.{{ key }} = before.{{ key }} and
                {%- endfor %}
                rows.known_from = before.known_to
        where
            {%- for attribute in attributes %}
            {% if not loop.first %}and {% endif -%}
            rows.{{ attribute }} is not distinct from before.{{ attribute }}
            {%- endfor %}
    ),

    islands as (
        select
            *,
            sum(is_new) over (
                {{ neighbours }} rows between unbounded preceding and current row
            ) as island
        from (
            select
                *,
                case
                    when lag(known_to) over ({{ neighbours }}) = known_from then 0 else 1
                end as is_new
            from going_on
        ) as marked
    ),

    ends as (
        select
            {{ keys | join(', ') }},
            min(known_from) as known_from,
            case when count(*) = count(known_to) then max(known_to) end as known_to
        from islands
        group by {{ keys | join(', ') }}, island
    )

    select
        {%- for column in keys + carried + attributes %}
        rows.{{ column }},
        {%- endfor %}
        rows.known_from,
        case when ends.known_from is null then rows.known_to else ends.known_to end as known_to
    from {{ relation }} as rows
    left join going_on
        on
            {%- for key in keys %}
            rows.{{ key }} = going_on.{{ key }} and
            {%- endfor %}
            rows.known_from = going_on.known_from
    left join ends
        on
            {%- for key in keys %}
            rows.{{ key }} = ends.{{ key }} and
            {%- endfor %}
            rows.known_to = ends.known_from
    where going_on.known_from is null
{% endmacro %}
