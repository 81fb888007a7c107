-- Two figures are assumed to count the same persons if they belong to one event, or to two events
-- that follow or contain one another within three days; if they have one nationality, or are both
-- totals; and if the smaller is at least nine tenths of the larger. A report that uses two words
-- describes two groups, or what came next, so its own other figures don't count. Running totals
-- are compared too, since many campaigns have nothing else. The comparison uses whole numbers, for
-- speed.
with

{% set words = ['arrested', 'detained', 'rescued', 'released'] -%}
events as (

    select *, row_number() over (order by event_id) as event_number from {{ ref('dim_event') }}

),

figures as (

    select
        {{ order_of(
            "(events.event_number * 2 + case figures.measure_group when 'custody' then 1 else 0 "
            "end)",
            'figures.reading_order'
        ) }} as figure_number,
        figures.record_id,
        events.event_number,
        figures.report_key,
        figures.nationality_code,
        figures.counts_as = 'total'
        or (figures.counts_as = 'cumulative' and figures.nationality_code = 'total') as is_total,
        replace(figures.measure, 'persons_', '') as called,
        try_cast(figures.value as decimal(18, 4)) as value
    from {{ ref('fct_reported_figures') }} as figures
    inner join events on figures.event_id = events.event_id
    where
        figures.measure in ('persons_{{ words | join("', 'persons_") }}')
        and figures.status is null
        and figures.counts_as in ('total', 'part', 'cumulative')
        and figures.sex = 'all'
        and figures.age_group = 'all'
        and figures.value > 0

),

links as (

    select event_id, parent_event_id as other_event_id from events
    union
    select event_id, follows_event_id as other_event_id from events

),

scopes as (

    select event_number, event_number as other_number from events
    union
    {%- for one, other in [('events', 'others'), ('others', 'events')] %}
    select {{ one }}.event_number, {{ other }}.event_number as other_number
    from links
    inner join events on links.event_id = events.event_id
    inner join events as others on links.other_event_id = others.event_id
    where
        events.event_start <= cast({{ dbt.dateadd('day', 3, 'others.event_end') }} as date)
        and others.event_start <= cast({{ dbt.dateadd('day', 3, 'events.event_end') }} as date)
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

-- the figures in the scope of an event
said as (

    select
        scopes.event_number,
        figures.figure_number,
        figures.report_key,
        figures.nationality_code,
        figures.is_total,
        figures.called,
        figures.value,
        scopes.event_number <> scopes.other_number as is_of_linked_event
    from scopes
    inner join figures on scopes.other_number = figures.event_number

),

-- events about which reports use more than one word; all others need no comparison
described_differently as (

    select event_number from said
    group by event_number
    having min(called) < max(called)

),

compared as (

    select
        figures.figure_number,
        {%- for word in words %}
        sum(case when said.called = '{{ word }}' then 1 else 0 end) as {{ word }}_figures,
        {%- endfor %}
        count(*) as all_figures,
        bool_or(said.is_of_linked_event) as is_of_linked_events
    from figures
    inner join described_differently as described
        on figures.event_number = described.event_number
    inner join said
        on
            figures.event_number = said.event_number
            and least(figures.value, said.value) * 10 >= greatest(figures.value, said.value) * 9
    where
        (figures.nationality_code = said.nationality_code or (figures.is_total and said.is_total))
        and (figures.report_key <> said.report_key or figures.called = said.called)
    group by figures.figure_number

),

final as (

    select
        reported.event_id,
        events.event_kind,
        events.event_start,
        events.country_code,
        countries.country_name,
        reported.nationality_code,
        reported.value,
        figures.called,
        reported.publisher,
        reported.published_on,
        reported.claimed_by,
        reported.phrase,
        {%- for word in words %}
        cast(compared.{{ word }}_figures as bigint) as {{ word }}_figures,
        {%- endfor %}
        compared.arrested_figures + compared.detained_figures > 0
        and compared.rescued_figures + compared.released_figures > 0 as is_custody_and_release,
        compared.is_of_linked_events,
        reported.record_id,
        reported.source_url
    from compared
    inner join figures on compared.figure_number = figures.figure_number
    inner join {{ ref('fct_reported_figures') }} as reported
        on figures.record_id = reported.record_id
    inner join events on reported.event_id = events.event_id
    inner join {{ ref('dim_country') }} as countries on events.country_code = countries.country_code
    where
        greatest(
            {%- for word in words %}
            compared.{{ word }}_figures{{ ',' if not loop.last }}
            {%- endfor %}
        ) < compared.all_figures

)

select * from final
