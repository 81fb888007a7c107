-- Section 6 at depth 0; the macro contains the rules.
{{ attributed_at_level(0) }}
