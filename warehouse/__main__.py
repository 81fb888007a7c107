"""`python -m warehouse` is `raidbook`."""

from warehouse.cli import main

main()
