-- A version counts from the day on which it became known to the first such day of any version that
-- was delivered later. Only ids that occur more than once need the window.
with

versions as (

    select
        version_key,
        record_id,
        case
            when status = 'withdrawn' then coalesce(figure_as_of, published_on)
            else published_on
        end as known_on
    from {{ ref('stg_incident_records__records') }}

),

repeated as (

    select record_id
    from versions
    group by record_id
    having count(*) > 1

),

bounded as (

    select
        versions.version_key,
        versions.known_on as known_from,
        min(versions.known_on) over (
            partition by versions.record_id order by versions.version_key
            rows between 1 following and unbounded following
        ) as known_to
    from versions
    inner join repeated on versions.record_id = repeated.record_id

),

final as (

    select version_key, known_from, known_to
    from bounded

)

select * from final
