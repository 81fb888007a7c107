-- Section 6: campaigns at depth 4 of the tree by an earlier day; the macro contains the rules.
{{ cut_figures_at_level(4) }}
