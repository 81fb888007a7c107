with

families as (

    select distinct family_key, family
    from {{ ref('int_families') }}

),

records as (

    select event_key, family_key, source_url, publisher
    from {{ ref('int_records_bounded') }}
    where known_to is null and takes_part

),

counted as (

    select
        event_key,
        family_key,
        count(distinct source_url) as reports,
        count(distinct publisher) as publishers
    from records
    group by event_key, family_key

),

counted_of_event as (

    select
        event_key,
        count(distinct source_url) as reports,
        count(distinct publisher) as publishers
    from records
    group by event_key

),

own as (

    select * from {{ ref('int_event_totals') }} where known_to is null

),

tree as (

    {%- for level in range(5) %}
    select event_key, family_key, kids_total, persons, children_exceed_parent, gap_capped
    from {{ ref('int_level_' ~ level ~ '_attributed') }}
    where known_to is null and nationality_key = 0
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}

),

existing as (

    select event_key, family_key from counted
    union
    select event_key, family_key from own where sites_assumed
    union
    select event_key, family_key from tree where kids_total > 0

),

final as (

    select
        events.event_id,
        families.family,
        own.total,
        own.total_low,
        own.total_high,
        coalesce(own.stated_sum, 0) as stated_sum,
        coalesce(own.own_total, 0) as own_total,
        coalesce(tree.kids_total, 0) as kids_total,
        coalesce(tree.persons, own.own_total, 0) as attributed,
        coalesce(own.total_is_stated, false) as total_is_stated,
        coalesce(own.totals_serve, false) as totals_serve,
        coalesce(own.sum_of_sexes, false) as sum_of_sexes,
        coalesce(own.total_from_parts, false) as total_from_parts,
        coalesce(own.sites_assumed, false) as sites_assumed,
        coalesce(own.parts_exceed_total, false) as parts_exceed_total,
        coalesce(tree.children_exceed_parent, false) as children_exceed_parent,
        coalesce(tree.gap_capped, false) as gap_capped,
        coalesce(own.total_is_open_ended, false) as open_ended,
        coalesce(own.total_is_disputed, false) as disputed,
        case
            when own.sites_assumed then counted_of_event.reports
            else coalesce(counted.reports, 0)
        end as reports,
        case
            when own.sites_assumed then counted_of_event.publishers
            else coalesce(counted.publishers, 0)
        end as publishers
    from existing
    inner join {{ ref('int_events_named') }} as events on existing.event_key = events.event_key
    inner join families on existing.family_key = families.family_key
    left join own
        on existing.event_key = own.event_key and existing.family_key = own.family_key
    left join tree
        on existing.event_key = tree.event_key and existing.family_key = tree.family_key
    left join counted
        on existing.event_key = counted.event_key and existing.family_key = counted.family_key
    left join counted_of_event on existing.event_key = counted_of_event.event_key

)

select * from final
