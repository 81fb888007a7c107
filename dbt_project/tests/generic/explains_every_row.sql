{# The explanations are complete: the records of every measure group have as many lines, every
   consensus of several reports names the record that was chosen, and what is attributed adds up to
   fct_event_totals. A line of a record counts only with its report and its verdict. #}
{% test explains_every_row(model) %}
select
    'records without a line, or with several' as what_is_wrong,
    cast(null as string) as event_id,
    figures.measure_group,
    cast(null as string) as record_id
from (
    select measure_group, count(*) as record_count
    from {{ ref('fct_reported_figures') }}
    group by measure_group
) as figures
left join (
    select measure_group, count(*) as line_count
    from {{ model }}
    where
        section = 'reported'
        and line_number between 1000001 and 1999999
        and record_id is not null
        and publisher is not null
        and published_on is not null
        and source_url is not null
        and verdict in ('chosen', 'candidate', 'outgrown', 'superseded', 'no_part')
    group by measure_group
) as lines
    on figures.measure_group = lines.measure_group
where figures.record_count <> coalesce(lines.line_count, 0)
union all
select
    'a consensus without its record',
    breakdowns.event_id,
    breakdowns.measure_group,
    breakdowns.best_record_id
from (
    select event_id, measure_group, best_record_id, best, count(*) as breakdown_count
    from {{ ref('fct_consensus') }}
    where report_count > 1
    group by event_id, measure_group, best_record_id, best
) as breakdowns
left join (select * from {{ model }} where section = 'consensus') as lines
    on breakdowns.best_record_id = lines.record_id and breakdowns.best = lines.value
group by
    breakdowns.event_id, breakdowns.measure_group, breakdowns.best_record_id,
    breakdowns.breakdown_count
having count(lines.record_id) <> breakdowns.breakdown_count
union all
select 'does not add up', totals.event_id, totals.measure_group, cast(null as string)
from {{ ref('fct_event_totals') }} as totals
left join (select * from {{ model }} where section = 'attributed') as lines
    on totals.event_id = lines.event_id and totals.measure_group = lines.measure_group
group by totals.event_id, totals.measure_group, totals.net_total
having coalesce(sum(lines.value), 0) <> totals.net_total
union all
select 'elsewhere does not add up', totals.event_id, totals.measure_group, cast(null as string)
from {{ ref('fct_event_totals') }} as totals
left join (select * from {{ model }} where section = 'elsewhere') as lines
    on totals.event_id = lines.event_id and totals.measure_group = lines.measure_group
group by totals.event_id, totals.measure_group, totals.counted_elsewhere
having coalesce(sum(lines.value), 0) <> totals.counted_elsewhere
union all
select 'a nationality without its giver', facts.event_id, 'custody', cast(null as string)
from {{ ref('fct_arrests') }} as facts
left join {{ model }} as lines
    on
        facts.event_id = lines.event_id
        and facts.nationality_code = lines.nationality_code
        and lines.section = 'attributed'
        and lines.measure_group = 'custody'
where facts.is_nationality_inherited and lines.other_event_id is null
{% endtest %}
