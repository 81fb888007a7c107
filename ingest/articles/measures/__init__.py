"""From figures to measures: the verb or noun that governs each figure."""
