{# Intermediate models use whole-number keys, and only marts use text: a join or a group by one
   bigint costs half as much as by text. Only these macros combine and split such keys. #}

{# A nationality as a number that sorts like its code: 0 total, 1 foreign, 2 unknown, 3 parts (the
   part records without nationality), then AA = 33 to ZZ = 858. #}
{% macro nationality_key(code) -%}
    case
        when {{ code }} is null then {{ total_key() }}
        when {{ code }} = 'foreign' then {{ foreign_key() }}
        else (ascii({{ code }}) - 64) * 32 + ascii(substr({{ code }}, 2, 1)) - 64
    end
{%- endmacro %}

{# Everyone, or nationality not stated. #}
{% macro total_key() -%} 0 {%- endmacro %}

{# Foreign nationals whose nationality is not stated. #}
{% macro foreign_key() -%} 1 {%- endmacro %}

{# Persons whose nationality no report states. #}
{% macro unknown_key() -%} 2 {%- endmacro %}

{# Part records without nationality, sex and age group, which may form a total. #}
{% macro parts_key() -%} 3 {%- endmacro %}

{# Not a nationality: a row with this key shows that a node of section 6 exists. #}
{% macro node_key() -%} -1 {%- endmacro %}

{# True for the nationality of a country. #}
{% macro is_country(nationality_key) -%} {{ nationality_key }} > 3 {%- endmacro %}

{% macro nationality_code(key) -%}
    case {{ key }}
        when {{ total_key() }} then 'total'
        when {{ foreign_key() }} then 'foreign'
        when {{ unknown_key() }} then 'unknown'
        when {{ parts_key() }} then 'total'
        else
            chr(cast(floor({{ key }} / 32) as integer) + 64)
            || chr(cast({{ key }} % 32 as integer) + 64)
    end
{%- endmacro %}

{% macro sex_key(sex) -%}
    case {{ sex }} when 'female' then 1 when 'male' then 2 else 0 end
{%- endmacro %}

{% macro age_key(age_group) -%}
    case {{ age_group }} when 'minor' then 1 when 'adult' then 2 else 0 end
{%- endmacro %}

{% macro sex_name(sex_key) -%}
    case {{ sex_key }} when 1 then 'female' when 2 then 'male' else 'all' end
{%- endmacro %}

{% macro age_name(age_key) -%}
    case {{ age_key }} when 1 then 'minor' when 2 then 'adult' else 'all' end
{%- endmacro %}

{# The maximum number of measure groups in a figure_key. A test checks it. #}
{% macro groups_per_event() -%} 1024 {%- endmacro %}

{# Key of an event and a measure group: event × 1,024 groups. #}
{% macro figure_key(event_key, group_key) -%}
    ({{ event_key }} * {{ groups_per_event() }} + {{ group_key }})
{%- endmacro %}

{% macro event_of(figure_key) -%}
    cast(floor({{ figure_key }} / {{ groups_per_event() }}) as bigint)
{%- endmacro %}

{% macro group_of(figure_key) -%} {{ figure_key }} % {{ groups_per_event() }} {%- endmacro %}

{# Key of a breakdown: figure × 1,024 nationalities × 4 sexes × 4 age groups. #}
{% macro breakdown_key(figure_key, nationality_key, sex_key, age_key) -%}
    ({{ figure_key }} * 16384 + {{ nationality_key }} * 16 + {{ sex_key }} * 4 + {{ age_key }})
{%- endmacro %}

{% macro figure_of(breakdown_key) -%}
    cast(floor({{ breakdown_key }} / 16384) as bigint)
{%- endmacro %}

{% macro nationality_of(breakdown_key) -%}
    cast(floor({{ breakdown_key }} / 16) as bigint) % 1024
{%- endmacro %}

{% macro sex_of(breakdown_key) -%}
    cast(floor({{ breakdown_key }} / 4) as bigint) % 4
{%- endmacro %}

{% macro age_of(breakdown_key) -%} {{ breakdown_key }} % 4 {%- endmacro %}

{# Two orders in one number: the first order decides, then the position in the order of ties, which
   is below 2³². #}
{% macro order_of(first, tie_rank) -%} ({{ first }} * 4294967296 + {{ tie_rank }}) {%- endmacro %}

{# The published key of a dimension: md5 of the parts, joined by a bar. #}
{% macro md5_key(parts) -%}
    md5({% for part in parts %}coalesce(cast({{ part }} as string), '_null_')
        {%- if not loop.last %} || '|' || {% endif %}{% endfor %})
{%- endmacro %}

{# A report is an address and a day: a live page of another day is another report (section 3). #}
{% macro report_key(records) -%}
    {{ md5_key([records ~ '.source_url', records ~ '.published_on']) }}
{%- endmacro %}
