"""One module a format: each turns a delivered file into one text table of DuckDB."""
