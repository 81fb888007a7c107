-- The consensus of today's breakdowns in one statement over `records`, typed as delivered: versions,
-- bounds, the largest of each report, the latest of each publisher, the chosen one. No history, no
-- curation decisions, no totals that name a nationality, no tree.
create or replace table consensus as
with

repeated as (

    select record_id, max(rowid) as last_row
    from records
    group by record_id
    having count(*) > 1

),

figures as (

    select
        records.event_id,
        case
            when measure in ('persons_arrested', 'persons_detained') then 'custody'
            when measure in ('persons_deported', 'persons_repatriated') then 'removal'
            else measure
        end as measure_group,
        unit,
        coalesce(nationality, 'total') as nationality_code,
        coalesce(sex, 'all') as sex,
        coalesce(age_group, 'all') as age_group,
        publisher,
        source_url,
        value,
        case
            when value_high is not null then value
            when qualifier in ('about', 'nearly') then floor(value * 0.9)
            when qualifier in ('up_to', 'less_than') then 0
            else value
        end as low,
        case
            when value_high is not null then value_high
            when qualifier = 'about' then ceil(value * 1.1)
            when qualifier not in ('at_least', 'more_than') then value
        end as high,
        row_number() over (
            partition by records.event_id
            order by
                case qualifier when 'exact' then 1 when 'about' then 3 when 'nearly' then 3
                    when 'at_least' then 4 when 'more_than' then 4 else 5 end,
                coalesce(figure_as_of, published_on) desc, published_on desc, value desc,
                records.record_id
        ) as tie_rank,
        -datediff('day', date '1900-01-01', coalesce(figure_as_of, published_on)) as days_back
    from records
    left join repeated on records.record_id = repeated.record_id
    where
        (repeated.record_id is null or records.rowid = repeated.last_row)
        and status is null
        and counts_as in ('total', 'part')

),

in_reports as (

    select
        event_id, measure_group, unit, nationality_code, sex, age_group, publisher, source_url,
        max_by(value, (value, -tie_rank)) as value,
        max_by(low, (value, -tie_rank)) as low,
        max_by(high, (value, -tie_rank)) as high,
        max_by(tie_rank, (value, -tie_rank)) as tie_rank,
        max_by(days_back, (value, -tie_rank)) as days_back
    from figures
    group by all

),

candidates as (

    select
        event_id, measure_group, unit, nationality_code, sex, age_group, publisher,
        min_by(value, (days_back, tie_rank)) as value,
        min_by(low, (days_back, tie_rank)) as low,
        min_by(high, (days_back, tie_rank)) as high,
        min_by(tie_rank, (days_back, tie_rank)) as tie_rank,
        min(days_back) as days_back
    from in_reports
    group by all

),

bounds as (

    select
        event_id, measure_group, unit, nationality_code, sex, age_group,
        min(low) as low,
        max(coalesce(high, value)) as high,
        coalesce(max(low) > min(high), false) as is_disputed,
        min_by(low, (days_back, tie_rank)) as latest_low,
        min_by(coalesce(high, 1e30), (days_back, tie_rank)) as latest_high
    from candidates
    group by all

)

select
    bounds.event_id, bounds.measure_group, bounds.unit, bounds.nationality_code, bounds.sex,
    bounds.age_group,
    any_value(bounds.low) as low,
    any_value(bounds.high) as high,
    any_value(bounds.is_disputed) as is_disputed,
    min_by(candidates.value, candidates.tie_rank) as best
from bounds
inner join candidates
    on
        bounds.event_id = candidates.event_id
        and bounds.measure_group = candidates.measure_group
        and bounds.unit is not distinct from candidates.unit
        and bounds.nationality_code = candidates.nationality_code
        and bounds.sex = candidates.sex
        and bounds.age_group = candidates.age_group
        and candidates.value between bounds.latest_low and bounds.latest_high
group by all;
