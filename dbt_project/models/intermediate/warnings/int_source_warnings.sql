-- Warnings about a figure above 1,000 persons that one source alone states: no record of another
-- source has a value within a tenth of it for the same event and measure group. For an event and
-- group, the figure is its total, or else its largest nationality.
with

large as (

    select breakdown_key, figure_key, nationality_key, best
    from {{ ref('int_consensus_today') }}
    where
        best > 1000
        and sex_key = 0
        and age_key = 0
        and {{ group_of('figure_key') }} in (
            select group_key
            from {{ ref('int_measure_groups') }}
            where is_of_persons and fact <> '-'
        )

),

records as (

    select
        {{ figure_key('event_key', 'group_key') }} as figure_key,
        value,
        source_key
    from {{ ref('int_records_bounded') }}
    where known_to is null and takes_part and sex_key = 0 and age_key = 0 and value > 900

),

near as (

    select
        large.breakdown_key,
        large.figure_key,
        large.nationality_key,
        large.best,
        min(records.source_key) as source_key
    from large
    inner join records on large.figure_key = records.figure_key
    where records.value * 10 between large.best * 9 and large.best * 11
    group by large.breakdown_key, large.figure_key, large.nationality_key, large.best
    having min(records.source_key) = max(records.source_key)

),

ranked as (

    select
        *,
        row_number() over (
            partition by figure_key
            order by
                case
                    when nationality_key in ({{ total_key() }}, {{ parts_key() }}) then 0 else 1
                end asc,
                best desc,
                nationality_key asc
        ) as place
    from near

),

final as (

    select
        'stated_by_one_source' as warning,
        counted.event_id,
        chosen.version_key,
        counted.measure_group,
        {{ whole_number('least(ranked.best, counted.net_total)') }} as persons_at_stake,
        'For ' || counted.measure_group || ', '
        || case
            when ranked.nationality_key in ({{ total_key() }}, {{ parts_key() }}) then 'the total '
            else {{ nationality_code('ranked.nationality_key') }} || ' '
        end
        || {{ spelled_number('ranked.best') }} || ' is stated by only one source, '
        || sources.publisher || '.' as message
    from ranked
    inner join {{ ref('int_consensus_records') }} as chosen
        on ranked.breakdown_key = chosen.breakdown_key and chosen.is_chosen
    inner join {{ ref('int_publishers') }} as sources on ranked.source_key = sources.publisher_key
    inner join {{ ref('int_events_named') }} as events
        on {{ event_of('ranked.figure_key') }} = events.event_key
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on {{ group_of('ranked.figure_key') }} = measure_groups.group_key
    inner join {{ ref('int_persons_counted') }} as counted
        on
            events.event_id = counted.event_id
            and measure_groups.measure_group = counted.measure_group
    where ranked.place = 1

)

select * from final
