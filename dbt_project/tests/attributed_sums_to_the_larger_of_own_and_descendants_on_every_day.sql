-- Two sums of what is attributed below each parent, on every day on which one of them changes: the
-- running one of the model, and here that of the rows. Two kinds of parents are left out: those
-- that use running totals, since some of their descendants are added, and those with descendants
-- that are counted elsewhere in their tree. The other test checks them for today.
with

chains as (

    {%- for steps in range(1, 5) %}
    select event_key, ancestor_{{ steps }} as parent_key, known_from, known_to
    from {{ ref('int_event_chains') }}
    where ancestor_{{ steps }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

below as (

    select
        {{ figure_key('chains.parent_key', group_of('rows.figure_key')) }} as figure_key,
        rows.persons,
        {{ overlap_from('rows', 'chains') }} as known_from,
        {{ overlap_to('rows', 'chains') }} as known_to
    from {{ ref('int_rows_attributed') }} as rows
    inner join chains
        on
            {{ event_of('rows.figure_key') }} = chains.event_key
            and {{ overlap('rows', 'chains') }}

),

states as (

    {%- for level in range(5) %}
    select figure_key, known_from, own_from, persons, descendants_total
    from {{ ref('int_level_' ~ level ~ '_attributed') }}
    where nationality_key = {{ total_key() }} and not is_by_day
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

changes as (

    select figure_key, known_from as day, persons, 0 as is_state from below
    union all
    select figure_key, known_to, -persons, 0 from below where known_to is not null
    union all
    select figure_key, known_from, 0, 1 from states

),

summed as (

    select figure_key, day, max(is_state) as is_state, sum(persons) as change
    from changes
    group by figure_key, day

),

running as (

    select
        figure_key,
        day,
        is_state,
        sum(change) over (
            partition by figure_key order by day
            rows between unbounded preceding and current row
        ) as persons
    from summed

)

select
    states.figure_key,
    states.known_from,
    own.own_total,
    states.descendants_total,
    states.persons as attributed,
    running.persons as attributed_below
from states
inner join running
    on states.figure_key = running.figure_key and states.known_from = running.day
left join {{ ref('int_event_totals') }} as own
    on states.figure_key = own.figure_key and states.own_from = own.known_from
left join (
    {%- for level in range(5) %}
    select distinct figure_key from {{ ref('int_level_' ~ level ~ '_contributions') }}
    where is_elsewhere = 1
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
) as elsewhere
    on states.figure_key = elsewhere.figure_key
where
    elsewhere.figure_key is null
    and not coalesce(own.uses_running_total, false)
    and (
        running.persons <> states.descendants_total
        or states.persons + running.persons
        <> greatest(coalesce(own.own_total, 0), states.descendants_total)
    )
