-- Section 6, nationality from above, given at depth 0; the rules stand in the macro.
{{ inherited_at_level(0) }}
