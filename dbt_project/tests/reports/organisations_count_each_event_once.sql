{% set in_report -%}
    select organisation_key || ' ' || role || ' events' as what, event_count as amount
    from {{ ref('rpt_organisations_by_role') }}
    union all
    select organisation_key || ' ' || role || ' persons', coalesce(custody_persons, 0)
    from {{ ref('rpt_organisations_by_role') }}
{%- endset %}
{% set in_facts -%}
    select organisation_key || ' ' || role || ' events' as what, 1 as amount
    from {{ ref('bridge_event_organisation') }}
    union all
    select roles.organisation_key || ' ' || roles.role || ' persons', arrests.persons
    from {{ ref('fct_arrests') }} as arrests
    inner join {{ ref('bridge_event_organisation') }} as roles on arrests.event_id = roles.event_id
{%- endset %}
{{ amounts_apart(in_report, in_facts) }}
