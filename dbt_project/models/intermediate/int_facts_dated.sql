-- Section 7: every row with the attributes of its event, on every day. Equal neighbours are joined
-- into one row here, once, at the very end.
with

measure_groups as (

    select distinct group_key, measure_group, fact
    from {{ ref('int_measure_groups') }}
    where fact <> '-'

),

attributed as (

    select
        rows.*,
        measure_groups.measure_group,
        measure_groups.fact
    from {{ ref('int_rows_counted') }} as rows
    inner join measure_groups on {{ group_of('rows.figure_key') }} = measure_groups.group_key

),

named as (

    select distinct figure_key, known_from from attributed
    where {{ is_country('nationality_key') }}

),

assumed as (

    select figure_key, known_from, known_to from {{ ref('int_figures_effective') }}
    where is_assumed

),

bounded as (

    select
        attributed.figure_key,
        attributed.measure_group,
        attributed.fact,
        attributed.nationality_key,
        attributed.known_from,
        attributed.known_to,
        attributed.persons,
        attributed.low,
        attributed.high,
        attributed.persons_counted_elsewhere,
        attributed.is_open_ended,
        attributed.is_disputed,
        named.figure_key is not null or attributed.has_descendants as is_residual,
        attributed.is_nationality_inherited,
        by_group.country_code,
        assumed.figure_key is not null as is_assumed
    from attributed
    -- foreign and unknown are remainders beside named nationalities
    left join named
        on
            case
                when attributed.nationality_key in ({{ foreign_key() }}, {{ unknown_key() }})
                    then attributed.figure_key
            end = named.figure_key
            and attributed.known_from = named.known_from
    -- a change of country is a day of change of its figure already
    left join {{ ref('int_figure_countries') }} as by_group
        on
            attributed.figure_key = by_group.figure_key
            and {{ holds_on('by_group', 'attributed.known_from') }}
    left join assumed
        on
            attributed.figure_key = assumed.figure_key
            and {{ holds_on('assumed', 'attributed.known_from') }}

),

placed as (

    select
        bounded.figure_key,
        bounded.measure_group,
        bounded.fact,
        bounded.nationality_key,
        bounded.persons,
        bounded.low,
        bounded.high,
        bounded.persons_counted_elsewhere,
        bounded.is_open_ended,
        bounded.is_disputed,
        bounded.is_residual,
        bounded.is_nationality_inherited,
        {{ overlap_from('bounded', 'states') }} as held_from,
        {{ overlap_to('bounded', 'states') }} as held_to,
        states.event_kind,
        coalesce(bounded.country_code, states.country_code) as country_code,
        states.place_number,
        states.event_start,
        states.event_end,
        bounded.is_assumed
    from bounded
    inner join {{ ref('int_event_states') }} as states
        on
            {{ event_of('bounded.figure_key') }} = states.event_key
            and {{ overlap('bounded', 'states') }}
    where states.takes_part

),

custody as (

    select
        {{ event_of('figure_key') }} as event_key,
        known_from,
        min(known_to) as known_to,
        sum(persons) as persons
    from attributed
    where measure_group = 'custody'
    group by figure_key, known_from

),

-- custody beside the sites of the same event cuts the sites' rows at its own days
sites as (

    select
        placed.figure_key,
        placed.held_from as known_from,
        placed.held_to as known_to
    from placed
    where placed.fact = 'raids'

),

custody_days as (

    {{ days_of_change(
        '(select figure_key, known_from, known_to from sites
        union all
        select sites.figure_key, greatest(custody.known_from, sites.known_from),
            least(custody.known_to, sites.known_to)
        from sites
        inner join custody
            on ' ~ event_of('sites.figure_key') ~ ' = custody.event_key
            and ' ~ overlap('sites', 'custody') ~ ') as changes',
        'figure_key'
    ) }}

),

rows as (

    select
        figure_key, measure_group, fact, nationality_key, held_from as known_from,
        held_to as known_to, persons, low, high, persons_counted_elsewhere, is_open_ended,
        is_disputed, is_residual, is_nationality_inherited, is_assumed,
        cast(null as decimal(38, 4)) as persons_in_custody,
        event_kind, country_code, place_number, event_start, event_end
    from placed
    where fact <> 'raids'
    union all
    select
        placed.figure_key, placed.measure_group, placed.fact, placed.nationality_key,
        custody_days.known_from, least(custody_days.known_to, placed.held_to) as known_to,
        placed.persons, placed.low, placed.high, placed.persons_counted_elsewhere,
        placed.is_open_ended, placed.is_disputed, placed.is_residual,
        placed.is_nationality_inherited, placed.is_assumed,
        coalesce(custody.persons, 0) as persons_in_custody,
        placed.event_kind, placed.country_code, placed.place_number, placed.event_start,
        placed.event_end
    from placed
    inner join custody_days
        on
            placed.figure_key = custody_days.figure_key
            and placed.held_from <= custody_days.known_from
            and custody_days.known_from < coalesce(placed.held_to, {{ ending() }})
    left join custody
        on
            {{ event_of('placed.figure_key') }} = custody.event_key
            and {{ holds_on('custody', 'custody_days.known_from') }}
    where placed.fact = 'raids'

),

final as (

    {{ collapsed(
        'rows',
        ['figure_key', 'nationality_key'],
        [
            'persons', 'low', 'high', 'persons_counted_elsewhere', 'is_open_ended', 'is_disputed',
            'is_residual', 'is_nationality_inherited', 'is_assumed',
            'persons_in_custody', 'event_kind', 'country_code', 'place_number', 'event_start',
            'event_end',
        ],
        carried=['measure_group', 'fact'],
    ) }}

)

select * from final
