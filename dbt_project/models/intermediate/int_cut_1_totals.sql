-- Section 5, by an earlier day: totals of the campaigns at depth 1. Reads int_cut_1_figures.
-- The SQL is in macros/rules/cut_totals_at_level.sql.
{{ cut_totals_at_level(1) }}
