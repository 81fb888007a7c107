-- Section 6 at depth 1; the rules stand in the macro.
{{ attributed_at_level(1) }}
