-- Section 5, what is missing is made up: the figures of an event and family by nationality on every
-- day on which one of them changes. nationality_key 0 is T, 1 is F, the rest is P[N]; a figure that
-- is missing is the sum of its slices by sex, and T at last that of the parts (key 3 until then).
-- Families that are not of persons have T alone.
with

slices as (

    select * from {{ ref('int_slices_agreed') }}
    where age_key = 0

),

assumed_sites as (

    -- a raid that has records that take part, but none about sites, counts as one site
    select
        {{ figure_key('states.event_key', 'families.family_key') }} as figure_key,
        states.known_from,
        states.known_to
    from {{ ref('int_event_states') }} as states
    inner join (
        select family_key from {{ ref('int_families') }} where measure = '-'
    ) as families on true
    where states.takes_part and states.event_kind = 'raid' and not states.has_site_records

),

countries as (

    -- a change of country changes who is foreign
    select distinct slices.figure_key, countries.known_from, countries.known_to
    from slices
    inner join {{ ref('int_event_countries') }} as countries
        on
            cast(floor(slices.figure_key / 1024) as bigint) = countries.event_key
            and {{ overlap('slices', 'countries') }}
    where countries.known_from > slices.known_from

),

changes as (

    select figure_key, known_from, known_to from slices
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
        slices.nationality_key,
        slices.sex_key,
        slices.best,
        slices.low,
        slices.high,
        slices.is_open_ended,
        slices.is_disputed,
        slices.latest_day
    from days
    inner join slices
        on days.figure_key = slices.figure_key and {{ holds_on('slices', 'days.known_from') }}

),

by_nationality as (

    -- either one slice without sex, or else the sum over the slices by sex
    select
        figure_key,
        known_from,
        min(known_to) as known_to,
        nationality_key,
        min(sex_key) > 0 as is_sum_of_sexes,
        sum(best) as best,
        sum(low) as low,
        sum(high) as high,
        bool_or(is_open_ended) as is_open_ended,
        bool_or(is_disputed) as is_disputed,
        max(latest_day) as latest_day
    from (
        select
            *,
            min(sex_key) over (partition by figure_key, known_from, nationality_key) as first_sex
        from standing
    ) as slices
    where sex_key = 0 or first_sex > 0
    group by figure_key, known_from, nationality_key

),

families as (

    select distinct family_key, is_of_persons
    from {{ ref('int_families') }}

),

told_apart as (

    select
        by_nationality.*,
        families.is_of_persons,
        min(nationality_key) over (partition by figure_key, known_from) = 0 as has_total,
        max(
            case when families.is_of_persons and nationality_key not in (0, 3) then 1 else 0 end
        ) over (partition by figure_key, known_from) = 1 as has_nationality
    from by_nationality
    inner join families on by_nationality.figure_key % 1024 = families.family_key

),

final as (

    select
        figure_key,
        known_from,
        known_to,
        case when nationality_key = 3 then 0 else nationality_key end as nationality_key,
        is_of_persons,
        is_sum_of_sexes,
        nationality_key = 3 as is_total_from_parts,
        false as is_assumed,
        cast(best as decimal(38, 4)) as best,
        cast(low as decimal(38, 4)) as low,
        cast(high as decimal(38, 4)) as high,
        is_open_ended,
        is_disputed,
        latest_day
    from told_apart
    where
        nationality_key = 0
        or (nationality_key = 3 and not has_total and not has_nationality)
        or (nationality_key <> 3 and is_of_persons)
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
