-- Section 6, step 9 at depth 2: the nationality that parents there give to their descendants.
-- The SQL is in macros/rules/inherited_at_level.sql.
{{ inherited_at_level(2) }}
