-- Section 5 for campaigns at depth 1 by an earlier day; the rules stand in the macro.
{{ cut_totals_at_level(1) }}
