-- Names that matched nothing, one row per member that the loader inferred from them.
with

names as (

    select
        *,
        row_number() over (
            partition by member_id
            order by score desc nulls last, times desc, country_code asc, admin1 asc, name asc
        ) as place
    from {{ ref('stg_names__matches') }}
    where member_id like 'inferred:%'

),

other_spellings as (

    select member_id, {{ joined('name', '; ', 'name') }} as spellings
    from (select distinct member_id, name from names where name <> member_name) as spelled
    group by member_id

),

members as (

    select
        member_id,
        max(kind) as kind,
        max(member_name) as member_name,
        case when min(country_code) = max(country_code) then max(country_code) else 'ZZ' end
            as country_code,
        max(admin1_id) as admin1_id,
        cast(sum(times) as bigint) as times,
        max(case when place = 1 then suggestion end) as suggestion,
        max(case when place = 1 then suggestion_id end) as suggestion_id,
        max(case when place = 1 then score end) as score
    from names
    group by member_id

),

final as (

    select
        members.member_id,
        members.kind,
        members.member_name,
        other_spellings.spellings,
        members.country_code,
        members.admin1_id,
        members.times,
        members.suggestion,
        members.suggestion_id,
        members.score
    from members
    left join other_spellings on members.member_id = other_spellings.member_id

)

select * from final
