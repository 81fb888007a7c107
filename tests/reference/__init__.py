"""The rules of reconcile.md in plain Python, written apart from the SQL and compared with it."""
