-- Section 6 at depth 2; the macro contains the rules.
{{ attributed_at_level(2) }}
