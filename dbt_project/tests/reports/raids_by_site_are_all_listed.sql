-- every event with sites that names a known site, once for each site
{% set in_report -%}
    select site_key as what, 1 as amount from {{ ref('rpt_raids_by_site') }}
    union all
    select 'sites', sites_total from {{ ref('rpt_raids_by_site') }}
    union all
    select 'persons', coalesce(custody_total, 0) from {{ ref('rpt_raids_by_site') }}
{%- endset %}
{% set in_facts -%}
    select
        bridge.site_key as what,
        1 as amount
    from {{ ref('bridge_event_site') }} as bridge
    inner join {{ ref('dim_site') }} as sites on bridge.site_key = sites.site_key
    inner join {{ ref('fct_event_totals') }} as totals on bridge.event_id = totals.event_id
    where
        sites.site_type <> 'unknown'
        and totals.measure_group = 'sites'
        and greatest(totals.own_total, totals.descendants_total) > 0
    union all
    select
        case totals.measure_group when 'sites' then 'sites' else 'persons' end,
        greatest(totals.own_total, totals.descendants_total)
    from {{ ref('rpt_raids_by_site') }} as raids
    inner join {{ ref('fct_event_totals') }} as totals on raids.event_id = totals.event_id
    where totals.measure_group in ('sites', 'custody')
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
