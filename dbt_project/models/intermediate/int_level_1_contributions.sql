-- Section 6: what the descendants of parents at depth 1 count; the rules stand in the macro.
{{ contributions_at_level(1) }}
