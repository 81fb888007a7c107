-- Section 4: the country of an event in a measure group, if records of the event name several: by
-- its records of that group. All other events have one country in all they count.
with

records as (

    select
        event_key,
        {{ figure_key('event_key', 'group_key') }} as figure_key,
        country_code,
        tie_rank,
        known_from,
        known_to
    from {{ ref('int_records_bounded') }}
    where takes_part

),

in_several as (

    select event_key
    from records
    group by event_key
    having min(country_code) < max(country_code)

),

stated as (

    select records.*
    from records
    inner join in_several on records.event_key = in_several.event_key

),

days as (

    {{ days_of_change('stated', 'figure_key') }}

),

counted as (

    select
        days.figure_key,
        days.known_from,
        days.known_to,
        stated.country_code,
        {{ order_of('count(*)', '0') }} - min(stated.tie_rank) as weight
    from days
    inner join stated
        on days.figure_key = stated.figure_key and {{ holds_on('stated', 'days.known_from') }}
    group by days.figure_key, days.known_from, days.known_to, stated.country_code

),

countries as (

    select
        figure_key,
        known_from,
        min(known_to) as known_to,
        max_by(country_code, weight) as country_code
    from counted
    group by figure_key, known_from

),

final as (

    {{ collapsed('countries', ['figure_key'], ['country_code']) }}

)

select * from final
