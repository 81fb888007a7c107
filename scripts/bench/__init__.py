"""Measure the cost of Raidbook, as ratios to the cost of the engine alone in the same run.

`make bench` measures the shipped records and synthetic ones of several sizes. `PEERS=1` adds other
tools that load the same million records. A table and a plot go to `var/bench`, and with `DOCS=1`
also to docs/bench.md. Machines are shared and noisy: read the ratios, not the seconds.
"""
