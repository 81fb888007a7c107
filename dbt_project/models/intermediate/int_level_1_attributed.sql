-- Section 6 at depth 1; the macro contains the rules.
{{ attributed_at_level(1) }}
