{# Why a figure is chosen or not, as a sentence. `chosen_for` names the breakdowns that it was chosen
   for, and is null where there are none; `agrees` is true where its number is the chosen one. #}
{% macro spelled_reason(is_current, because, chosen_for, agrees, status, uses_running_total) -%}
    case
        when {{ because }} is null
            then {{ text_of(["'Chosen'", "coalesce(' for ' || " ~ chosen_for ~ ", '')", "'.'"]) }}
        when {{ because }} = 'status'
            then 'Takes no part: it is ' || {{ status }} || '.'
        when {{ because }} = 'stock'
            then 'Takes no part: a number held or present at one moment.'
        when {{ because }} = 'running_total'
            then 'Takes no part: a running total over many events.'
        when {{ because }} = 'in_no_breakdown' and {{ uses_running_total }}
            then 'Takes no part: the running totals of the campaign serve instead.'
        when {{ because }} = 'in_no_breakdown'
            then 'Takes no part: a part without nationality, beside a total or nationalities.'
        when {{ because }} = 'superseded_in_report' and {{ is_current }}
            then 'Stands, but not for the total: its report states a larger one, or this again.'
        when {{ because }} = 'superseded_in_report'
            then 'Set aside: its report states a larger one, or this again.'
        when {{ because }} = 'superseded_by_publisher' and {{ is_current }}
            then 'Stands, but not for the total: its publisher has a later or better one.'
        when {{ because }} = 'superseded_by_publisher'
            then 'Set aside: its publisher has a later or better one.'
        when {{ because }} = 'outside_latest'
            then 'Stands, not chosen: outside the bounds of the latest.'
        when {{ because }} = 'less_precise'
            then 'Stands, not chosen: less precise than the chosen one.'
        when {{ agrees }}
            then 'Stands, and agrees with the chosen one.'
        else 'Stands, not chosen: as precise as the chosen one, and behind it in the order of ties.'
    end
{%- endmacro %}
