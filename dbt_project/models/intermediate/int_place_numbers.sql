-- The key of dim_city behind each place number. An inferred place has the kind of its name.
with

numbers as (

    select place_number, max(place_id) as place_id, max(kind) as kind
    from {{ ref('int_places_named') }}
    group by place_number

),

final as (

    select
        numbers.place_number,
        {{ md5_key(["coalesce(numbers.place_id, 'unknown')"]) }} as city_key,
        case
            when numbers.place_id is null then 'unknown'
            else coalesce(places.place_type, numbers.kind)
        end as place_type
    from numbers
    left join {{ ref('stg_reference__places') }} as places on numbers.place_id = places.place_id

)

select * from final
