"""The rules of docs/rules.md in plain Python, written apart from the SQL and compared with it."""
