-- Pairs of events that count nearly as many persons of one measure group and nationality, or in
-- all, and start within 30 days of one another in one country or under one parent. If four counts
-- or more of a window of days lie within a tenth, chance alone makes them near, and nothing is
-- reported. So the number of pairs grows no faster than the events.
with

rows as (

    select figure_key, nationality_key, persons
    from {{ ref('int_rows_counted') }}
    where known_to is null and persons > 0

),

counts as (

    select figure_key, nationality_key, persons from rows
    union all
    select figure_key, {{ total_key() }} as nationality_key, sum(persons) as persons
    from rows
    group by figure_key

),

large as (

    select
        {{ event_of('counts.figure_key') }} as event_key,
        {{ group_of('counts.figure_key') }} as group_key,
        counts.nationality_key,
        counts.persons,
        events.country_code,
        events.parent_event_id,
        events.event_start,
        {{ dbt.datediff("cast('1900-01-01' as date)", 'events.event_start', 'day') }} as day_number
    from counts
    inner join {{ ref('int_events_today') }} as events
        on {{ event_of('counts.figure_key') }} = events.event_key
    where
        events.takes_part
        and events.event_start is not null
        and counts.persons >= 20
        and {{ group_of('counts.figure_key') }} in (
            select group_key
            from {{ ref('int_measure_groups') }}
            where is_of_persons and fact <> '-'
        )

),

-- two days within 30 days of one another share one of two windows of 60 days
placed as (

    {%- for scope, condition in [
        ('country_code', "country_code <> 'ZZ'"), ('parent_event_id', 'parent_event_id is not null')
    ] %}
    {%- set outer_last = loop.last %}
    {%- for shift in (0, 30) %}
    select
        *,
        {{ scope }} as scope,
        cast(floor((day_number + {{ shift }}) / 60) as bigint) * 2 + {{ loop.index0 }}
            as time_window
    from large
    where {{ condition }}
    {%- if not (loop.last and outer_last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}

),

placed_by_size as (

    select
        *,
        row_number() over by_size as place,
        -- the third next larger count is near: four lie within a tenth
        coalesce(persons * 10 >= lead(persons, 3) over by_size * 9, false)
            as begins_a_crowd
    from placed
    window by_size as (
        partition by scope, group_key, nationality_key, time_window
        order by persons asc, event_key asc
    )

),

ordered as (

    select *
    from placed_by_size
    qualify not bool_or(begins_a_crowd) over (
        partition by scope, group_key, nationality_key, time_window
        order by place asc
        rows between 3 preceding and current row
    )

),

pairs as (

    {%- for step in range(1, 4) %}
    select
        least(one.event_key, other.event_key) as event_key,
        greatest(one.event_key, other.event_key) as other_event_key,
        one.group_key,
        one.nationality_key,
        one.persons,
        other.persons as other_persons,
        least(one.event_start, other.event_start) as first_start,
        greatest(one.event_start, other.event_start) as last_start
    from ordered as one
    inner join ordered as other
        on
            one.scope = other.scope
            and one.group_key = other.group_key
            and one.nationality_key = other.nationality_key
            and one.time_window = other.time_window
            and one.place + {{ step }} = other.place
    where
        one.persons * 10 >= other.persons * 9
        and abs(one.day_number - other.day_number) <= 30
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

final as (

    select
        event_key,
        other_event_key,
        group_key,
        -- of equal counts, the nationality is more specific than the total
        max_by(nationality_key, {{ order_of('persons', 'nationality_key') }}) as nationality_key,
        max(persons) as persons,
        max_by(other_persons, {{ order_of('persons', 'nationality_key') }}) as other_persons,
        min(first_start) as first_start,
        max(last_start) as last_start
    from pairs
    where event_key < other_event_key
    group by event_key, other_event_key, group_key

)

select * from final
