{#- The limit is defined once, with the source, where `dbt source freshness` also reads it. That is
    a separate call, which costs as much as a small build; and it takes the clock's day, where this
    takes the build's. -#}
{{ config(severity='warn') }}
{%- set limit = namespace(days=none) -%}
{%- if execute -%}
    {%- for source in graph.sources.values() if source.name == 'deliveries' -%}
        {%- set limit.days = source.config.freshness.warn_after.count -%}
    {%- endfor -%}
{%- endif %}
-- Old news is no fault, and a seed may be corrected while nothing is delivered, so this only warns.
with

newest as (

    select max(landed_at) as landed_at
    from {{ source('raw', 'deliveries') }}
    where not is_removed

),

build as (

    select max(_loaded_at) as started_at from {{ source('raw', 'incident_records') }}

)

select
    newest.landed_at,
    build.started_at
from newest
cross join build
where {{ dbt.datediff('newest.landed_at', 'build.started_at', 'day') }} > {{ limit.days or 0 }}
