-- Section 3, steps 1 and 2, for every breakdown on every day on which one of its members changes: the
-- largest value of each report, and of each publisher's reports the latest.
with

members as (

    select
        members.breakdown_key,
        members.known_from,
        members.known_to,
        members.version_key,
        records.source_url,
        records.publisher,
        records.value,
        records.tie_rank,
        records.day_order
    from {{ ref('int_breakdown_members') }} as members
    inner join {{ ref('int_records_bounded') }} as records
        on members.version_key = records.version_key

),

days as (

    {{ days_of_change(ref('int_breakdown_members'), 'breakdown_key') }}

),

-- few reports speak more than once for a breakdown: only those are ordered by day
repeated as (

    select breakdown_key, source_url
    from members
    group by breakdown_key, source_url
    having count(*) > 1

),

ordered as (

    select
        days.breakdown_key,
        days.known_from,
        members.version_key,
        row_number() over (
            partition by days.breakdown_key, days.known_from, members.source_url
            order by members.value desc, members.tie_rank asc
        ) as place_in_report
    from members
    inner join repeated
        on members.breakdown_key = repeated.breakdown_key and members.source_url = repeated.source_url
    inner join days
        on members.breakdown_key = days.breakdown_key and {{ holds_on('members', 'days.known_from') }}

),

in_reports as (

    select
        days.breakdown_key,
        days.known_from,
        days.known_to,
        members.version_key,
        members.publisher,
        members.day_order,
        coalesce(ordered.place_in_report, 1) = 1 as is_largest_in_report
    from days
    inner join members
        on days.breakdown_key = members.breakdown_key and {{ holds_on('members', 'days.known_from') }}
    left join ordered
        on
            days.breakdown_key = ordered.breakdown_key
            and days.known_from = ordered.known_from
            and members.version_key = ordered.version_key

),

final as (

    select
        breakdown_key,
        known_from,
        known_to,
        version_key,
        is_largest_in_report,
        is_largest_in_report
        and row_number() over (
            partition by breakdown_key, known_from, publisher, is_largest_in_report
            order by day_order asc
        ) = 1 as is_current
    from in_reports

)

select * from final
