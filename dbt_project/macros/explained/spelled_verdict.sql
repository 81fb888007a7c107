{# What became of a figure in a breakdown, as a sentence: `because` is its not_chosen_because, and
   `agrees` is true where it states the chosen value. #}
{% macro spelled_verdict(because, agrees, status="''", uses_running_total='false') -%}
    case
        when {{ because }} is null then 'Chosen.'
        when {{ because }} = 'later_tie' and {{ agrees }} then 'A candidate that agrees with the chosen one.'
        when {{ because }} = 'in_no_breakdown' and {{ uses_running_total }}
            then 'Takes no part: the running totals of the campaign are used instead.'
        when {{ because }} = 'status' then 'Takes no part: it is ' || {{ status }} || '.'
        else case {{ because }}
            when 'superseded_in_report'
                then 'Superseded in its report, which states a larger or more exact one, or this again.'
            when 'superseded_by_publisher'
                then 'Superseded by its publisher, which has a later or better one.'
            when 'outgrown' then 'Outgrown: a later figure lies above it.'
            when 'less_precise' then 'A candidate, less precise than the chosen one.'
            when 'lower_running_total' then 'A candidate, lower than the chosen running total.'
            when 'fewer_sources'
                then 'A candidate that fewer sources state than the chosen one.'
            when 'later_tie'
                then 'A candidate of an earlier day than the chosen one, or behind it in the order of ties.'
            when 'stock' then 'Takes no part: a number held or present at one moment.'
            when 'running_total'
                then 'Takes no part: a running total that is not used, beside a total or of another time.'
            else 'Takes no part: a part without nationality, beside a total or nationalities.'
        end
    end
{%- endmacro %}

{# Why the best value of a breakdown was chosen, as a sentence, with a space before it. #}
{% macro spelled_choice(because, source_count) -%}
    case {{ because }}
        when 'only_report' then ' The only report.'
        when 'only_publisher' then ' The latest of its only publisher.'
        when 'only_candidate' then ' Later figures have outgrown all others.'
        when 'agreed' then ' All candidates state it.'
        when 'more_precise' then ' Chosen because the others are less precise.'
        when 'higher_running_total' then ' Chosen as the highest running total.'
        when 'more_sources'
            then ' Chosen because most sources state it: ' || cast({{ source_count }} as string) || '.'
        when 'later_day'
            then ' Chosen because it is of a later day: as many sources state another value.'
        else ' Chosen by the order of ties: as many sources state another value of the same day.'
    end
{%- endmacro %}
