select
    events.event_id,
    measure_groups.measure_group,
    {{ nationality_code(nationality_of('members.breakdown_key')) }} as nationality_code,
    {{ sex_name(sex_of('members.breakdown_key')) }} as sex,
    {{ age_name(age_of('members.breakdown_key')) }} as age_group,
    records.record_id,
    records.figure_day,
    cast(members.precision_rank as integer) as precision_rank,
    cast(members.source_count as integer) as source_count,
    members.is_largest_in_report,
    members.is_current,
    members.is_outgrown,
    members.is_candidate,
    members.is_chosen,
    members.has_best_value,
    members.not_chosen_because
from {{ ref('int_consensus_records') }} as members
inner join {{ ref('int_records_bounded') }} as records
    on members.dated_key = records.dated_key
inner join {{ ref('int_events_named') }} as events on records.event_key = events.event_key
inner join (
    select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
) as measure_groups
    on records.group_key = measure_groups.group_key
