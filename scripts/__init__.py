"""Scripts that the Makefile calls, besides `raidbook`."""
