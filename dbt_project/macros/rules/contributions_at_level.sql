{# Section 6: what the descendants of the parents at one depth count, row by row. Rendered for the
   depths 4 to 0, deepest first: each reads the deeper ones. Columns: figure_key of the parent,
   child_key (the child of the parent on the way down), event_key and nationality_key of the row,
   persons, low, high, is_row (1 for a row, 0 for a correction), is_elsewhere (1 for a correction
   for people counted elsewhere), met_at (the depth at which that was made), made_at, known_from,
   known_to. Corrections are rows with a sign: a nationality from above takes a row from `unknown`
   and adds it to N, and made_at is the depth of the event that gives it (5 if none does). #}
{% macro contributions_at_level(depth) %}
with

chains as (

    select * from {{ ref('int_event_chains') }}

),

counted as (

    -- the rows of events that are never a parent
    select
        {{ event_of('rows.figure_key') }} as event_key,
        {{ group_of('rows.figure_key') }} as group_key,
        rows.nationality_key,
        rows.value as persons,
        {{ leaf_low('rows') }} as low,
        {{ leaf_high('rows') }} as high,
        rows.known_from,
        rows.known_to
    from {{ ref('int_event_rows') }} as rows
    where not rows.is_parent and rows.deepest > {{ depth }}
    {%- for deeper in range(depth + 1, 5) %}
    union all
    select event_key, group_key, nationality_key, persons, low, high, known_from, known_to
    from {{ ref('int_level_' ~ deeper ~ '_attributed') }}
    where nationality_key > {{ total_key() }} and not is_by_day
    {%- endfor %}

),

inherited as (
    {% for deeper in range(depth + 1, 5) %}
    select * from {{ ref('int_level_' ~ deeper ~ '_inherited') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        event_key, group_key, nationality_key, persons, low, high, 5 as made_at,
        nationality_key as becomes_key, 0 as is_label, known_from, known_to
    from counted
    where false
    {%- endfor %}

),

{{ shares_elsewhere(
    '(select ' ~ figure_key('event_key', 'group_key') ~ ' as figure_key, * from counted)'
) }},

-- the shares that an event above also counts, with the place where the two meet
met as (

    select
        shares.*,
        meetings.depth as meets_at,
        {{ overlap_from('shares', 'meetings') }} as met_from,
        {{ overlap_to('shares', 'meetings') }} as met_to
    from shares
    inner join {{ ref('int_overlap_meetings') }} as meetings
        on
            shares.event_key = meetings.event_key
            and shares.counted_in_key = meetings.counted_in_key
            and {{ overlap('shares', 'meetings') }}
    where meetings.depth >= {{ depth }}

),

-- the nationalities that were given to them further down
met_labels as (

    select
        inherited.event_key, inherited.group_key, inherited.nationality_key, inherited.becomes_key,
        inherited.made_at, inherited.known_from, inherited.known_to
    from inherited
    inner join (select distinct event_key, group_key from met) as met
        on inherited.event_key = met.event_key and inherited.group_key = met.group_key
    where inherited.is_label = 1

),

met_days as (

    {{ days_of_change(
        '(select figure_key, met_from as known_from, met_to as known_to from met union all select '
        ~ figure_key('event_key', 'group_key')
        ~ ' as figure_key, known_from, known_to from met_labels) as changes',
        'figure_key'
    ) }}

),

met_laid as (

    select
        met.event_key,
        met.group_key,
        met.nationality_key,
        met.persons,
        met.low,
        met.meets_at,
        met.counted_in_key,
        days.known_from,
        days.known_to,
        sum(met.persons) over (
            partition by met.figure_key, met.nationality_key, days.known_from
            order by met.meets_at desc, met.counted_in_key asc
            rows between unbounded preceding and current row
        ) as laid_to
    from met_days as days
    inner join met
        on
            days.figure_key = met.figure_key
            and met.met_from <= days.known_from
            and days.known_from < coalesce(met.met_to, {{ ending() }})

),

corrections as (

    select
        event_key,
        group_key,
        nationality_key,
        -persons as persons,
        -- a low does not go below zero
        least(low, laid_to - persons) - least(low, laid_to) as low,
        -persons as high,
        counted_in_key,
        known_from,
        known_to
    from met_laid
    where meets_at = {{ depth }}

),

-- a nationality given to a row also applies to its persons counted elsewhere: the nearest decides
labelled as (

    select corrections.*, labels.becomes_key, labels.made_at
    from corrections
    inner join met_labels as labels
        on
            corrections.event_key = labels.event_key
            and corrections.group_key = labels.group_key
            and corrections.nationality_key = labels.nationality_key
            and {{ holds_on('labels', 'corrections.known_from') }}
    qualify row_number() over (
        partition by
            corrections.event_key, corrections.group_key, corrections.nationality_key,
            corrections.counted_in_key, corrections.known_from
        order by labels.made_at desc
    ) = 1

),

below as (

    select *, 1 as is_row, 0 as is_elsewhere, cast(null as integer) as met_at, 5 as made_at
    from counted
    union all
    select
        event_key, group_key, nationality_key, persons, low, high, known_from, known_to,
        0 as is_row, 0 as is_elsewhere, cast(null as integer) as met_at, made_at
    from inherited
    {%- for deeper in range(depth + 1, 5) %}
    union all
    select
        event_key, {{ group_of('figure_key') }} as group_key, nationality_key, persons, low, high,
        known_from, known_to, 0 as is_row, 1 as is_elsewhere, met_at, made_at
    from {{ ref('int_level_' ~ deeper ~ '_contributions') }}
    where met_at = {{ deeper }}
    {%- endfor %}
    union all
    select
        event_key, group_key, nationality_key, persons, low, high, known_from, known_to,
        0 as is_row, 1 as is_elsewhere, {{ depth }} as met_at, 5 as made_at
    from corrections
    {%- for key, sign in [('nationality_key', '-'), ('becomes_key', '')] %}
    union all
    select
        event_key, group_key, {{ key }}, {{ sign }}persons, {{ sign }}low, {{ sign }}high,
        known_from, known_to, 0 as is_row, 1 as is_elsewhere, {{ depth }} as met_at, made_at
    from labelled
    {%- endfor %}

),

final as (

    select
        {{ figure_key(
            'case chains.depth - ' ~ depth ~ '
                when 1 then chains.ancestor_1
                when 2 then chains.ancestor_2
                when 3 then chains.ancestor_3
                else chains.ancestor_4
            end',
            'below.group_key'
        ) }} as figure_key,
        case chains.depth - {{ depth }}
            when 1 then below.event_key
            when 2 then chains.ancestor_1
            when 3 then chains.ancestor_2
            else chains.ancestor_3
        end as child_key,
        below.event_key,
        below.nationality_key,
        cast(below.persons as decimal(38, 4)) as persons,
        cast(below.low as decimal(38, 4)) as low,
        cast(below.high as decimal(38, 4)) as high,
        below.is_row,
        below.is_elsewhere,
        below.met_at,
        below.made_at,
        {{ overlap_from('below', 'chains') }} as known_from,
        {{ overlap_to('below', 'chains') }} as known_to
    from below
    inner join chains on below.event_key = chains.event_key and {{ overlap('below', 'chains') }}
    where chains.depth > {{ depth }}

)

select * from final
{% endmacro %}
