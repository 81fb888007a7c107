-- Section 5, what is missing is made up: the figures of an event and measure group by nationality on every
-- day on which one of them changes. nationality_key 0 is T, 1 is F, the rest is P[N]; a figure that
-- is missing is the sum of its breakdowns by sex, and T at last that of the parts (key 3 until then).
-- Families that are not of persons have T alone.
with

breakdowns as (

    select * from {{ ref('int_consensus') }}
    where age_key = 0

),

assumed_sites as (

    -- a raid that has records that take part, but none about sites, counts as one site
    select
        {{ figure_key('states.event_key', 'measure_groups.group_key') }} as figure_key,
        states.known_from,
        states.known_to
    from {{ ref('int_event_states') }} as states
    inner join (
        select group_key from {{ ref('int_measure_groups') }} where measure = '-'
    ) as measure_groups on true
    where states.takes_part and states.event_kind = 'raid' and not states.has_site_records

),

countries as (

    -- a change of country changes who is foreign
    select distinct breakdowns.figure_key, countries.known_from, countries.known_to
    from breakdowns
    inner join {{ ref('int_event_countries') }} as countries
        on
            cast(floor(breakdowns.figure_key / 1024) as bigint) = countries.event_key
            and {{ overlap('breakdowns', 'countries') }}
    where countries.known_from > breakdowns.known_from

),

changes as (

    select figure_key, known_from, known_to from breakdowns
    union all
    select figure_key, known_from, cast(null as date) as known_to from countries

),

days as (

    {{ days_of_change('changes', 'figure_key') }}

),

standing as (

    select
        days.figure_key,
        days.known_from,
        days.known_to,
        breakdowns.nationality_key,
        breakdowns.sex_key,
        breakdowns.best,
        breakdowns.low,
        breakdowns.high,
        breakdowns.is_open_ended,
        breakdowns.is_disputed,
        breakdowns.latest_day
    from days
    inner join breakdowns
        on days.figure_key = breakdowns.figure_key and {{ holds_on('breakdowns', 'days.known_from') }}

),

by_sex as (

    -- what is stated by sex alone on a day is the sum of its breakdowns
    select
        standing.figure_key,
        standing.known_from,
        min(standing.known_to) as known_to,
        standing.nationality_key,
        sum(standing.best) as best,
        sum(standing.low) as low,
        sum(standing.high) as high,
        bool_or(standing.is_open_ended) as is_open_ended,
        bool_or(standing.is_disputed) as is_disputed,
        max(standing.latest_day) as latest_day
    from standing
    where
        standing.sex_key > 0
        and not exists (
            select 1
            from standing as whole
            where
                whole.figure_key = standing.figure_key
                and whole.known_from = standing.known_from
                and whole.nationality_key = standing.nationality_key
                and whole.sex_key = 0
        )
    group by standing.figure_key, standing.known_from, standing.nationality_key

),

measure_groups as (

    select distinct group_key, is_of_persons
    from {{ ref('int_measure_groups') }}

),

by_nationality as (

    select breakdowns.*, measure_groups.is_of_persons
    from (
        select
            figure_key, known_from, known_to, nationality_key, false as is_sum_of_sexes,
            best, low, high, is_open_ended, is_disputed, latest_day
        from standing
        where sex_key = 0
        union all
        select
            figure_key, known_from, known_to, nationality_key, true as is_sum_of_sexes,
            best, low, high, is_open_ended, is_disputed, latest_day
        from by_sex
    ) as breakdowns
    inner join measure_groups on breakdowns.figure_key % 1024 = measure_groups.group_key

),

told as (

    select * from by_nationality
    where nationality_key = 0 or (nationality_key <> 3 and is_of_persons)

),

final as (

    select
        figure_key,
        known_from,
        known_to,
        nationality_key,
        is_of_persons,
        is_sum_of_sexes,
        false as is_total_from_parts,
        false as is_assumed,
        cast(best as decimal(38, 4)) as best,
        cast(low as decimal(38, 4)) as low,
        cast(high as decimal(38, 4)) as high,
        is_open_ended,
        is_disputed,
        latest_day
    from told
    union all
    select
        parts.figure_key,
        parts.known_from,
        parts.known_to,
        0 as nationality_key,
        parts.is_of_persons,
        parts.is_sum_of_sexes,
        true as is_total_from_parts,
        false as is_assumed,
        cast(parts.best as decimal(38, 4)) as best,
        cast(parts.low as decimal(38, 4)) as low,
        cast(parts.high as decimal(38, 4)) as high,
        parts.is_open_ended,
        parts.is_disputed,
        parts.latest_day
    from by_nationality as parts
    where
        parts.nationality_key = 3
        and not exists (
            select 1
            from told
            where told.figure_key = parts.figure_key and told.known_from = parts.known_from
        )
    union all
    select
        figure_key,
        known_from,
        known_to,
        0 as nationality_key,
        false as is_of_persons,
        false as is_sum_of_sexes,
        false as is_total_from_parts,
        true as is_assumed,
        cast(1 as decimal(38, 4)) as best,
        cast(1 as decimal(38, 4)) as low,
        cast(1 as decimal(38, 4)) as high,
        false as is_open_ended,
        false as is_disputed,
        cast(null as date) as latest_day
    from assumed_sites

)

select * from final
