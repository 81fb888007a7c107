"""The command line: parse, call, print. Each module holds the commands of one help panel.

Each command imports what it calls when it runs, so that `raidbook --help` answers at once.
"""
