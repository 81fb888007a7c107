-- Section 6 at depth 0; the rules stand in the macro.
{{ attributed_at_level(0) }}
