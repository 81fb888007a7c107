-- For the columns and their joins, see macros/named_facts.sql.
{{
    named_facts(
        'fct_seizures',
        ['seized', 'unit', 'amount', 'amount_low', 'amount_high']
    )
}}
