-- Section 7: every attributed row with its bounds and with what its event was, on every day. Equal
-- neighbours are made one row here, once, at the very end.
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
        measure_groups.fact,
        max(case when rows.nationality_key > 2 then 1 else 0 end) over (
            partition by rows.figure_key, rows.known_from
        ) = 1 as has_named
    from {{ ref('int_rows_attributed') }} as rows
    inner join measure_groups on rows.figure_key % 1024 = measure_groups.group_key

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
        greatest(
            coalesce(own.low, attributed.persons)
            - (coalesce(own.best, attributed.persons) - attributed.persons),
            0
        ) as low,
        coalesce(own.high, attributed.persons)
        - (coalesce(own.best, attributed.persons) - attributed.persons) as high,
        coalesce(own.is_open_ended, false) as is_open_ended,
        coalesce(own.is_disputed, false) as is_disputed,
        (attributed.nationality_key < 3 and attributed.has_named) or attributed.has_descendants
            as is_residual,
        coalesce(totals.is_site_assumed, false) as is_assumed
    from attributed
    left join {{ ref('int_event_rows') }} as own
        on
            attributed.figure_key = own.figure_key
            and attributed.own_from = own.known_from
            and attributed.nationality_key = own.nationality_key
    left join {{ ref('int_event_totals') }} as totals
        on
            attributed.figure_key = totals.figure_key
            and attributed.own_from = totals.known_from

),

placed as (

    select
        bounded.*,
        {{ overlap_from('bounded', 'states') }} as held_from,
        {{ overlap_to('bounded', 'states') }} as held_to,
        states.event_kind,
        states.country_code,
        states.place_number,
        states.event_start,
        states.event_end
    from bounded
    inner join {{ ref('int_event_states') }} as states
        on
            cast(floor(bounded.figure_key / 1024) as bigint) = states.event_key
            and {{ overlap('bounded', 'states') }}
    where states.takes_part

),

custody as (

    select
        cast(floor(figure_key / 1024) as bigint) as event_key,
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
            on cast(floor(sites.figure_key / 1024) as bigint) = custody.event_key
            and ' ~ overlap('sites', 'custody') ~ ') as changes',
        'figure_key'
    ) }}

),

rows as (

    select
        figure_key, measure_group, fact, nationality_key, held_from as known_from, held_to as known_to,
        persons, low, high, is_open_ended, is_disputed, is_residual, is_assumed,
        cast(null as decimal(38, 4)) as persons_in_custody,
        event_kind, country_code, place_number, event_start, event_end
    from placed
    where fact <> 'raids'
    union all
    select
        placed.figure_key, placed.measure_group, placed.fact, placed.nationality_key,
        custody_days.known_from, least(custody_days.known_to, placed.held_to) as known_to,
        placed.persons, placed.low, placed.high, placed.is_open_ended, placed.is_disputed,
        placed.is_residual, placed.is_assumed,
        coalesce(custody.persons, 0) as persons_in_custody,
        placed.event_kind, placed.country_code, placed.place_number, placed.event_start,
        placed.event_end
    from placed
    inner join custody_days
        on
            placed.figure_key = custody_days.figure_key
            and placed.held_from <= custody_days.known_from
            and custody_days.known_from < coalesce(placed.held_to, cast('9999-12-31' as date))
    left join custody
        on
            cast(floor(placed.figure_key / 1024) as bigint) = custody.event_key
            and {{ holds_on('custody', 'custody_days.known_from') }}
    where placed.fact = 'raids'

),

final as (

    {{ collapsed(
        'rows',
        ['figure_key', 'nationality_key'],
        [
            'persons', 'low', 'high', 'is_open_ended', 'is_disputed', 'is_residual', 'is_assumed',
            'persons_in_custody', 'event_kind', 'country_code', 'place_number', 'event_start',
            'event_end',
        ],
        told=['measure_group', 'fact'],
    ) }}

)

select * from final
