"""The versions of the code and of the published names. They are set only here.

`meta.builds` keeps both for every build, so that a reader of a file knows which rules and names it
follows. CHANGELOG.md lists what each version changed.
"""

from __future__ import annotations

CODE_VERSION = "2.0.0"
# Increase by one when a published table or column is renamed or removed.
SCHEMA_VERSION = 2
# Versions that can write and read the file. A test compares pyproject.toml.
DUCKDB_RANGE = ">=1.5.5,<2.1"
