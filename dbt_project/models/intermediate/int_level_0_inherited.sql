-- Section 6, nationality from above, given at depth 0; the macro contains the rules.
{{ inherited_at_level(0) }}
