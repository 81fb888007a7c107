-- Section 4: the cities of a cell, or its provinces if it names no city. A name that matched
-- nothing is a place of its own, as the loader inferred it.
with

cells as (

    select * from {{ ref('int_place_cells') }}

),

names as (

    select cell_key, country_code, admin1, 'city' as kind, {{ split_rows('city', ';') }} as name
    from cells
    where city <> '-'
    union all
    select
        cell_key, country_code, '-' as admin1, 'admin1' as kind,
        {{ split_rows('admin1', ';') }} as name
    from cells
    where admin1 <> '-'

),

matched as (

    select
        names.cell_key,
        names.kind,
        trim(names.name) as place_name,
        matches.member_id as place_id,
        coalesce(matches.member_id, names.country_code || ':' || lower(trim(names.name))) as token
    from names
    left join {{ ref('stg_names__matches') }} as matches
        on
            names.kind = matches.kind
            and names.country_code = matches.country_code
            and names.admin1 = matches.admin1
            and trim(names.name) = matches.name
    where trim(names.name) <> ''

),

final as (

    select
        cell_key,
        kind,
        place_name,
        place_id,
        dense_rank() over (order by token) as place_number
    from matched

)

select * from final
