"""One YAML file for each source of records: the facts about it, and the mapping of its table.

A table of records needs the facts alone. `ingest.sources.mapping` explains how a table in another
shape is mapped. Write a Python module only where a mapping can't say it.
"""
