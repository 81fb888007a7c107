-- Section 6 at depth 4; the macro contains the rules.
{{ attributed_at_level(4) }}
