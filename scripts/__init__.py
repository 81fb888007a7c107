"""What the Makefile calls beside `raidbook` itself."""
