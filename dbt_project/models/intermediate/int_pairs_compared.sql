-- The evidence for and against two events with shared figures being one.
with

figures as (

    select * from {{ ref('int_figures_shared') }}

),

pairs as (

    select
        event_key,
        other_event_key,
        count(*) as shared_count,
        sum(case when is_of_persons then 2 else 1 end) as shared_weight,
        max(value) >= 5 as has_large_figure,
        bool_or(value >= 20 and value % 10 <> 0) as has_odd_figure,
        bool_or(is_in_one_report) as has_report_in_common
    from figures
    group by event_key, other_event_key

),

members as (

    select event_key from figures
    union
    select other_event_key from figures

),

records as (

    select records.*, cast(floor(records.version_key / 10000000000) as bigint) as delivery_number
    from {{ ref('int_records_bounded') }} as records
    inner join members on records.event_key = members.event_key
    where records.known_to is null

),

figure_counts as (

    select event_key, count(*) as figure_count
    from (
        select distinct event_key, group_key, nationality_key, sex_key, age_key, value from records
    ) as figures
    group by event_key

),

traits as (

    select distinct event_key, country_code, delivery_number
    from records

),

descents as (

    select
        least(event_key, descendant_key) as event_key,
        greatest(event_key, descendant_key) as other_event_key
    from {{ ref('int_descendants_today') }}

),

traits_compared as (

    select
        pairs.event_key,
        pairs.other_event_key,
        bool_or(
            traits.country_code = others.country_code
            or 'ZZ' in (traits.country_code, others.country_code)
        ) as has_country_in_common,
        bool_or(traits.delivery_number = others.delivery_number) as has_delivery_in_common
    from pairs
    inner join traits on pairs.event_key = traits.event_key
    inner join traits as others on pairs.other_event_key = others.event_key
    group by pairs.event_key, pairs.other_event_key

),

final as (

    select
        pairs.*,
        events.event_id,
        others.event_id as other_event_id,
        least(figure_counts.figure_count, other_counts.figure_count) as figure_count,
        traits_compared.has_country_in_common,
        traits_compared.has_delivery_in_common,
        case when events.event_kind = others.event_kind then events.event_kind end as common_kind,
        abs({{ dbt.datediff('events.event_start', 'others.event_start', 'day') }})
            as days_between_starts,
        greatest(
            {{ dbt.datediff('events.event_end', 'others.event_start', 'day') }},
            {{ dbt.datediff('others.event_end', 'events.event_start', 'day') }},
            0
        ) as days_between_spans,
        descents.event_key is not null as is_descent,
        coalesce(events.follows_event_id = others.event_id, false)
        or coalesce(others.follows_event_id = events.event_id, false) as is_sequel,
        coalesce(events.parent_event_id = others.parent_event_id, false) as has_parent_in_common
    from pairs
    inner join {{ ref('int_events_today') }} as events on pairs.event_key = events.event_key
    inner join {{ ref('int_events_today') }} as others
        on pairs.other_event_key = others.event_key
    inner join traits_compared
        on
            pairs.event_key = traits_compared.event_key
            and pairs.other_event_key = traits_compared.other_event_key
    inner join figure_counts on pairs.event_key = figure_counts.event_key
    inner join figure_counts as other_counts on pairs.other_event_key = other_counts.event_key
    left join descents
        on
            pairs.event_key = descents.event_key
            and pairs.other_event_key = descents.other_event_key

)

select * from final
