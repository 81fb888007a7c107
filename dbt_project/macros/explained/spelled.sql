{# Numbers and rules in words, for texts that people read. Every macro gives SQL for one text. #}

{# 1234.5 as 1,234.5, with up to four decimals if there are any. Most numbers are whole and small,
   and DuckDB calculates several times faster with 18 digits than with 38. #}
{% macro spelled_number(number) -%}
    {%- set short = 'try_cast(' ~ number ~ ' as decimal(18, 4))' -%}
    case
        when {{ short }} between 0 and 999 and {{ short }} % 1 = 0
            then cast(cast({{ short }} as integer) as string)
        else {{ grouped('cast(floor(' ~ number ~ ') as bigint)') }}
            || case
                when {{ number }} = floor({{ number }}) then ''
                else '.' || trim(
                    trailing '0'
                    from substr(cast(cast({{ number }} as decimal(38, 4)) as string), -4)
                )
            end
    end
{%- endmacro %}

{# A reported figure: at least 271; 2,000 to 3,000. If the lower bound equals the value and the
   upper bound doesn't, the report states a range. #}
{% macro spelled_figure(value, low, high, qualifier) -%}
    {%- set is_range = low ~ ' = ' ~ value ~ ' and ' ~ high ~ ' > ' ~ value -%}
    {%- set before %}
    case
        when {{ qualifier }} = 'exact' or ({{ is_range }}) then ''
        else replace({{ qualifier }}, '_', ' ') || ' '
    end
    {%- endset %}
    {%- set after %}
    case when {{ is_range }} then ' to ' || {{ spelled_number(high) }} else '' end
    {%- endset %}
    {{- text_of([before, spelled_number(value), after]) }}
{%- endmacro %}

{# Bounds: between 1,839 and 2,249, or more; nothing if the number is certain. #}
{% macro spelled_bounds(value, low, high, is_open_ended) -%}
    {%- set between = text_of(
        ["', between '", spelled_number(low), "' and '", spelled_number(high)]
    ) -%}
    case
        when {{ low }} < {{ value }} or {{ high }} > {{ value }}
            then {{ between }}
        else ''
    end
    || case when {{ is_open_ended }} then ', or more' else '' end
{%- endmacro %}

{# A count with its noun: 1 report, 2 reports. #}
{% macro spelled_count(number, noun) -%}
    {{ grouped(number) }} || case {{ number }} when 1 then ' {{ noun }}' else ' {{ noun }}s' end
{%- endmacro %}

{# Who is counted: Chinese persons, foreign women, 1 person. #}
{% macro spelled_persons(value, nationality_code, demonym, sex, age_group) -%}
    {%- set of_nationality %}
    case
        when {{ nationality_code }} in ('total', 'unknown') then ''
        when {{ nationality_code }} = 'foreign' then 'foreign '
        else {{ demonym }} || ' '
    end
    {%- endset %}
    {%- set persons %}
    case
        when {{ sex }} = 'all' and {{ age_group }} = 'all'
            then case {{ value }} when 1 then 'person' else 'persons' end
        when {{ sex }} = 'all' or {{ age_group }} = 'minor'
            then case {{ sex }} when 'all' then '' else {{ sex }} || ' ' end || {{ age_group }}
                || case {{ value }} when 1 then '' else 's' end
        when {{ value }} = 1 then case {{ sex }} when 'female' then 'woman' else 'man' end
        else case {{ sex }} when 'female' then 'women' else 'men' end
    end
    {%- endset %}
    {%- set after %}
    case when {{ nationality_code }} = 'unknown' then ' of unknown nationality' else '' end
    {%- endset %}
    {{- text_of([of_nationality, persons, after]) }}
{%- endmacro %}

{# What is counted, after its number: Chinese persons arrested, sites raided, USD seized. `what` is
   a measure or a measure group, `persons` the text of spelled_persons. #}
{% macro spelled_what(what, value, persons) -%}
    case
        when {{ what }} like 'persons_%'
            then {{ text_of([persons, "' '", "replace(" ~ what ~ ", 'persons_', '')"]) }}
        when {{ what }} in ('custody', 'removal', 'release')
            then {{ persons }} || case {{ what }}
                when 'custody' then ' in custody'
                when 'removal' then ' deported or repatriated'
                else ' released or rescued'
            end
        when {{ what }} like 'money_seized_%'
            then replace({{ what }}, 'money_seized_', '') || ' seized'
        when {{ what }} like 'losses_%' then replace({{ what }}, 'losses_', '') || ' lost'
        when {{ what }} = 'sites'
            then case {{ value }} when 1 then 'site raided' else 'sites raided' end
        when {{ value }} = 1 then replace(replace({{ what }}, '_', ' '), 's ', ' ')
        else replace({{ what }}, '_', ' ')
    end
{%- endmacro %}

{# What a record states: 9 Thai women arrested. `what` of `figures` is its measure with its unit;
   `countries` is the row of its nationality. #}
{% macro spelled_stated(figures, countries) -%}
    {{- text_of([
        spelled_figure(
            figures ~ '.value', figures ~ '.low', figures ~ '.high', figures ~ '.qualifier'
        ),
        "' '",
        spelled_what(
            figures ~ '.what',
            figures ~ '.value',
            spelled_persons(
                figures ~ '.value', figures ~ '.nationality_code', countries ~ '.demonym',
                figures ~ '.sex', figures ~ '.age_group'
            )
        ),
    ]) }}
{%- endmacro %}

{# The breakdown itself, in the plural: the total, Chinese persons, women. #}
{% macro spelled_breakdown(nationality_code, demonym, sex, age_group) -%}
    case
        when
            {{ nationality_code }} = 'total' and {{ sex }} = 'all' and {{ age_group }} = 'all'
            then 'the total'
        else {{ spelled_persons('2', nationality_code, demonym, sex, age_group) }}
    end
{%- endmacro %}

{# A month: 2025-07. #}
{% macro spelled_month(month_start) -%}
    substr(cast({{ month_start }} as string), 1, 7)
{%- endmacro %}
