"""Commands for people who deliver records: template, add, remove, names, synthetic records."""
