{# Section 6, nationality from above: the rows that the events at one depth, all of one nationality,
   take from `unknown` and `foreign` and add to theirs, two signed rows for each. #}
{% macro inherited_at_level(depth) %}
with

givers as (

    select figure_key, only_nationality_key, held_until, known_from, known_to
    from {{ ref('int_level_' ~ depth ~ '_attributed') }}
    where
        nationality_key = {{ total_key() }}
        and not is_by_day
        and only_nationality_key is not null

),

contributions as (

    select * from {{ ref('int_level_' ~ depth ~ '_contributions') }}
    where nationality_key in ({{ foreign_key() }}, {{ unknown_key() }})

),

states as (

    select * from {{ ref('int_event_states') }} where takes_part

),

moved as (

    select
        contributions.event_key,
        {{ group_of('contributions.figure_key') }} as group_key,
        contributions.nationality_key,
        givers.only_nationality_key as becomes_key,
        contributions.persons,
        contributions.low,
        contributions.high,
        contributions.is_row,
        {{ overlap_from('contributions', 'givers') }} as known_from,
        {{ overlap_to('contributions', 'givers') }} as known_to
    from contributions
    inner join givers
        on
            contributions.figure_key = givers.figure_key
            and {{ overlap('contributions', 'givers') }}
    where givers.held_until is null
    union all
    select
        contributions.event_key,
        {{ group_of('contributions.figure_key') }} as group_key,
        contributions.nationality_key,
        givers.only_nationality_key as becomes_key,
        contributions.persons,
        contributions.low,
        contributions.high,
        contributions.is_row,
        greatest(contributions.known_from, givers.known_from, states.known_from) as known_from,
        least(contributions.known_to, givers.known_to, states.known_to) as known_to
    from contributions
    inner join givers
        on
            contributions.figure_key = givers.figure_key
            and {{ overlap('contributions', 'givers') }}
    inner join states on contributions.child_key = states.event_key
    where
        givers.held_until is not null
        and {{ is_held_entirely('states', 'givers.held_until') }}
        and greatest(contributions.known_from, givers.known_from, states.known_from)
        < coalesce(
            least(contributions.known_to, givers.known_to, states.known_to), {{ ending() }}
        )

),

final as (

    {%- for key, sign in [('nationality_key', '-'), ('becomes_key', '')] %}
    select
        event_key,
        group_key,
        {{ key }} as nationality_key,
        {{ sign }}persons as persons,
        {{ sign }}low as low,
        {{ sign }}high as high,
        {{ depth }} as made_at,
        becomes_key,
        {{ 'is_row' if sign else '0' }} as is_label,
        known_from,
        known_to
    from moved
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from final
{% endmacro %}
