-- Section 3, steps 3 to 6: the consensus of the standing records of each breakdown, on every day.
with

standing as (

    select
        standing.breakdown_key,
        standing.known_from,
        standing.known_to,
        standing.version_key,
        records.value,
        records.low,
        records.high,
        records.figure_day,
        records.tie_rank,
        records.day_order
    from {{ ref('int_records_current') }} as standing
    inner join {{ ref('int_records_bounded') }} as records
        on standing.version_key = records.version_key
    where standing.is_current

),

summed as (

    select
        breakdown_key,
        known_from,
        known_to,
        min(low) as low,
        max(coalesce(high, value)) as high,
        count(*) > count(high) as is_open_ended,
        -- the two that are farthest apart have nothing in common, or no two have
        max(low) > min(high) as is_disputed,
        min_by(low, day_order) as latest_low,
        min_by(coalesce(high, cast('1e30' as decimal(38, 4))), day_order) as latest_high,
        min_by(figure_day, day_order) as latest_day
    from standing
    group by breakdown_key, known_from, known_to

),

chosen as (

    select
        standing.breakdown_key,
        standing.known_from,
        min_by(standing.value, standing.tie_rank) as best,
        min_by(standing.version_key, standing.tie_rank) as chosen_version_key
    from standing
    inner join summed
        on
            standing.breakdown_key = summed.breakdown_key
            and standing.known_from = summed.known_from
            and standing.value between summed.latest_low and summed.latest_high
    group by standing.breakdown_key, standing.known_from

),

final as (

    select
        summed.breakdown_key,
        cast(floor(summed.breakdown_key / 16384) as bigint) as figure_key,
        cast(floor(summed.breakdown_key / 16) as bigint) % 1024 as nationality_key,
        cast(floor(summed.breakdown_key / 4) as bigint) % 4 as sex_key,
        summed.breakdown_key % 4 as age_key,
        summed.known_from,
        summed.known_to,
        chosen.best,
        summed.low,
        summed.high,
        summed.is_open_ended,
        coalesce(summed.is_disputed, false) as is_disputed,
        summed.latest_day,
        summed.latest_low,
        summed.latest_high,
        chosen.chosen_version_key
    from summed
    inner join chosen
        on summed.breakdown_key = chosen.breakdown_key and summed.known_from = chosen.known_from

)

select * from final
