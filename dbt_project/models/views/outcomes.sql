-- For the columns and their joins, see macros/named_facts.sql.
{{
    named_facts(
        'fct_outcomes',
        [
            'outcome',
            'nationality_code',
            'persons',
            'persons_low',
            'persons_high',
            'persons_counted_elsewhere',
            'is_nationality_inherited',
        ]
    )
}}
