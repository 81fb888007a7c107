"""The command line: parse, call, print. A module holds the commands of one panel of the help.

Each command imports what it calls when it runs, so that `raidbook --help` answers at once.
"""
