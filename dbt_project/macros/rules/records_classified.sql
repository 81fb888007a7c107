{# Section 3, steps 1 to 4: how every member of a breakdown is used today, and the current ones on
   every day on which one of its members changes, as the named steps of a model; the last one is
   `classified`. `members` has dated_key, breakdown_key, known_from and known_to; `records` is
   int_records_bounded. Most breakdowns have a single record, so there is nothing to choose. Only
   the others are examined day by day, and only their contested days record by record. #}
{% macro records_classified(members, records, prefix='') %}
{{ prefix }}several as (

    select breakdown_key
    from {{ members }}
    group by breakdown_key
    having count(*) > 1

),

{{ prefix }}days as (

    {{ days_of_change(
        '(select members.* from ' ~ members ~ ' as members inner join ' ~ prefix
        ~ 'several as several on members.breakdown_key = several.breakdown_key) as of_several',
        'breakdown_key'
    ) }}

),

{{ prefix }}known as (

    select
        days.breakdown_key,
        days.known_from as day,
        days.known_to as next_day,
        stated.dated_key,
        stated.publisher_key,
        stated.day_order
    from {{ prefix }}days as days
    inner join (
        select
            members.breakdown_key, members.known_from, members.known_to, members.dated_key,
            records.publisher_key, records.day_order
        from {{ members }} as members
        inner join {{ records }} as records on members.dated_key = records.dated_key
    ) as stated
        on days.breakdown_key = stated.breakdown_key and {{ holds_on('stated', 'days.known_from') }}

),

-- step 1: few reports state a breakdown more than once; only those are ordered
{{ prefix }}reports_repeated as (

    select
        members.breakdown_key, records.source_url, records.published_on,
        min(members.dated_key) as report_number
    from {{ members }} as members
    inner join {{ records }} as records on members.dated_key = records.dated_key
    inner join {{ prefix }}several as several on members.breakdown_key = several.breakdown_key
    group by members.breakdown_key, records.source_url, records.published_on
    having count(*) > 1

),

{{ prefix }}of_repeated as (

    select
        members.breakdown_key,
        members.dated_key,
        members.known_from,
        members.known_to,
        repeated.report_number,
        records.value,
        records.low,
        records.tie_rank
    from {{ members }} as members
    inner join {{ records }} as records on members.dated_key = records.dated_key
    inner join {{ prefix }}reports_repeated as repeated
        on
            members.breakdown_key = repeated.breakdown_key
            and records.source_url = repeated.source_url
            and records.published_on = repeated.published_on

),

{{ prefix }}in_repeated as (

    select
        days.breakdown_key,
        days.known_from as day,
        stated.dated_key,
        stated.report_number,
        stated.value,
        stated.tie_rank,
        max(stated.value) over (
            partition by days.breakdown_key, days.known_from, stated.report_number
        ) as largest_value,
        first_value(stated.low) over (
            partition by days.breakdown_key, days.known_from, stated.report_number
            order by stated.value desc, stated.tie_rank asc
        ) as low_of_largest
    from {{ prefix }}days as days
    inner join {{ prefix }}of_repeated as stated
        on days.breakdown_key = stated.breakdown_key and {{ holds_on('stated', 'days.known_from') }}

),

{{ prefix }}in_report as (

    select
        breakdown_key,
        day,
        dated_key,
        row_number() over (
            partition by breakdown_key, day, report_number
            order by
                case
                    when value >= low_of_largest and value * 10 >= largest_value * 9 then 0 else 1
                end asc,
                {{ significant_digits('value') }} desc,
                tie_rank asc
        ) = 1 as is_largest_in_report
    from {{ prefix }}in_repeated

),

-- step 2
{{ prefix }}latest as (

    select
        known.breakdown_key,
        known.day,
        min(known.next_day) as next_day,
        min_by(known.dated_key, known.day_order) as dated_key
    from {{ prefix }}known as known
    left join {{ prefix }}in_report as in_report
        on
            known.breakdown_key = in_report.breakdown_key
            and known.day = in_report.day
            and known.dated_key = in_report.dated_key
    where coalesce(in_report.is_largest_in_report, true)
    group by known.breakdown_key, known.day, known.publisher_key

),

{{ prefix }}latest_records as (

    select
        latest.breakdown_key,
        latest.day,
        latest.next_day,
        latest.dated_key,
        records.published_on,
        records.source_key,
        records.value,
        records.low,
        coalesce(records.high, records.value) as top,
        records.precision_rank,
        records.counts_as = 'cumulative' as is_running_total,
        records.figure_day,
        records.tie_rank
    from {{ prefix }}latest as latest
    inner join {{ records }} as records on latest.dated_key = records.dated_key

),

-- a day with only one publisher is decided
{{ prefix }}contested as (

    select
        breakdown_key, day,
        max(low) > min(top) and max(figure_day) > min(figure_day) as may_have_grown
    from {{ prefix }}latest_records
    group by breakdown_key, day
    having count(*) > 1

),

{{ prefix }}sources as (

    select
        latest.breakdown_key,
        latest.day,
        latest.value,
        count(distinct latest.source_key) as source_count
    from {{ prefix }}latest_records as latest
    inner join {{ prefix }}contested as contested
        on latest.breakdown_key = contested.breakdown_key and latest.day = contested.day
    group by latest.breakdown_key, latest.day, latest.value

),

{{ prefix }}rivals as (

    select latest.*, sources.source_count, contested.may_have_grown
    from {{ prefix }}latest_records as latest
    inner join {{ prefix }}contested as contested
        on latest.breakdown_key = contested.breakdown_key and latest.day = contested.day
    inner join {{ prefix }}sources as sources
        on
            latest.breakdown_key = sources.breakdown_key
            and latest.day = sources.day
            and latest.value = sources.value

),

-- step 3: the pairs in which a later figure lies above an earlier one
{{ prefix }}grown as (

    select
        earlier.breakdown_key,
        earlier.day,
        earlier.dated_key,
        earlier.value,
        later.dated_key as later_key,
        later.published_on as later_published_on
    from {{ prefix }}rivals as earlier
    inner join (select * from {{ prefix }}rivals where may_have_grown) as later
        on
            earlier.breakdown_key = later.breakdown_key
            and earlier.day = later.day
            and earlier.figure_day < later.figure_day
            and earlier.top < later.low
    where
        earlier.may_have_grown
        and (
            later.precision_rank <= 2
            or later.is_running_total
            or earlier.source_count < 2
            or later.source_count >= 2
        )

),

-- unless two sources print the earlier value after the later figure was published
{{ prefix }}printed_again as (

    select grown.breakdown_key, grown.day, grown.dated_key, grown.later_key
    from {{ prefix }}grown as grown
    inner join {{ members }} as members
        on
            grown.breakdown_key = members.breakdown_key
            and {{ holds_on('members', 'grown.day') }}
    inner join {{ records }} as records
        on
            members.dated_key = records.dated_key
            and grown.value = records.value
            and grown.later_published_on < records.published_on
    where not records.has_as_of
    group by grown.breakdown_key, grown.day, grown.dated_key, grown.later_key
    having count(distinct records.source_key) >= 2

),

{{ prefix }}outgrown as (

    select distinct grown.breakdown_key, grown.day, grown.dated_key
    from {{ prefix }}grown as grown
    left join {{ prefix }}printed_again as again
        on
            grown.breakdown_key = again.breakdown_key
            and grown.day = again.day
            and grown.dated_key = again.dated_key
            and grown.later_key = again.later_key
    where again.dated_key is null

),

-- step 4
{{ prefix }}ordered as (

    select
        rivals.breakdown_key,
        rivals.day,
        rivals.next_day,
        rivals.dated_key,
        rivals.source_count,
        outgrown.dated_key is not null as is_outgrown,
        row_number() over (
            partition by rivals.breakdown_key, rivals.day
            order by
                case when outgrown.dated_key is null then 0 else 1 end asc,
                case when rivals.precision_rank <= 2 then 0 else 1 end asc,
                case when rivals.is_running_total then rivals.value else 0 end desc,
                rivals.source_count desc,
                rivals.figure_day desc,
                rivals.tie_rank asc
        ) = 1 as is_chosen
    from {{ prefix }}rivals as rivals
    left join {{ prefix }}outgrown as outgrown
        on
            rivals.breakdown_key = outgrown.breakdown_key
            and rivals.day = outgrown.day
            and rivals.dated_key = outgrown.dated_key

),

-- records that are not current choose nothing: they are kept for today only, to show how they were
-- used
{{ prefix }}not_current as (

    select known.breakdown_key, known.day, known.next_day, known.dated_key
    from {{ prefix }}known as known
    left join {{ prefix }}latest as latest
        on
            known.breakdown_key = latest.breakdown_key
            and known.day = latest.day
            and known.dated_key = latest.dated_key
    where known.next_day is null and latest.dated_key is null

),

{{ prefix }}classified as (

    select
        breakdown_key,
        day as known_from,
        next_day as known_to,
        dated_key,
        true as is_largest_in_report,
        true as is_current,
        is_outgrown,
        not is_outgrown as is_candidate,
        is_chosen,
        source_count
    from {{ prefix }}ordered
    union all
    select
        latest.breakdown_key,
        latest.day as known_from,
        latest.next_day as known_to,
        latest.dated_key,
        true as is_largest_in_report,
        true as is_current,
        false as is_outgrown,
        true as is_candidate,
        true as is_chosen,
        1 as source_count
    from {{ prefix }}latest as latest
    left join {{ prefix }}contested as contested
        on latest.breakdown_key = contested.breakdown_key and latest.day = contested.day
    where contested.breakdown_key is null
    union all
    select
        not_current.breakdown_key,
        not_current.day as known_from,
        not_current.next_day as known_to,
        not_current.dated_key,
        coalesce(in_report.is_largest_in_report, true) as is_largest_in_report,
        false as is_current,
        false as is_outgrown,
        false as is_candidate,
        false as is_chosen,
        cast(null as bigint) as source_count
    from {{ prefix }}not_current as not_current
    left join {{ prefix }}in_report as in_report
        on
            not_current.breakdown_key = in_report.breakdown_key
            and not_current.day = in_report.day
            and not_current.dated_key = in_report.dated_key
    union all
    select
        members.breakdown_key,
        members.known_from,
        members.known_to,
        members.dated_key,
        true as is_largest_in_report,
        true as is_current,
        false as is_outgrown,
        true as is_candidate,
        true as is_chosen,
        1 as source_count
    from {{ members }} as members
    left join {{ prefix }}several as several on members.breakdown_key = several.breakdown_key
    where several.breakdown_key is null

)
{%- endmacro %}
