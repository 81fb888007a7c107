{# A fact with names beside its codes, for the views that people query first: where it was, which
   tree the event belongs to, how many publishers reported it. Each join finds one row, so none is
   lost. #}
{% macro named_facts(fact, columns) %}
{%- set is_of_persons = 'nationality_code' in columns %}
select
    facts.event_id,
    facts.event_kind,
    facts.event_start,
    facts.event_end,
    facts.month_start,
    facts.spans_months,
    facts.country_code,
    countries.country_name,
    places.admin1_name,
    places.city_name,
    {%- for column in columns %}
    facts.{{ column }},
    {%- if column == 'nationality_code' %}
    nationalities.demonym,
    {%- endif %}
    {%- endfor %}
    facts.is_open_ended,
    facts.is_disputed,
    facts.is_residual,
    events.root_event_id,
    events.report_count,
    events.publisher_count
from {{ ref(fact) }} as facts
inner join {{ ref('dim_event') }} as events on facts.event_id = events.event_id
inner join {{ ref('dim_country') }} as countries on facts.country_code = countries.country_code
inner join {{ ref('dim_city') }} as places on facts.city_key = places.city_key
{%- if is_of_persons %}
inner join {{ ref('dim_country') }} as nationalities
    on facts.nationality_code = nationalities.country_code
{%- endif %}
{% endmacro %}
