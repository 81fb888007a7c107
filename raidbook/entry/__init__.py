"""Commands for those who deliver records: template, add, remove, names, made-up records."""
