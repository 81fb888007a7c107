-- Two figures of one event that use different words for the same persons are both in the report, or
-- neither is. For linked events the days decide, so they are left out here.
select labels.record_id, others.record_id as other_record_id
from {{ ref('rpt_labels_by_figure') }} as labels
inner join {{ ref('fct_reported_figures') }} as figures on labels.record_id = figures.record_id
inner join {{ ref('fct_reported_figures') }} as others
    on
        figures.event_id = others.event_id
        and figures.nationality_code = others.nationality_code
        and figures.value = others.value
left join {{ ref('rpt_labels_by_figure') }} as own on others.record_id = own.record_id
where
    own.record_id is null
    and figures.report_key <> others.report_key
    and figures.measure <> others.measure
    and others.measure in (
        'persons_arrested', 'persons_detained', 'persons_rescued', 'persons_released'
    )
    and others.status is null
    and others.counts_as in ('total', 'part', 'cumulative')
    and others.sex = 'all'
    and others.age_group = 'all'
