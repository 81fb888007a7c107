-- Section 6 at depth 3; the rules stand in the macro.
{{ attributed_at_level(3) }}
