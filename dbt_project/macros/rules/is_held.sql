{# Section 6: what a count of `day` holds of a child, by the child's state (int_event_states):
   everything of an event that is not a campaign, or of a campaign that has ended by then. #}
{% macro is_held_entirely(states, day) -%}
    ({{ states }}.event_start <= {{ day }}
    and ({{ states }}.event_kind <> 'campaign' or {{ states }}.event_end <= {{ day }}))
{%- endmacro %}

{# What an ongoing campaign had counted by then. #}
{% macro is_held_in_part(states, day) -%}
    ({{ states }}.event_start <= {{ day }}
    and {{ states }}.event_kind = 'campaign' and {{ states }}.event_end > {{ day }})
{%- endmacro %}
