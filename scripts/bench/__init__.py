"""What Raidbook costs, as ratios to what the engine alone costs on the same machine in one run.

`make bench` measures the shipped records and made-up ones of several sizes; `PEERS=1` adds others
that load the same million records. A table and a plot go to `var/bench`, and with `DOCS=1` into
docs/bench.md too. Machines are shared and noisy: read the ratios, not the seconds.
"""
