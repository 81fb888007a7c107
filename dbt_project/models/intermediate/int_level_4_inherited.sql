-- Section 6, third step at depth 4: the nationality that parents there give to their descendants.
-- Reads both other steps of depth 4. The SQL is in macros/rules/contributions_at_level.sql.
{{ inherited_at_level(4) }}
