-- Section 6 at depth 2; the rules stand in the macro.
{{ attributed_at_level(2) }}
