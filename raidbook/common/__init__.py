"""Modules that every package uses: log, terminal, processes, published files and builds."""
