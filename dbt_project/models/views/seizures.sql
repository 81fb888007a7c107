-- The columns, and how they are joined: macros/named_facts.sql.
{{
    named_facts(
        'fct_seizures',
        ['seized', 'unit', 'amount', 'amount_low', 'amount_high']
    )
}}
