-- What speaks for and against it that two events which share figures are one.
with

figures as (

    select * from {{ ref('int_figures_shared') }}

),

events as (

    select * from {{ ref('int_events_today') }}

),

pairs as (

    select
        figures.event_key,
        figures.other_event_key,
        count(*) as shared_count,
        sum(case when figures.is_of_persons then 2 else 1 end) as shared_weight,
        max(figures.value) >= 5 as has_large_figure,
        bool_or(figures.value >= 20 and figures.value % 10 <> 0) as has_odd_figure,
        bool_or(figures.is_in_one_report) as has_report_in_common,
        {{ joined(
            "families.family || ' ' || case when figures.nationality_key = 0 then '' else "
            ~ nationality_code('figures.nationality_key') ~ " || ' ' end || "
            ~ spelled_number('figures.value'),
            ', ', 'figures.value desc, families.family, figures.nationality_key, figures.sex_key,
            figures.age_key'
        ) }} as shared_figures
    from figures
    inner join (select distinct family_key, family from {{ ref('int_families') }}) as families
        on figures.family_key = families.family_key
    group by figures.event_key, figures.other_event_key

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
        select distinct event_key, family_key, nationality_key, sex_key, age_key, value
        from records
    ) as distinct_figures
    group by event_key

),

traits as (

    select distinct event_key, 'country' as trait, country_code as trait_of_it from records
    union all
    select distinct event_key, 'delivery', cast(delivery_number as string) from records
    union all
    select events.event_key, 'city', places.city_key
    from {{ ref('bridge_event_city') }} as places
    inner join {{ ref('dim_city') }} as cities on places.city_key = cities.city_key
    inner join events on places.event_id = events.event_id
    inner join members on events.event_key = members.event_key
    where cities.place_type = 'city'

),

traits_compared as (

    select
        pairs.event_key,
        pairs.other_event_key,
        bool_or(
            traits.trait = 'country'
            and (
                traits.trait_of_it = others.trait_of_it
                or 'ZZ' in (traits.trait_of_it, others.trait_of_it)
            )
        ) as has_country_in_common,
        bool_or(traits.trait = 'delivery' and traits.trait_of_it = others.trait_of_it)
            as has_delivery_in_common,
        bool_or(traits.trait = 'city') as has_cities,
        min(
            case
                when traits.trait = 'city' and traits.trait_of_it = others.trait_of_it
                    then traits.trait_of_it
            end
        ) as common_city_key
    from pairs
    inner join traits on pairs.event_key = traits.event_key
    inner join traits as others
        on pairs.other_event_key = others.event_key and traits.trait = others.trait
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
        traits_compared.has_cities,
        traits_compared.common_city_key,
        case when events.event_kind = others.event_kind then events.event_kind end as common_kind,
        abs({{ dbt.datediff('events.event_start', 'others.event_start', 'day') }}) as days_between_starts,
        greatest(
            {{ dbt.datediff('events.event_end', 'others.event_start', 'day') }},
            {{ dbt.datediff('others.event_end', 'events.event_start', 'day') }},
            0
        ) as days_between_spans,
        descents.descendant_key is not null or other_descents.descendant_key is not null
            as is_descent,
        coalesce(events.follows_event_id = others.event_id, false)
        or coalesce(others.follows_event_id = events.event_id, false) as is_sequel,
        coalesce(events.parent_event_id = others.parent_event_id, false) as has_parent_in_common
    from pairs
    inner join events on pairs.event_key = events.event_key
    inner join events as others on pairs.other_event_key = others.event_key
    inner join traits_compared
        on
            pairs.event_key = traits_compared.event_key
            and pairs.other_event_key = traits_compared.other_event_key
    inner join figure_counts on pairs.event_key = figure_counts.event_key
    inner join figure_counts as other_counts on pairs.other_event_key = other_counts.event_key
    left join {{ ref('int_descendants_today') }} as descents
        on
            pairs.event_key = descents.event_key
            and pairs.other_event_key = descents.descendant_key
    left join {{ ref('int_descendants_today') }} as other_descents
        on
            pairs.other_event_key = other_descents.event_key
            and pairs.event_key = other_descents.descendant_key

)

select * from final
