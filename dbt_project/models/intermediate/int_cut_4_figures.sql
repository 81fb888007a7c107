-- Section 6: campaigns at depth 4 of the tree by an earlier day; the rules stand in the macro.
{{ cut_figures_at_level(4) }}
