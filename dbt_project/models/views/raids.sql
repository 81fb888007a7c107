-- For the columns and their joins, see macros/named_facts.sql.
{{
    named_facts(
        'fct_raids',
        ['sites', 'sites_low', 'sites_high', 'is_assumed', 'persons_in_custody']
    )
}}
