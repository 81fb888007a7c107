-- Section 6: campaigns at depth 2 of the tree by an earlier day; the rules stand in the macro.
{{ cut_figures_at_level(2) }}
