-- Section 6 at depth 3; the macro contains the rules.
{{ attributed_at_level(3) }}
