{# Whole-number keys inside, text in marts only: a join or a group by one bigint costs half of what
   it costs by text. #}

{# A nationality as a number that sorts like its code: 0 total, 1 foreign, 2 unknown, 3 parts (the
   part records without nationality), then AA = 33 to ZZ = 858. #}
{% macro nationality_key(code) -%}
    case
        when {{ code }} is null then 0
        when {{ code }} = 'foreign' then 1
        else (ascii({{ code }}) - 64) * 32 + ascii(substr({{ code }}, 2, 1)) - 64
    end
{%- endmacro %}

{% macro nationality_code(key) -%}
    case {{ key }}
        when 0 then 'total'
        when 1 then 'foreign'
        when 2 then 'unknown'
        when 3 then 'parts'
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

{# Key of an event and a measure group: event × 1,024 measure groups. Key of a breakdown: that × 1,024 nationalities
   × 4 sexes × 4 age groups. A test holds the number of measure groups below 1,024. #}
{% macro figure_key(event_key, group_key) -%}
    ({{ event_key }} * 1024 + {{ group_key }})
{%- endmacro %}

{% macro breakdown_key(figure_key, nationality_key, sex_key, age_key) -%}
    ({{ figure_key }} * 16384 + {{ nationality_key }} * 16 + {{ sex_key }} * 4 + {{ age_key }})
{%- endmacro %}

{# The published key of a dimension: md5 of the parts, joined by a bar. #}
{% macro md5_key(parts) -%}
    md5({% for part in parts %}coalesce(cast({{ part }} as string), '_null_')
        {%- if not loop.last %} || '|' || {% endif %}{% endfor %})
{%- endmacro %}
