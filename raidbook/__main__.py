"""`python -m raidbook` is `raidbook`."""

from raidbook.cli import main

main()
