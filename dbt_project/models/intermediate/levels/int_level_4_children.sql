-- Section 6, step 3 at depth 4: whether a running total holds all, a part or none of each child.
-- The SQL is in macros/rules/children_at_level.sql.
{{ children_at_level(4) }}
