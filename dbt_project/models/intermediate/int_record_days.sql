-- Section 3: the day of a record that gives none is the first day on which its value was reported.
-- This model has only records for which an equal figure of another record has an earlier day. All
-- others have their own day.
with

records as (

    select
        records.version_key,
        records.event_id,
        measure_groups.group_key,
        records.counts_as,
        coalesce(records.cumulative_since, {{ beginning() }}) as cumulative_since,
        coalesce(records.nationality, '-') as nationality,
        coalesce(records.sex, '-') as sex,
        coalesce(records.age_group, '-') as age_group,
        records.value,
        coalesce(records.value_high, -1) as value_high,
        records.figure_as_of,
        coalesce(records.figure_as_of, records.published_on) as stated_on,
        coalesce(repeated.known_from, records.published_on) as known_from,
        repeated.known_to
    from {{ ref('stg_incident_records__records') }} as records
    left join {{ ref('int_measure_groups') }} as measure_groups
        on
            records.measure = measure_groups.measure
            and coalesce(records.unit, '-') = measure_groups.unit
    left join {{ ref('int_versions_known') }} as repeated
        on records.version_key = repeated.version_key
    where
        records.status is null
        and records.counts_as <> 'stock'
        and (repeated.known_to is null or repeated.known_from < repeated.known_to)

),

{%- set cells %}
    event_id, group_key, counts_as, cumulative_since, nationality, sex, age_group, value, value_high
{%- endset %}

restated as (

    select {{ cells }}, min(version_key) as figure_number
    from records
    group by {{ cells }}
    having min(stated_on) < max(case when figure_as_of is null then stated_on end)

),

stated as (

    select
        restated.figure_number,
        records.version_key,
        records.figure_as_of,
        records.stated_on,
        records.known_from,
        records.known_to
    from records
    inner join restated
        on
            records.event_id = restated.event_id
            and records.group_key = restated.group_key
            and records.counts_as = restated.counts_as
            and records.cumulative_since = restated.cumulative_since
            and records.nationality = restated.nationality
            and records.sex = restated.sex
            and records.age_group = restated.age_group
            and records.value = restated.value
            and records.value_high = restated.value_high

),

days as (

    {{ days_of_change('stated', 'figure_number') }}

),

firsts as (

    select days.figure_number, days.known_from, days.known_to, min(stated.stated_on) as figure_day
    from days
    inner join stated
        on days.figure_number = stated.figure_number and {{ holds_on('stated', 'days.known_from') }}
    group by days.figure_number, days.known_from, days.known_to

),

dated as (

    select
        stated.version_key,
        firsts.figure_day,
        firsts.known_from,
        firsts.known_to
    from stated
    inner join firsts
        on stated.figure_number = firsts.figure_number and {{ overlap('stated', 'firsts') }}
    where stated.figure_as_of is null

),

final as (

    {{ collapsed('dated', ['version_key'], ['figure_day']) }}

)

select * from final
