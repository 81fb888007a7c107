-- Two figures are of the same persons where they are of one event, or of two that follow or contain
-- one another within three days; of one nationality, or both totals; and where the smaller is at
-- least nine tenths of the larger. A report that uses two words tells of two groups, or of what came
-- next: only what different reports say is compared.
with

events as (

    select * from {{ ref('dim_event') }}

),

figures as (

    select
        *,
        replace(measure, 'persons_', '') as called
    from {{ ref('fct_reported_figures') }}
    where
        measure in ('persons_arrested', 'persons_detained', 'persons_rescued', 'persons_released')
        and status is null
        and counts_as in ('total', 'part')
        and sex = 'all'
        and age_group = 'all'
        and value > 0

),

-- an event's totals are one thing, whichever nationality they name
peoples as (

    select record_id, event_id, nationality_code as people
    from figures
    union
    select record_id, event_id, 'total' as people
    from figures
    where counts_as = 'total'

),

links as (

    select event_id, parent_event_id as other_event_id from events
    union
    select event_id, follows_event_id as other_event_id from events

),

scopes as (

    select event_id, event_id as other_event_id from events
    union
    {%- for one, other in [('events', 'others'), ('others', 'events')] %}
    select {{ one }}.event_id, {{ other }}.event_id as other_event_id
    from links
    inner join events on links.event_id = events.event_id
    inner join events as others on links.other_event_id = others.event_id
    where
        events.event_start <= cast({{ dbt.dateadd('day', 3, 'others.event_end') }} as date)
        and others.event_start <= cast({{ dbt.dateadd('day', 3, 'events.event_end') }} as date)
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

pairs as (

    select distinct peoples.record_id, others.record_id as other_record_id
    from peoples
    inner join scopes on peoples.event_id = scopes.event_id
    inner join peoples as others
        on scopes.other_event_id = others.event_id and peoples.people = others.people

),

named as (

    select
        pairs.record_id,
        others.called,
        others.value,
        others.publisher,
        others.published_on,
        bool_or(figures.measure_group <> others.measure_group) as is_other_group,
        bool_or(figures.event_id <> others.event_id) as is_other_event
    from pairs
    inner join figures on pairs.record_id = figures.record_id
    inner join figures as others on pairs.other_record_id = others.record_id
    where
        figures.called <> others.called
        and figures.report_key <> others.report_key
        and least(figures.value, others.value) * 10 >= greatest(figures.value, others.value) * 9
    group by
        pairs.record_id, others.called, others.value, others.publisher, others.published_on

),

summed as (

    select
        record_id,
        count(*) as other_figure_count,
        bool_or(is_other_group) as is_custody_and_release,
        bool_or(is_other_event) as is_of_linked_events,
        {{ joined(
            "called || ' ' || " ~ spelled_number('value') ~ " || ' (' || publisher || ' '"
            ~ " || cast(published_on as string) || ')'",
            '; ', 'called, published_on, publisher, value'
        ) }} as called_otherwise
    from named
    group by record_id

),

final as (

    select
        figures.event_id,
        events.event_kind,
        events.event_start,
        events.country_code,
        countries.country_name,
        figures.nationality_code,
        figures.called,
        figures.value,
        figures.phrase,
        figures.publisher,
        figures.published_on,
        figures.claimed_by,
        summed.called_otherwise,
        summed.other_figure_count,
        summed.is_custody_and_release,
        summed.is_of_linked_events,
        figures.record_id,
        figures.source_url
    from summed
    inner join figures on summed.record_id = figures.record_id
    inner join events on figures.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code

)

select * from final
