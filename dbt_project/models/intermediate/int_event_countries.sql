-- The country of an event on every day: the nationality that is not foreign.
with

countries as (

    select event_key, country_code, known_from, known_to
    from {{ ref('int_event_states') }}
    where takes_part

),

final as (

    {{ collapsed('countries', ['event_key'], ['country_code']) }}

)

select * from final
