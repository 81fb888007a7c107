{# The sections of an explanation in the order in which they are read, after the event itself. #}
{% macro explained_sections() %}
    {{- return([
        'event', 'reported', 'consensus', 'disputed', 'descendants', 'attributed', 'elsewhere',
        'notes', 'months',
    ]) -}}
{% endmacro %}

{# The number of a line: a million for each section, plus the position in the section. Counting the
   previous lines instead would take a third of the time of the whole model. #}
{% macro line_number(section, place) -%}
    cast({{ explained_sections().index(section) * 1000000 }} + {{ place }} as bigint)
{%- endmacro %}

{# The position of a breakdown in its section: the total, foreign, the nationalities, and then sexes
   and age groups. Each of these gets a range of a hundred thousand, sorted by nationality. #}
{% macro place_of_breakdown(breakdowns) -%}
    case
        when {{ breakdowns }}.sex <> 'all' or {{ breakdowns }}.age_group <> 'all' then 300000
        when {{ breakdowns }}.nationality_code = 'total' then 0
        when {{ breakdowns }}.nationality_code = 'foreign' then 100000
        else 200000
    end
    + {{ place_of_nationality(breakdowns ~ '.nationality_code') }} * 16
    + {{ sex_key(breakdowns ~ '.sex') }} * 4 + {{ age_key(breakdowns ~ '.age_group') }}
{%- endmacro %}

{# A nationality as a number: the names below 4, then AA = 33 to ZZ = 858. #}
{% macro place_of_nationality(nationality_code) -%}
    case {{ nationality_code }}
        when 'total' then {{ total_key() }}
        when 'unknown' then {{ unknown_key() }}
        else {{ nationality_key(nationality_code) }}
    end
{%- endmacro %}

{# The last columns of a line that doesn't belong to a single report. #}
{% macro without_a_report(
    other_event_id='cast(null as string)', record_id='cast(null as string)'
) -%}
    cast(null as string) as publisher,
        cast(null as date) as published_on,
        {{ record_id }} as record_id,
        cast(null as string) as source_url,
        cast(null as string) as verdict,
        {{ other_event_id }} as other_event_id
{%- endmacro %}
