-- Section 5, by an earlier day: totals of the campaigns at depth 3. Reads int_cut_3_figures.
-- The SQL is in macros/rules/cut_totals_at_level.sql.
{{ cut_totals_at_level(3) }}
