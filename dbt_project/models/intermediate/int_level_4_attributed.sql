-- Section 6 at depth 4; the rules stand in the macro.
{{ attributed_at_level(4) }}
