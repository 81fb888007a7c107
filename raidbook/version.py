"""The version of the code, and of the published names: the only place where either is set.

`meta.builds` keeps both for every build, so that whoever reads a file knows which rules and names
it was made by. CHANGELOG.md says what each version changed.
"""

from __future__ import annotations

CODE_VERSION = "2.0.0"
SCHEMA_VERSION = 2  # goes up by one where a published table or column is renamed or taken away
DUCKDB_RANGE = ">=1.5.5,<2.1"  # what writes and reads the file; a test compares pyproject.toml
