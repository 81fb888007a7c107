{# How a figure was used, by its not_chosen_because: the reasons of the rules in words. #}
{% macro spelled_reasons() %}
    {{- return({
        'superseded_in_report':
            'superseded in its report, which states a larger or more exact figure, '
            ~ 'or this one again',
        'superseded_by_publisher': 'superseded by a later or better figure of its publisher',
        'outgrown': 'outgrown by a later figure above it',
        'less_precise': 'candidate, less precise than the chosen one',
        'lower_running_total': 'candidate, lower than the chosen running total',
        'fewer_sources': 'candidate, stated by fewer sources than the chosen one',
        'later_tie':
            'candidate, of an earlier day than the chosen one, or behind it in the order of ties',
        'in_no_breakdown':
            'takes no part: a part without nationality, beside a total or nationalities',
        'stock': 'takes no part: a number held or present at one moment',
        'running_total': 'takes no part: a running total of another period, or beside a total',
    }) -}}
{% endmacro %}

{# The same for one record, as a sentence: `agrees` is true if it states the chosen value,
   `is_alone` is true if no other report states the same breakdown. #}
{% macro spelled_verdict(because, agrees, is_alone, status, uses_running_total) -%}
    case
        when {{ is_alone }} then 'Chosen, the only report.'
        when {{ because }} is null then 'Chosen.'
        when {{ because }} = 'later_tie' and {{ agrees }}
            then 'Candidate, agrees with the chosen one.'
        when {{ because }} = 'in_no_breakdown' and {{ uses_running_total }}
            then 'Takes no part: the running totals of the campaign are used instead.'
        when {{ because }} = 'status' then 'Takes no part: it is ' || {{ status }} || '.'
        else case {{ because }}
            {%- for reason, words in spelled_reasons().items() %}
            when '{{ reason }}' then '{{ words[0] | upper }}{{ words[1:] }}.'
            {%- endfor %}
        end
    end
{%- endmacro %}

{# The same within a sentence. #}
{% macro spelled_clause(because, agrees) -%}
    case
        when {{ because }} is null then 'chosen'
        when {{ because }} = 'later_tie' and {{ agrees }}
            then 'candidate, agrees with the chosen one'
        else case {{ because }}
            {%- for reason, words in spelled_reasons().items() %}
            when '{{ reason }}' then '{{ words }}'
            {%- endfor %}
        end
    end
{%- endmacro %}

{# Why the best value of a breakdown was chosen, as a sentence, with a space before it. #}
{% macro spelled_choice(because, source_count) -%}
    case {{ because }}
        when 'only_publisher' then ' The latest figure of its only publisher.'
        when 'only_candidate' then ' Chosen because all others are outgrown.'
        when 'agreed' then ' All candidates state it.'
        when 'more_precise' then ' Chosen as the most precise.'
        when 'higher_running_total' then ' Chosen as the highest running total.'
        when 'more_sources'
            then ' Chosen because more sources (' || cast({{ source_count }} as string)
                || ') state it than any other value as precise.'
        when 'later_day'
            then ' Chosen for its later day: as many sources state another value.'
        else ' Chosen by the order of ties: as many sources state another value of the same day.'
    end
{%- endmacro %}
