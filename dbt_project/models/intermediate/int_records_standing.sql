-- Section 3, steps 1 and 2, for every slice on every day on which one of its members changes: the
-- largest value of each report, and of each publisher's reports the latest.
with

members as (

    select * from {{ ref('int_slice_members') }}

),

days as (

    {{ days_of_change('members', 'slice_key') }}

),

snapshots as (

    select
        days.slice_key,
        days.known_from,
        days.known_to,
        members.version_key,
        records.source_url,
        records.publisher,
        records.value,
        records.tie_rank,
        records.day_order
    from days
    inner join members
        on days.slice_key = members.slice_key and {{ holds_on('members', 'days.known_from') }}
    inner join {{ ref('int_records_bounded') }} as records
        on members.version_key = records.version_key

),

in_reports as (

    select
        *,
        row_number() over (
            partition by slice_key, known_from, source_url order by value desc, tie_rank asc
        ) = 1 as is_largest_in_report
    from snapshots

),

final as (

    select
        slice_key,
        known_from,
        known_to,
        version_key,
        is_largest_in_report,
        is_largest_in_report
        and row_number() over (
            partition by slice_key, known_from, publisher, is_largest_in_report
            order by day_order asc
        ) = 1 as is_standing
    from in_reports

)

select * from final
