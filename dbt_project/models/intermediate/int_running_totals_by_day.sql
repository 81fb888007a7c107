-- Section 4, when: what the used running totals of today add up to by each of their days: sections
-- 3 and 5 over those whose day is not after it. One row per event, group and day.
with

used as (

    select figure_key, event_key, group_key, country_key, running_total_as_of
    from {{ ref('int_event_totals') }}
    where known_to is null and uses_running_total

),

records as (

    select
        used.figure_key as of_figure_key,
        used.group_key,
        used.running_total_as_of,
        records.dated_key,
        records.counts_as,
        records.nationality_key,
        records.sex_key,
        records.age_key,
        records.value,
        records.figure_day
    from used
    inner join {{ ref('int_records_bounded') }} as records
        on used.event_key = records.event_key and used.group_key = records.group_key
    where
        records.known_to is null
        and records.dated_key in (
            select members.dated_key
            from {{ ref('int_breakdown_members') }} as members
            where members.known_to is null
        )

),

days as (

    select distinct of_figure_key, group_key, figure_day as cutoff
    from records
    where figure_day <= running_total_as_of

),

-- a separate figure for each of these days
nodes as (

    select
        {{ figure_key('row_number() over (order by of_figure_key, cutoff)', 'group_key') }}
            as figure_key,
        of_figure_key,
        cutoff
    from days

),

timed as (

    select
        nodes.figure_key,
        records.dated_key,
        records.counts_as,
        records.nationality_key,
        records.sex_key,
        records.age_key,
        records.value,
        {{ beginning() }} as known_from,
        cast(null as date) as known_to
    from nodes
    inner join records
        on nodes.of_figure_key = records.of_figure_key and records.figure_day <= nodes.cutoff

),

{{ members_of_breakdowns('timed', 'day_') }},

today_records as (

    select
        dated_key, source_url, published_on, publisher_key, source_key, value, low, high,
        precision_rank, has_as_of, counts_as, nationality_key, figure_day, tie_rank, day_order
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

{{ records_classified('day_final', 'today_records', 'day_') }},

day_consensus as (

    {{ consensus_of('day_classified', 'today_records') }}

),

more_days as (

    select figure_key, {{ beginning() }} as known_from from nodes

),

{{ figures_effective('day_consensus', 'more_days', 'day_') }},

day_figures as (

    select *, false as is_assumed from day_effective

),

contexts as (

    select
        nodes.figure_key, used.country_key, true as uses_running_total,
        {{ beginning() }} as known_from, cast(null as date) as known_to
    from nodes
    inner join used on nodes.of_figure_key = used.figure_key

),

{{ own_totals('day_figures', 'contexts') }},

final as (

    -- running totals by sex and age alone add up to nothing yet
    select
        nodes.of_figure_key as figure_key,
        nodes.cutoff as figure_day,
        coalesce(totals.own_total, 0) as own_total
    from nodes
    left join totals on nodes.figure_key = totals.figure_key

)

select * from final
